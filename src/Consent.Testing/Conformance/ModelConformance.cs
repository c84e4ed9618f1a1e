using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>Whatever calls are made in whatever order, the store answers as a naive model of the port does.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract class ModelConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public Task Every_sequence_of_calls_is_answered_as_the_model_answers_it() => HoldsAsync(ModelStep.Scripts(), async script =>
    {
        var store = await CreateAsync();
        var model = new ModelStore();
        foreach (var step in script)
        {
            await step.RunAsync(store, model);
        }

        await new ModelStep.Read(LogQuery.Everything).RunAsync(store, model);
        await new ModelStep.Scan(default).RunAsync(store, model);
        await new ModelStep.Find([.. model.Scan(default).Select(s => new ContactLookup(s.Id))]).RunAsync(store, model);
    });
}
