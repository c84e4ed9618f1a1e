using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Works a change out against what is on record, looking up more of the contact's history only where its id is on record.</summary>
internal static class ChangeTry
{
    /// <param name="tracking">The store and the rules.</param>
    /// <param name="person">The records.</param>
    /// <param name="change">The change; it has an id.</param>
    /// <param name="recorded">The entry that has its id, if any.</param>
    /// <param name="recording">Who records it.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <remarks>The history is read after the records: what came between moved them on, and is met as a conflict.</remarks>
    public static async ValueTask<AppliedChange> ApplyAsync(
        this TrackingContext tracking, PersonConsents person, ConsentChange change, AuditEntry? recorded, Recording recording, CancellationToken cancellationToken)
    {
        if (recorded is null)
        {
            return person.Apply(change, tracking.Rules, recording);
        }

        var applied = person.Apply(change, tracking.Rules, recording, [recorded]);
        if (applied.Result is not { Code: ChangeCode.RepeatedChange, Statements.IsEmpty: true, AcceptanceCode: null })
        {
            applied = person.Apply(change, tracking.Rules, recording, await tracking.EntriesOfAsync(change.Contact, cancellationToken).ConfigureAwait(false));
        }

        // Who made the recorded change is for the reader of the log, not for whoever repeats it.
        return applied.Result.RecordedAs is { } shown ? applied with { Result = applied.Result with { RecordedAs = shown with { Actor = null } } } : applied;
    }

    /// <summary>What a change that was worked out writes.</summary>
    public static ConsentCommit CommitOf(AppliedChange applied, ConsentChange change, LoadedContacts loaded) => new()
    {
        Contact = change.Contact,
        Change = applied.Entry?.Evidence?.Change ?? change.Id ?? default,
        Entries = applied.Entries,
        Snapshots = loaded.Writes(applied.Changed),
    };
}
