using System.Globalization;
using Consent.Storage;

namespace Consent.Crash;

/// <summary>Writes batches of changes, and now and then erases a contact, keeps a checkpoint or renews the key-encryption key, until it is killed. One of several threads of a process, whose other threads it meets.</summary>
internal sealed class RandomWriter(IConsentStore store, Report report, int run, int thread)
{
    private static readonly ConsentRules s_rules = new();
    private static readonly Actor s_actor = Actor.ApiClient("crash");

    private readonly Random _random = new((run * 100) + thread);
    private readonly List<(ContactId Contact, ChangeId Change)> _said = [];
    private int _number;

    public async Task WriteAsync()
    {
        while (true)
        {
            await Troubles.AgainWhenItMayHelpAsync(report, () => _random.Next(40) switch
            {
                0 => EraseAsync(),
                1 => KeepCheckpointAsync(),
                2 => RenewKeyAsync(),
                _ => WriteBatchAsync(),
            });
        }
    }

    private async Task WriteBatchAsync()
    {
        var persons = Enumerable.Range(0, _random.Next(1, 7)).Select(_ => _random.Next(Persons.Count)).Distinct().ToList();
        var ids = persons.SelectMany(person => Persons.IdsOf(person)).ToList();
        var found = ids.Zip(await store.FindAsync([.. ids.Select(id => new ContactLookup(id))], default)).ToDictionary(f => f.First, f => f.Second);
        var batch = persons.Select(person => CommitOf(person, [.. Persons.IdsOf(person).Select(id => found[id])])).OfType<ConsentCommit>().ToList();

        // Told before, so that a commit whose answer is lost is known to have been under way.
        report.Say(batch.SelectMany(c => c.Entries.Select(e => $"try {e.Subject!.Contact.Value} {c.Change.Value}")));
        IReadOnlyList<CommitOutcome> outcomes = [];
        await Troubles.AgainWhenItMayHelpAsync(report, async () => outcomes = await store.CommitAsync(batch, default));
        report.Say(batch.Zip(outcomes, AnswerTo).SelectMany(lines => lines));
        _said.AddRange(batch.Zip(outcomes).Where(b => b.Second is CommitOutcome.Committed).Select(b => (b.First.Contact, b.First.Change)));
    }

    /// <summary>At most one commit for a person: in one batch, a second one that builds on the first would overwrite what somebody else wrote should the first conflict.</summary>
    private ConsentCommit? CommitOf(int person, StoredContact[] found)
    {
        var ids = Persons.IdsOf(person);
        if (found.Any(f => f.Snapshot is { State: not ContactState.Open }))
        {
            return null;
        }

        var read = ids.Zip(found).ToDictionary(f => f.First, f => f.Second);
        var known = PersonConsents.Of(ids.Select((id, i) => found[i].Snapshot ?? ContactConsents.Empty(id, s_rules.Taxonomy)));
        if (Persons.HasTwoIds(person) && read.Values.All(r => r.Version == 0))
        {
            return Link(known, ids[0], ids[1]);
        }

        var contact = ids[_random.Next(ids.Length)];
        var isRepeated = _random.Next(8) == 0 && _said.Exists(s => s.Contact == contact);
        var change = RandomChange.Of(_random, contact, isRepeated ? _said.Last(s => s.Contact == contact).Change : NextId());
        var applied = known.Apply(change, s_rules, Recording());
        return applied.Entry is null ? null : new()
        {
            Contact = contact,
            Change = change.Id!.Value,
            Entries = [applied.Entry],
            Snapshots = [.. applied.Changed.Select(c => new SnapshotWrite(c, read[c.Id].Version) { ExpectedLastEntry = read[c.Id].LastEntry })],
        };
    }

    private ConsentCommit Link(PersonConsents known, ContactId one, ContactId other)
    {
        var link = new ContactLink(one, other, DateTimeOffset.UtcNow, NextId());
        var entries = link.Entries(known[one], known[other], s_rules, Recording());
        return new()
        {
            Contact = one,
            Change = link.Id,
            Entries = entries,
            Snapshots = [.. PersonConsents.Fold([one, other], s_rules.Taxonomy, entries).Contacts.Select(c => new SnapshotWrite(c, 0))],
        };
    }

    private static IEnumerable<string> AnswerTo(ConsentCommit commit, CommitOutcome outcome) => outcome switch
    {
        CommitOutcome.Committed committed => committed.Entries.Select(e => $"done {e.Subject!.Contact.Value} {commit.Change.Value} {e.Index} {VersionAfter(commit, e.Subject.Contact)}"),
        CommitOutcome.AlreadyRecorded recorded => [$"known {commit.Contact.Value} {commit.Change.Value} {recorded.Entry.Index}"],
        _ => commit.Entries.Select(e => $"conflict {e.Subject!.Contact.Value} {commit.Change.Value}"),
    };

    private static long VersionAfter(ConsentCommit commit, ContactId contact) => commit.Snapshots.Single(s => s.Snapshot.Id == contact).ExpectedVersion + 1;

    private async Task EraseAsync()
    {
        var person = _random.Next(Persons.Count);
        if (Persons.HasTwoIds(person))
        {
            return;
        }

        var contact = Persons.IdsOf(person)[0];
        var found = (await store.FindAsync([new(contact)], default))[0];
        if (found.Snapshot is { State: ContactState.Erasing } marked)
        {
            // Somebody is at it, or was when the storage failed. Doing it twice does no harm.
            await Erasures.FinishAsync(store, marked, default);
        }
        else if (found.Snapshot is { State: ContactState.Open } snapshot)
        {
            Timestamp? since = _random.Next(4) == 0 ? DateTimeOffset.UtcNow : null;
            report.Say($"erase {contact.Value}");
            if (await Erasures.EraseAsync(store, snapshot, found, since, default))
            {
                report.Say($"erased {contact.Value}");
            }
        }
    }

    /// <summary>Perhaps while others do it too, in this process and beside it.</summary>
    private async Task RenewKeyAsync()
    {
        if (store is IKeyRotation keys)
        {
            await keys.RotateKeyEncryptionKeyAsync(default);
            report.Say("renewed");
        }
    }

    private async Task KeepCheckpointAsync()
    {
        var head = await store.GetHeadAsync(default);
        if (head.LastRecordedAt is { } at && await store.Log.AddCheckpointAsync(new(head.Size, at, $"at {head.Size}\n"), default))
        {
            report.Say($"checkpoint {head.Size}");
        }
    }

    private Recording Recording() => new(DateTimeOffset.UtcNow, s_actor, ChangePort.Bulk, Guid.NewGuid());

    private ChangeId NextId() => ChangeId.From(string.Create(CultureInfo.InvariantCulture, $"{run}-{thread}-{++_number}"));
}
