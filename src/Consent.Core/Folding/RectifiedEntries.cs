using System.Collections.Immutable;

namespace Consent;

/// <summary>Reads one contact's entries without what its rectifications take out.</summary>
internal sealed class RectifiedEntries
{
    private readonly List<AuditEntry> _entries;
    private readonly List<AuditEntry> _rectifications;

    public RectifiedEntries(IEnumerable<AuditEntry> entries)
    {
        _entries = [.. entries];
        _rectifications = [.. _entries.Where(e => e.Type == AuditEntryType.Rectified && e.Evidence?.Rectifies is not null)];
        Records =
        [
            .. _rectifications.Select(r => new RectifiedRecord(r.Evidence!.Rectifies!.Value, r.Evidence.Change ?? default, NodesOf(r)))
                .Concat(_entries.Where(Rectification.IsOfClosing).Select(r => new RectifiedRecord(r.Evidence!.Change!.Value, r.Evidence.Change.Value, [])))
                .Distinct().OrderBy(r => r.Change).ThenBy(r => r.By),
        ];
    }

    /// <summary>What was taken out, by id.</summary>
    public ImmutableArray<RectifiedRecord> Records { get; }

    /// <summary>Whether an entry was taken out: it was recorded before the rectification that names it.</summary>
    public bool IsTakenOut(AuditEntry entry) => _rectifications.Exists(r => r.Evidence!.Rectifies == entry.Evidence?.Change && Precedes(entry, r));

    /// <summary>The statements that count.</summary>
    public IEnumerable<RecordedStatement> Statements => _entries.Where(e => !IsTakenOut(e)).SelectMany(e => e.RecordedStatements().Where(s => s.IsProtective || !IsSaidAgain(e)));

    /// <summary>The notice acceptances that count, and the entry of each.</summary>
    public IEnumerable<(AuditEntry Entry, NoticeAcceptance Acceptance)> Acceptances => _entries
        .Where(e => e.Facts is { Acceptance: not null, AcceptanceEnds: null } && !IsTakenOut(e) && !IsSaidAgain(e)).Select(e => (e, e.Facts.Acceptance!));

    /// <summary>The askings that count, and the entry of each.</summary>
    public IEnumerable<(AuditEntry Entry, AskedAt Asked)> Asked => _entries.Where(e => !e.Facts.Asked.IsEmpty && !IsTakenOut(e)).SelectMany(e => e.Facts.Asked.Select(a => (e, a)));

    /// <summary>Whether an entry was recorded under the id of one that had been taken out: then only its noes count.</summary>
    private bool IsSaidAgain(AuditEntry entry) => entry.Evidence?.Change is { } id && _rectifications.Exists(r => id.IsUnder(r.Evidence!.Rectifies!.Value) && Precedes(r, entry));

    private ImmutableArray<PurposePath> NodesOf(AuditEntry rectification) =>
    [
        .. _entries.Where(e => e.Evidence?.Change == rectification.Evidence!.Rectifies && Precedes(e, rectification)).SelectMany(e => e.Facts.Statements).Select(s => s.Node).Distinct().Order(),
    ];

    /// <summary>The log says which came first; of what is not in it yet, the contact's revisions do.</summary>
    private static bool Precedes(AuditEntry one, AuditEntry other) =>
        one.Index >= 0 && other.Index >= 0 ? one.Index < other.Index : (one.Subject?.Revision?.Number ?? 0) < (other.Subject?.Revision?.Number ?? 0);
}
