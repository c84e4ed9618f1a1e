using System.Collections.Immutable;

namespace Consent.Storage.InMemory;

/// <summary>The whole store at one instant. Immutable.</summary>
/// <param name="Records">What is kept of each contact.</param>
/// <param name="Ids">The ids that have a snapshot, in ordinal order.</param>
/// <param name="Closed">What is kept of ids that were erased, by the keyed digest of the id.</param>
/// <param name="Audience">Which record was written when.</param>
/// <param name="Log">The log.</param>
internal sealed record StoreState(
    ImmutableDictionary<ContactId, ContactRecord> Records, ImmutableSortedSet<ContactId> Ids, ImmutableDictionary<Sha256Digest, ClosedRow> Closed,
    AudienceState Audience, LogState Log)
{
    public static StoreState Empty { get; } =
        new(ImmutableDictionary<ContactId, ContactRecord>.Empty, [], ImmutableDictionary<Sha256Digest, ClosedRow>.Empty, default, LogState.Empty);

    public LogHead Head => new(Log.Rows.Count, Log.LastRecordedAt);

    public StoredContact Find(ContactLookup lookup, SuppressionKey key)
    {
        if (!Records.TryGetValue(lookup.Contact, out var record) || record.Snapshot is null)
        {
            return Closed.Count > 0 && Closed.TryGetValue(key.Of(lookup.Contact), out var closed)
                ? new(closed.Read(lookup.Contact), closed.Version, null)
                : new(null, 0, Recorded(record, lookup.Change));
        }

        return new(record.Snapshot, record.Version, Recorded(record, lookup.Change)) { LastEntry = record.LastEntry };
    }

    /// <summary>The snapshot of the ordinally next id, or <see langword="null"/> after the last.</summary>
    public ContactConsents? Next(ContactId after)
    {
        var place = Ids.IndexOf(after);
        place = place < 0 ? ~place : place + 1;
        return place < Ids.Count ? Records[Ids[place]].Snapshot : null;
    }

    /// <summary>The record of the member with this number, or <see langword="null"/> when it is gone.</summary>
    public ContactConsents? Find(long number) =>
        number >= 0 && number < Audience.Members.Count && Audience.Members[(int)number] is var member && Of(member) is { } record ? record.Snapshot : null;

    /// <summary>The change at a place among the writes, or <see langword="null"/> where a later one has taken its place.</summary>
    public AudienceChange? ChangeAt(int place)
    {
        var (member, isGone) = Audience.Writes[place];
        return isGone ? new(place + 1, member.Number, null)
            : Of(member) is { } record && record.Position == place + 1 ? new(place + 1, member.Number, record.Snapshot)
            : null;
    }

    public IEnumerable<AuditEntry> Read(LogQuery query)
    {
        var own = query.Contact.IsDefault ? (AppendOnlyList<int>?)null : Records.GetValueOrDefault(query.Contact, ContactRecord.Empty).Entries;
        var count = own?.Count ?? Log.Rows.Count;
        for (var i = own is null ? (int)Math.Clamp(query.From, 0, count) : 0; i < count; i++)
        {
            var row = Log.Rows[own?[i] ?? i];
            var entry = row.Entry;
            if (entry.Index >= query.To || row.RecordedAt > query.RecordedBy)
            {
                yield break;
            }

            if (entry.Index >= query.From && (row.IsQuarantined || !query.QuarantinedOnly) && (query.Type is null || row.Type == query.Type) && !entry.IsErased)
            {
                yield return entry.Open();
            }
        }
    }

    private ContactRecord? Of(AudienceMember member) =>
        member.Id is { IsDefault: false } id && Records.TryGetValue(id, out var record) && ReferenceEquals(record.Member, member) ? record : null;

    private AuditEntry? Recorded(ContactRecord? record, ChangeId change) => record?.MayHave(change) is true ? record.Recorded(change, Log.Rows) : null;
}
