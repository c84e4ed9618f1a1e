using System.Collections.Immutable;
using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>Wherever a store fails, a change is there as a whole or not at all; sent again until it is answered, it is there once.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract class EnvelopeConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;

    private static readonly Dictionary<string, Func<FaultInjectingStore, int, FaultInjectingStore>> s_faults = new(StringComparer.Ordinal)
    {
        ["reading"] = (store, call) => store.FailFind(call),
        ["before a commit"] = (store, call) => store.FailBeforeCommit(call),
        ["after a commit"] = (store, call) => store.FailAfterCommit(call),
    };

    [Fact]
    public Task A_change_of_several_entries_is_recorded_whole() => IsRecordedWholeAsync(
        (contact, id) => ConsentChange.For(contact).WithId(id).Give(s_email, Given.At(1), Evidence.WebForm("https://shop.example"))
            .Say(Enumerable.Range(0, ConsentChange.MaxStatements + 7).Select(n => Statement.Protective(PurposePath.Parse($"list.l{n}"), ConsentFlag.Status, Given.At(1)))),
        (_, _) => [], entries: 2);

    [Fact]
    public Task The_noes_of_a_change_whose_id_was_used_are_recorded_whole() => IsRecordedWholeAsync(
        (contact, id) => ConsentChange.For(contact).WithId(id).Object(s_email).Withdraw(Purposes.Marketing.Group),
        (contact, id) => [ConsentChange.For(contact).WithId(id).Give(s_email, Given.At(0), Evidence.WebForm("https://shop.example"))], entries: 1);

    [Fact]
    public Task A_no_said_now_that_comes_again_is_recorded_whole() => IsRecordedWholeAsync(
        (contact, id) => ConsentChange.For(contact).WithId(id).Object(s_email).Withdraw(s_email),
        (contact, id) =>
        [
            ConsentChange.For(contact).WithId(id).Object(s_email).Withdraw(s_email),
            ConsentChange.For(contact).WithId(Given.Change("back")).RetractObjection(s_email, Given.At(1), Evidence.WebForm("https://shop.example"))
                .Give(s_email, Given.At(1), Evidence.WebForm("https://shop.example")),
        ], entries: 1);

    private async Task IsRecordedWholeAsync(Func<ContactId, ChangeId, ConsentChange> said, Func<ContactId, ChangeId, IEnumerable<ConsentChange>> before, int entries)
    {
        var store = await CreateAsync();
        foreach (var (name, fault) in s_faults)
        {
            for (var call = 1; call <= 3; call++)
            {
                var contact = Given.Contact($"{name} {call}");
                foreach (var (earlier, minute) in before(contact, Given.Change("it")).Select((c, i) => (c, i)))
                {
                    await store.ApplyAsync(earlier, Given.At(minute), ChangePort.OneContact);
                }

                var change = said(contact, Given.Change("it"));
                var size = (await LogOfAsync(store, contact)).Length;
                var failing = fault(new FaultInjectingStore(store), call);
                for (var isAnswered = false; !isAnswered;)
                {
                    isAnswered = await TryAsync(failing, change);
                    Assert.Contains((await LogOfAsync(store, contact)).Length - size, isAnswered ? [entries] : (int[])[0, entries]);
                }

                await IsInForceAsync(store, change);
            }
        }
    }

    private static async Task<bool> TryAsync(IConsentStore store, ConsentChange change)
    {
        try
        {
            await store.ApplyAsync(change, Given.At(5), ChangePort.OneContact);
            return true;
        }
        catch (ConsentStoreException)
        {
            return false;
        }
    }

    private static async Task IsInForceAsync(IConsentStore store, ConsentChange change)
    {
        var record = await store.SnapshotOfAsync(change.Contact);
        Assert.All(change.Statements.Where(s => s.IsProtective), no => Assert.True(record.Find(no.Node, no.Flag) is { InForce.IsProtective: true }, "A no is not in force."));
    }

    private static Task<ImmutableArray<AuditEntry>> LogOfAsync(IConsentStore store, ContactId contact) => store.LogAsync(new LogQuery { Contact = contact });
}
