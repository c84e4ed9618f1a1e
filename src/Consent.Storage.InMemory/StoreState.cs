using System.Collections.Immutable;

namespace Consent.Storage.InMemory;

/// <summary>The whole store at one instant. Immutable.</summary>
/// <param name="Records">What is kept of each contact.</param>
/// <param name="Ids">The ids that have a snapshot, in ordinal order.</param>
/// <param name="Log">The entries; each at the place of its index.</param>
internal sealed record StoreState(ImmutableDictionary<ContactId, ContactRecord> Records, ImmutableSortedSet<ContactId> Ids, AppendOnlyList<AuditEntry> Log)
{
    public static StoreState Empty { get; } = new(ImmutableDictionary<ContactId, ContactRecord>.Empty, [], default);

    public LogHead Head => new(Log.Count, Log.Count == 0 ? null : Log[Log.Count - 1].RecordedAt);

    public StoredContact Find(ContactLookup lookup)
    {
        if (!Records.TryGetValue(lookup.Contact, out var record))
        {
            return StoredContact.Nothing;
        }

        var recorded = !lookup.Change.IsDefault && record.Changes.TryGetValue(lookup.Change, out var index) ? Log[index] : null;
        return new(record.Snapshot, record.Version, recorded);
    }

    /// <summary>The snapshot of the ordinally next id, or <see langword="null"/> after the last.</summary>
    public ContactConsents? Next(ContactId after)
    {
        var place = Ids.IndexOf(after);
        place = place < 0 ? ~place : place + 1;
        return place < Ids.Count ? Records[Ids[place]].Snapshot : null;
    }

    public IEnumerable<AuditEntry> Read(LogQuery query)
    {
        var own = query.Contact.IsDefault ? (AppendOnlyList<int>?)null : Records.GetValueOrDefault(query.Contact, ContactRecord.Empty).Entries;
        var count = own?.Count ?? Log.Count;
        for (var i = own is null ? (int)Math.Clamp(query.From, 0, count) : 0; i < count; i++)
        {
            var entry = Log[own?[i] ?? i];
            if (entry.Index >= query.To || entry.RecordedAt > query.RecordedBy)
            {
                yield break;
            }

            if (query.Matches(entry))
            {
                yield return entry;
            }
        }
    }
}
