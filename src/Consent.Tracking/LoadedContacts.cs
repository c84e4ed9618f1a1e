using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>Records as they were read, each with all that were ever linked with it, and the versions to expect when writing.</summary>
internal sealed class LoadedContacts
{
    private readonly Dictionary<ContactId, (ContactConsents Record, long Version)> _contacts = [];

    /// <summary>For each lookup, the entry that recorded the change id asked for, if any.</summary>
    public ImmutableArray<AuditEntry?> Recorded { get; set; } = [];

    /// <summary>A contact read twice keeps what was read first: the older version is the one to expect.</summary>
    public void Add(ContactConsents record, long version) => _contacts.TryAdd(record.Id, (record, version));

    public ContactConsents RecordOf(ContactId contact) => _contacts[contact].Record;

    public long VersionOf(ContactId contact) => _contacts[contact].Version;

    /// <summary>The contacts that links name and that were not read yet.</summary>
    public IReadOnlyList<Storage.ContactLookup> Missing() =>
        [.. _contacts.Values.SelectMany(c => c.Record.Links).Select(l => l.Other).Distinct().Where(id => !_contacts.ContainsKey(id)).Select(id => new Storage.ContactLookup(id))];

    /// <summary>The records of all contacts that were ever linked with one of these.</summary>
    public PersonConsents PersonOf(params ReadOnlySpan<ContactId> contacts)
    {
        var person = new Dictionary<ContactId, ContactConsents>();
        var next = new Queue<ContactId>(contacts.ToArray());
        while (next.TryDequeue(out var id))
        {
            if (person.TryAdd(id, _contacts[id].Record))
            {
                foreach (var link in _contacts[id].Record.Links)
                {
                    next.Enqueue(link.Other);
                }
            }
        }

        return PersonConsents.Of(person.Values);
    }
}
