namespace Consent.Auditing;

/// <summary>Checks a dossier; the first flaw is the answer.</summary>
internal sealed class DossierVerifier(Dossier dossier)
{
    private readonly List<IndexRange> _erased = [];
    private readonly ErasedChain _chain = new();
    private readonly List<(long Index, NoticeAcceptance Accepted)> _accepted = [];
    private ContactRevision _reached;
    private long _reachedAt = -1;
    private long _missing;
    private long _last = -1;
    private Timestamp _lastTime = Timestamp.MinValue;

    public DossierVerdict Run(IEnumerable<NoteVerifierKey> known) =>
        Signatures(known) ?? Each(dossier.Erasures, CheckErasure) ?? Each(dossier.Entries, CheckEntry) ?? Reached() ?? Each(dossier.Notices, CheckNotice) ?? Page()
        ?? new(DossierFlaw.None) { Missing = _missing };

    private static DossierVerdict? Each<T>(IEnumerable<T> items, Func<T, DossierVerdict?> check) => items.Select(check).FirstOrDefault(flaw => flaw is not null);

    private DossierVerdict? Signatures(IEnumerable<NoteVerifierKey> known) => dossier.Checkpoint.Verify(known).Verdict switch
    {
        NoteVerdict.Verified => null,
        NoteVerdict.SignatureFailed => new(DossierFlaw.SignatureFailed),
        NoteVerdict.NotSignedByTheLog => new(DossierFlaw.NotSignedByTheLog),
        _ => new(DossierFlaw.NoKnownSignature),
    };

    /// <summary>An entry by itself: shown whole, unaltered, in the log at its place, and readable.</summary>
    private DossierVerdict? Open(DossierEntry entry, out AuditEntry opened)
    {
        opened = null!;
        foreach (var slot in Enum.GetValues<EntrySlot>())
        {
            if (entry.Shown.Payload(slot) is null)
            {
                return new(DossierFlaw.SlotHidden, entry.Index, slot);
            }
        }

        if (entry.Shown.FirstBrokenSlot() is { } broken)
        {
            return new(DossierFlaw.SlotAltered, entry.Index, broken);
        }

        if (!entry.Inclusion.Verify(entry.Shown.Leaf.Hash(), dossier.Checkpoint.Checkpoint.Head))
        {
            return new(DossierFlaw.NotIncluded, entry.Index);
        }

        try
        {
            opened = entry.Shown.Open();
            return null;
        }
        catch (MalformedPayloadException flaw)
        {
            return new(DossierFlaw.Unreadable, entry.Index, flaw.Slot);
        }
    }

    private DossierVerdict? CheckErasure(DossierEntry entry)
    {
        if (Open(entry, out var opened) is { } flaw)
        {
            return flaw;
        }

        _erased.AddRange(opened.Facts.Erased);
        _chain.Add(opened.Facts.ErasedOthers);
        return opened.Type == AuditEntryType.Erased ? null : new(DossierFlaw.OtherKind, entry.Index);
    }

    private DossierVerdict? CheckEntry(DossierEntry entry)
    {
        if (entry.Index <= _last)
        {
            return new(DossierFlaw.OutOfOrder, entry.Index);
        }

        if (Open(entry, out var opened) is { } flaw)
        {
            return flaw;
        }

        if (opened.RecordedAt < _lastTime)
        {
            return new(DossierFlaw.TimeFell, entry.Index);
        }

        if (opened.Subject is not { } subject || subject.Contact != dossier.Contact)
        {
            return new(DossierFlaw.OtherContact, entry.Index);
        }

        if (opened.Facts.Acceptance is { } accepted)
        {
            _accepted.Add((entry.Index, accepted));
        }

        if (subject.Revision is { } revision ? !IsNext(revision, subject.Previous) : !_chain.Passes(new(_reachedAt, subject.Previous, 0), IsErased))
        {
            return new(DossierFlaw.RevisionGap, entry.Index);
        }

        if (subject.Revision is { } reached)
        {
            _reached = reached;
            _reachedAt = entry.Index;
        }

        _last = entry.Index;
        _lastTime = opened.RecordedAt;
        return null;
    }

    /// <summary>Numbers count up by one, and the entry names the one before it; what is missing between them was erased (a link with somebody who was erased since), and the erasures say what came before each.</summary>
    private bool IsNext(ContactRevision revision, long previous)
    {
        var missing = revision.Number - _reached.Number - 1;
        if (missing < 0 || (_reached.Number > 0 && revision.Incarnation != _reached.Incarnation) || !_chain.Passes(new(_reachedAt, previous, missing), IsErased))
        {
            return false;
        }

        _missing += missing;
        return true;
    }

    private bool IsErased(long index) => _erased.Exists(range => range.First <= index && index <= range.Last);

    private DossierVerdict? Reached() => _reached == dossier.Revision ? null : new(DossierFlaw.RevisionDiffers, _last);

    private DossierVerdict? CheckNotice(DossierNotice notice)
    {
        if (notice.Published is { } entry)
        {
            if (Open(entry, out var opened) is { } flaw)
            {
                return flaw;
            }

            if (opened.Type != AuditEntryType.NoticePublished || ReadNotice(opened) is not { } published || !string.Equals(published.Version, notice.Version, StringComparison.Ordinal))
            {
                return new(DossierFlaw.OtherKind, entry.Index);
            }

            if (notice.Contradicts(published))
            {
                return new(DossierFlaw.NoticeDiffers, entry.Index);
            }
        }

        return _accepted.Where(a => notice.Contradicts(a.Accepted)).Select(a => new DossierVerdict(DossierFlaw.NoticeDiffers, a.Index)).FirstOrDefault();
    }

    private static Notice? ReadNotice(AuditEntry entry)
    {
        try
        {
            return LogEvents.PublishedNotice(entry);
        }
        catch (Exception problem) when (problem is FormatException or ArgumentException)
        {
            return null;
        }
    }

    private DossierVerdict? Page() => dossier.Page is { } page && !string.Equals(page, dossier.ToHtml(), StringComparison.Ordinal) ? new(DossierFlaw.PageDiffers) : null;
}
