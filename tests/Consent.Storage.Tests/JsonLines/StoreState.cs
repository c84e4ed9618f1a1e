using System.Collections.Immutable;
using Consent.Auditing;

namespace Consent.Storage.Tests.JsonLines;

/// <summary>All that the lines say. Immutable, so that a reader sees whole commits and needs no lock.</summary>
internal sealed record StoreState
{
    private SuppressionKey _key = new([]);

    public byte[] Key { get; init => (field, _key) = (value, new(value)); } = [];

    public ImmutableList<EntryState> Log { get; private init; } = [];

    public MerkleFrontier Edge { get; private init; } = MerkleFrontier.Empty;

    public ImmutableList<StoredCheckpoint> Checkpoints { get; private init; } = [];

    /// <summary>By id, in ordinal order: that of <see cref="ContactId"/>.</summary>
    public ImmutableSortedDictionary<ContactId, StoredContact> Contacts { get; private init; } = ImmutableSortedDictionary<ContactId, StoredContact>.Empty;

    private ImmutableDictionary<Sha256Digest, (byte[] Snapshot, long Version)> Closed { get; init; } = ImmutableDictionary<Sha256Digest, (byte[] Snapshot, long Version)>.Empty;

    public LogHead Head => new(Log.Count, Log.IsEmpty ? null : Log[^1].RecordedAt);

    public StoredContact Find(ContactLookup lookup)
    {
        var known = Contacts.GetValueOrDefault(lookup.Contact)
            ?? (Closed.TryGetValue(_key.Of(lookup.Contact), out var kept)
                ? new(ContactSnapshot.Read(lookup.Contact, ContactlabTaxonomy.Instance, kept.Snapshot), kept.Version, null)
                : StoredContact.Nothing);
        return known with { Recorded = Recorded(lookup.Contact, lookup.Change) };
    }

    public Sha256Digest DigestOf(ContactId contact) => _key.Of(contact);

    public AuditEntry? Recorded(ContactId contact, ChangeId change) =>
        change.IsDefault ? null : Log.Select(e => e.Said).FirstOrDefault(e => e?.Subject?.Contact == contact && e.Evidence?.Change == change);

    /// <summary>Whether a snapshot would take a contact away whose id stands in the file.</summary>
    public bool WouldForget(ContactConsents snapshot) => snapshot.State == ContactState.Closed && Contacts.ContainsKey(snapshot.Id);

    /// <summary>A contact's last entry that has a revision.</summary>
    public long LastEntry(ContactId contact) => Contacts.GetValueOrDefault(contact)?.LastEntry ?? AuditEntry.NotLogged;

    /// <summary>A snapshot as a line says it, with the contact's last entry.</summary>
    public StoreLine With(StoreLine line, SnapshotWrite write, long lastEntry) => write.Snapshot.State == ContactState.Closed
        ? line with { Closed = [.. line.Closed, new(Bytes(_key.Of(write.Snapshot.Id)), ContactSnapshot.ToBytes(write.Snapshot), write.ExpectedVersion + 1)] }
        : line with { Contacts = [.. line.Contacts, new(write.Snapshot.Id.Value, write.ExpectedVersion + 1, ContactSnapshot.ToBytes(write.Snapshot), lastEntry)] };

    /// <summary>The state after a line: what was just written and what is read at start go the same way.</summary>
    public StoreState Apply(StoreLine line)
    {
        var next = line.SuppressionKey is { } key ? this with { Key = key } : this;
        next = line.Entries.Aggregate(next, (s, e) => s with { Log = s.Log.Add(EntryState.Of(s.Log.Count, e)), Edge = s.Edge.Append(LeafRow.Leaf(e.Row).Hash()).Frontier });
        next = line.Contacts.Aggregate(next, (s, c) => s.With(ContactId.From(c.Id), c));
        next = line.Closed.Aggregate(next, (s, kept) => s.With(new Sha256Digest(kept.Digest), kept));
        return line.Checkpoint is { } c ? next with { Checkpoints = next.Checkpoints.Add(new(c.Size, Timestamp.FromUnixMicroseconds(c.MadeAt), c.Note)) } : next;
    }

    /// <summary>Whether a record still is the one that was marked, or is not of that life any more.</summary>
    public bool IsAsMarked(ContactErasure erasure) => erasure.Version is not { } marked || IncarnationOf(erasure.Contact) != erasure.Incarnation
        || Find(new(erasure.Contact)).Version is var actual && (actual == 0 || actual == marked);

    /// <summary>The state after an erasure; the same when it was done before.</summary>
    public StoreState Erase(ContactErasure erasure)
    {
        var next = this with { Log = [.. Log.Select((entry, index) => erasure.Entries.Any(r => r.Contains(index)) ? entry.Erase() : entry)] };
        Contacts.TryGetValue(erasure.Contact, out var found);
        if (IncarnationOf(erasure.Contact) != erasure.Incarnation)
        {
            return next;
        }

        if (erasure.Record(ContactlabTaxonomy.Instance) is not { } closed)
        {
            return next with { Contacts = Contacts.Remove(erasure.Contact), Closed = Closed.Remove(_key.Of(erasure.Contact)) };
        }

        return found is null
            ? next
            : next with { Contacts = Contacts.Remove(erasure.Contact), Closed = Closed.SetItem(_key.Of(erasure.Contact), (ContactSnapshot.ToBytes(closed), found.Version + 1)) };
    }

    /// <summary>Lines that lead to this state and say nothing else.</summary>
    public IEnumerable<StoreLine> ToLines() =>
    [
        new() { SuppressionKey = Key },
        .. Log.Select(e => new StoreLine { Entries = [e.ToLine()] }),
        .. Contacts.Select(c => new StoreLine { Contacts = [new(c.Key.Value, c.Value.Version, ContactSnapshot.ToBytes(c.Value.Snapshot!), c.Value.LastEntry)] }),
        .. Closed.Select(c => new StoreLine { Closed = [new(Bytes(c.Key), c.Value.Snapshot, c.Value.Version)] }),
        .. Checkpoints.Select(c => new StoreLine { Checkpoint = new(c.Size, c.MadeAt.UnixMicroseconds, c.Note) }),
    ];

    private Guid IncarnationOf(ContactId contact) => Contacts.TryGetValue(contact, out var found) ? found.Snapshot!.Revision.Incarnation : Guid.Empty;

    private StoreState With(ContactId id, ContactLine contact) => this with
    {
        Contacts = Contacts.SetItem(id, new(ContactSnapshot.Read(id, ContactlabTaxonomy.Instance, contact.Snapshot), contact.Version, null) { LastEntry = contact.LastEntry }),
        Closed = Closed.Remove(_key.Of(id)),
    };

    private StoreState With(Sha256Digest digest, ClosedLine kept) => this with
    {
        Contacts = Contacts.RemoveRange(Contacts.Keys.Where(id => _key.Of(id) == digest)),
        Closed = Closed.SetItem(digest, (kept.Snapshot, kept.Version)),
    };

    private static byte[] Bytes(Sha256Digest digest)
    {
        var bytes = new byte[32];
        digest.CopyTo(bytes);
        return bytes;
    }
}
