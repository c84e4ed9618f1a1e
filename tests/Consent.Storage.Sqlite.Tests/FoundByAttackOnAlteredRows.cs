using static Consent.Storage.Sqlite.Tests.AlteredDatabase;

namespace Consent.Storage.Sqlite.Tests;

/// <summary>A row that does not verify gets a good code from nobody but whoever folds it anew.</summary>
public sealed class FoundByAttackOnAlteredRows : IAsyncLifetime
{
    private AlteredDatabase _whole = null!;

    public async ValueTask InitializeAsync() => _whole = await WriteAsync();

    public ValueTask DisposeAsync()
    {
        _whole.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Beside_a_folding_anew_that_conflicts_nothing_is_written_on_the_row()
    {
        await _whole.UseAsync(async host =>
        {
            await host.GiveAsync(ContactId.From("eve"));
            return true;
        });
        _whole.Run("UPDATE contact SET snapshot = (SELECT snapshot FROM contact WHERE id = $eve) WHERE id = $ada", ("$ada", OrderedText.ToBytes(Ada.Value)), ("$eve", OrderedText.ToBytes("eve")));
        await _whole.UseAsync(async host =>
        {
            var said = await host.Store.ReadLogAsync(new() { Contact = Ada }, Some.Stop).LastAsync(e => e.Subject!.Revision is not null, Some.Stop);
            var record = (await host.Store.FindAsync([new(ContactId.From("eve"))], Some.Stop))[0].Snapshot!;
            var rebuilt = new ConsentCommit { Snapshots = [new(ContactConsents.Empty(Ada, record.Taxonomy), 1000)], Rebuilds = 0 };

            await Assert.ThrowsAsync<RecordAlteredException>(() => host.Store.CommitAsync([rebuilt, new() { Entries = [said] }], Some.Stop).AsTask());
            return true;
        });

        Assert.Equal((DecisionOutcome.Deny, DecisionCode.RecordAltered), (await _whole.AnswersAsync())[0]);
    }
}
