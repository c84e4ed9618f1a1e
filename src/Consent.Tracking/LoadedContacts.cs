using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>Records as they were read, each with all that were ever linked with it, and the versions to expect when writing.</summary>
internal sealed class LoadedContacts
{
    // The first one stands apart: most often it is the only one.
    private Loaded? _first;
    private Dictionary<ContactId, Loaded>? _others;

    // Closed ids that were read by their id, by the name that links have for them; most often there is none.
    private Dictionary<ContactId, ContactId>? _named;

    /// <summary>For each lookup, the entry that recorded the change id asked for, if any.</summary>
    public ImmutableArray<AuditEntry?> Recorded { get; set; } = [];

    /// <summary>A contact read twice keeps what was read first: the older version is the one to expect.</summary>
    public void Add(ContactConsents record, long version, long lastEntry)
    {
        if (record.Closing is { } closed && closed.Name != record.Id)
        {
            (_named ??= [])[closed.Name] = record.Id;
        }

        _first ??= new(record, version, lastEntry);
        if (record.Id != _first.Record.Id)
        {
            (_others ??= []).TryAdd(record.Id, new(record, version, lastEntry));
        }
    }

    public ContactConsents RecordOf(ContactId contact) => Of(IdOf(contact)).Record;

    public long VersionOf(ContactId contact) => Of(IdOf(contact)).Version;

    /// <summary>
    /// How records are written that were worked out from these. INVARIANT: the name of what is kept of a closed id has a record while it is kept, and no other: written open, it would stand in the way of the id's own.
    /// </summary>
    public ImmutableArray<Storage.SnapshotWrite> Writes(ImmutableArray<ContactConsents> records) =>
        records is [var only] && IsWritten(only) ? [WriteOf(only)] : [.. records.Where(IsWritten).Select(WriteOf)];

    private static bool IsWritten(ContactConsents record) => record.State == ContactState.Closed || !ClosedId.IsName(record.Id, out _);

    /// <summary>How a record is written that was worked out from what was read of it.</summary>
    public Storage.SnapshotWrite WriteOf(ContactConsents record) => new(record, VersionOf(record.Id)) { ExpectedLastEntry = LastEntryOf(record.Id) };

    /// <summary>The index of the last entry that the record rests on, as the store says.</summary>
    public long LastEntryOf(ContactId contact) => Of(IdOf(contact)).LastEntry;

    /// <summary>The contacts that links name and that were not read yet.</summary>
    public IReadOnlyList<Storage.ContactLookup> Missing() => !HasLinks ? []
        : [.. All.SelectMany(c => c.Record.Links).Select(l => l.Other).Distinct().Where(id => Find(IdOf(id)) is null).Select(id => new Storage.ContactLookup(id))];

    private bool HasLinks => _first is { Record.Links.IsEmpty: false } || _others?.Values.Any(c => !c.Record.Links.IsEmpty) is true;

    private IEnumerable<Loaded> All => (_first is null ? [] : new[] { _first }).Concat(_others?.Values ?? Enumerable.Empty<Loaded>());

    /// <summary>The closed ids that links name by their digests, and whether one of them is not closed.</summary>
    public (IReadOnlySet<Sha256Digest> Digests, bool IsAnyNotThere) Named()
    {
        if (!HasLinks)
        {
            return (FrozenSet<Sha256Digest>.Empty, false);
        }

        var (digests, isAnyNotThere) = (new HashSet<Sha256Digest>(), false);
        foreach (var named in All.SelectMany(c => c.Record.Links).Select(l => l.Other))
        {
            if (_named?.ContainsKey(named) is not true && ClosedId.IsName(named, out var digest))
            {
                digests.Add(digest.Value);
                isAnyNotThere |= Of(named).Version == 0;
            }
        }

        return (digests, isAnyNotThere);
    }

    /// <summary>The ids that are here by themselves, and not by their digests.</summary>
    public IEnumerable<ContactId> Ids() => All.Select(c => c.Record.Id).Where(id => !ClosedId.IsName(id, out _));

    /// <summary>The records of all contacts that were ever linked with one of these.</summary>
    public PersonConsents PersonOf(params ReadOnlySpan<ContactId> contacts)
    {
        if (contacts is [var only] && Of(only).Record is { Links.IsEmpty: true } record)
        {
            return PersonConsents.Of(record);
        }

        var person = new Dictionary<ContactId, ContactConsents>();
        var next = new Queue<ContactId>(contacts.ToArray());
        while (next.TryDequeue(out var id))
        {
            if (person.TryAdd(id, Of(id).Record))
            {
                foreach (var link in Of(id).Record.Links)
                {
                    next.Enqueue(IdOf(link.Other));
                }
            }
        }

        return PersonConsents.Of(person.Values);
    }

    private Loaded Of(ContactId contact) => Find(contact) ?? throw new KeyNotFoundException("No record of this contact was read.");

    private Loaded? Find(ContactId contact) => _first is { } first && first.Record.Id == contact ? first : _others?.GetValueOrDefault(contact);

    private ContactId IdOf(ContactId named) => _named is not null && _named.TryGetValue(named, out var id) ? id : named;

    /// <summary>A record, and what to expect when it is written.</summary>
    private sealed record Loaded(ContactConsents Record, long Version, long LastEntry);
}
