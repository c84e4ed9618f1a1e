using System.Collections.Immutable;
using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>Load, apply, commit; again on a conflict: the plainest host of a store that there can be.</summary>
internal static class ApplyLoop
{
    /// <summary>Far more often than 64 writers can get in each other's way; a store that always conflicts must not hang a test.</summary>
    private const int MaxAttempts = 10_000;

    /// <summary>Applies a change; what is recorded of it already is left alone.</summary>
    public static Task ApplyAsync(this IConsentStore store, ConsentChange change, Timestamp at, ChangePort port = ChangePort.Bulk) => RepeatAsync(async () =>
    {
        var loaded = await LoadAsync(store, change.Id!.Value, change.Contact);
        var history = loaded.IsRecorded ? await store.LogAsync(new LogQuery { Contact = change.Contact }) : [];
        var applied = loaded.Person.Apply(change, Given.Rules, Given.RecordedAt(at, change.Contact) with { Port = port }, history);
        return applied.Entry is null ? null : await store.CommitOneAsync(new ConsentCommit
        {
            Contact = change.Contact,
            Change = applied.Entry.Evidence?.Change ?? change.Id.Value,
            Entries = applied.Entries,
            Snapshots = [.. applied.Changed.Select(c => new SnapshotWrite(c, loaded.Versions[c.Id]))],
        });
    });

    /// <summary>Links two contacts, or undoes it; then folds both persons' entries anew.</summary>
    public static Task LinkAsync(this IConsentStore store, ContactLink link, Timestamp at) => RepeatAsync(async () =>
    {
        var loaded = await LoadAsync(store, link.Id, link.One, link.Other);
        if (loaded.IsRecorded)
        {
            return null;
        }

        if (loaded.Person.Contacts.Any(c => c.State != ContactState.Open))
        {
            // A closed id has no entries that a fold could find.
            return null;
        }

        // Dated back with a reason by who may: else a yes would count from when the link arrived, and order would matter.
        var recording = Given.RecordedAt(at, link.One) with { Actor = Actor.Operator("op-7"), Port = ChangePort.OneContact };
        var entries = (link with { Reason = "one person" }).Entries(loaded.Person[link.One], loaded.Person[link.Other], Given.Rules, recording);
        var history = new List<AuditEntry>(entries);
        foreach (var id in loaded.Versions.Keys)
        {
            history.AddRange(await store.LogAsync(new LogQuery { Contact = id }));
        }

        var person = PersonConsents.Fold(loaded.Versions.Keys, Given.Rules.Taxonomy, history);
        return await store.CommitOneAsync(new ConsentCommit
        {
            Contact = link.One,
            Change = link.Id,
            Entries = entries,
            Snapshots = [.. person.Contacts.Select(c => new SnapshotWrite(c, loaded.Versions[c.Id]))],
        });
    });

    private static async Task RepeatAsync(Func<Task<CommitOutcome?>> attempt)
    {
        for (var n = 0; n < MaxAttempts; n++)
        {
            if (await attempt() is null or CommitOutcome.Committed)
            {
                return;
            }
        }

        Assert.Fail($"Still a conflict after {MaxAttempts} attempts.");
    }

    /// <summary>Loads these contacts and all that their links reach.</summary>
    private static async Task<Loaded> LoadAsync(IConsentStore store, ChangeId change, params ContactId[] ids)
    {
        var versions = ImmutableSortedDictionary.CreateBuilder<ContactId, long>();
        var contacts = new List<ContactConsents>();
        var isRecorded = false;
        var next = new Queue<ContactId>(ids);
        while (next.TryDequeue(out var id))
        {
            if (versions.ContainsKey(id))
            {
                continue;
            }

            var found = await store.FindOneAsync(id, id == ids[0] ? change : default);
            isRecorded |= found.Recorded is not null;
            versions.Add(id, found.Version);
            contacts.Add(found.Snapshot ?? Given.Nothing(id));
            foreach (var link in contacts[^1].Links)
            {
                next.Enqueue(link.Other);
            }
        }

        return new(PersonConsents.Of(contacts), versions.ToImmutable(), isRecorded);
    }

    private sealed record Loaded(PersonConsents Person, ImmutableSortedDictionary<ContactId, long> Versions, bool IsRecorded);
}
