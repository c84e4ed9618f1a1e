using System.Collections.Immutable;

namespace Consent;

/// <summary>Works one change out: what is refused, what is recorded, what comes into force, what is told.</summary>
/// <param name="before">The records.</param>
/// <param name="change">The change, or a part of it; it has an id.</param>
/// <param name="rules">By which rules.</param>
/// <param name="recording">Who records it, and when.</param>
/// <param name="content">The digest of what the caller said: asked for where something is recorded.</param>
internal sealed partial class ChangeApplication(PersonConsents before, ConsentChange change, ConsentRules rules, Recording recording, Func<Sha256Digest> content)
{
    private readonly ContactConsents _contact = before[change.Contact];
    private readonly ChangeId _id = change.Id ?? throw new ArgumentException("A change is applied under its id.", nameof(change));
    private readonly List<Admitted> _admitted = new(change.Statements.Length);

    // By place in the change; few changes have any.
    private Dictionary<int, ChangeCode>? _refused;
    private NoticeAcceptance? _acceptance;
    private Timestamp? _acceptanceEnds;
    private ChangeCode? _acceptanceCode;
    private ImmutableArray<AskingOutcome> _askings = [];
    private ImmutableArray<(AskedAt At, Evidence Evidence)> _asked = [];

    public AppliedChange Run()
    {
        if (_contact.State == ContactState.Erasing)
        {
            return ClosedRecord.InProgress(before, _contact, change);
        }

        var isMoved = IsMoved();
        var mayPermit = rules.Access.DemandChange(recording.Actor, change, recording.Port);
        for (var i = 0; i < change.Statements.Length; i++)
        {
            Admit(i, change.Statements[i], isMoved, mayPermit);
        }

        if (IsOpening && !_admitted.Exists(a => Opens(a, _contact)))
        {
            return ClosedRecord.Answer(before, _contact, change, _admitted.Where(a => a.Statement.IsProtective).Max(a => (Timestamp?)a.OccurredAt), WaitingToOpen(), rules, recording);
        }

        AdmitAcceptance(isMoved, mayPermit);
        AdmitAskings();
        _remembered = Remembered();

        // All or nothing: were some left out, the others' places would depend on what had arrived before.
        if (_admitted.TrueForAll(a => a.IsOnRecord) && (_acceptance is null || _acceptanceCode == ChangeCode.Unchanged) && _asked.IsEmpty && !IsNewsOf(_remembered))
        {
            return new(before, [], null, Result(before, [], isMoved, _contact.Revision));
        }

        var revision = recording.Next(_contact.Revision);
        var statements = Recorded();
        var changed = Folded(statements, revision);
        var after = before.With(changed);
        var recorded = ImmutableArray.CreateRange(
            statements, static (s, contact) => new EntryStatement(s.Node, s.Flag, s.IsActive, s.OccurredAt, s.Weight, Told.EffectOf(s, contact), s.Span), after[_contact.Id]);
        return new(after, changed, Entry(recorded, revision), Result(after, recorded, isMoved, revision));
    }

    /// <summary>
    /// Whether the contact, or one ever linked with it, moved on from the revision that the caller insists on: a yes counts for the others too. Entries in which nothing
    /// counts yet do not move it.
    /// </summary>
    private bool IsMoved() => change.ExpectedRevision is { } expected
        && (expected.Others != OthersSeen.From(_contact.Id, before) || expected.Incarnation != _contact.Revision.Incarnation || expected.Number > _contact.Revision.Number || expected.Number < _contact.Revision.Number - _contact.Waiting);

    /// <summary>Whether a statement is an act that opens a closed id: the one addressed, or one that is linked with it. A name in others' links is no id to open.</summary>
    private bool Opens(Admitted admitted, ContactConsents closed) =>
        !ClosedId.IsName(_contact.Id, out _)
        && Opening.Opens(admitted.ToRecorded(new(_contact.Id, _id, null), 0), admitted.Statement.Evidence, change, recording, closed.Closing!, rules.Taxonomy);

    /// <summary>The places of the statements that would open the closed id, were they confirmed.</summary>
    private HashSet<int> WaitingToOpen() =>
        [.. _admitted.Where(a => Opening.WaitsToOpen(a.ToRecorded(new(_contact.Id, _id, null), 0), a.Statement.Evidence, recording, _contact.Closing!, rules.Taxonomy)).Select(a => a.Position)];

    private ChangeCode? RefusalOfPermissive(bool isMoved, AccessVerdict mayPermit) =>
        recording.Port == ChangePort.Bulk && !change.Source.IsOfMany ? ChangeCode.InvalidItem
        : mayPermit == AccessVerdict.Denied || (recording.Actor.ByLink is { } link && IsOver(link)) ? ChangeCode.NotPermitted
        : mayPermit == AccessVerdict.ReasonMissing ? ChangeCode.ReasonRequired
        : isMoved ? ChangeCode.RevisionConflict
        : _contact.IsRectified(_id) ? ChangeCode.ChangeIdReused
        : null;

    /// <summary>
    /// Refused like a permissive statement; else recorded. It waits where something permissive in the change waits for confirmation and nothing permissive counts at once:
    /// who has not confirmed the form has not accepted its notice.
    /// </summary>
    private void AdmitAcceptance(bool isMoved, AccessVerdict mayPermit)
    {
        if (change.Acceptance is not { } acceptance)
        {
            return;
        }

        _acceptanceCode = RefusalOfPermissive(isMoved, mayPermit) ?? DateFlaw(acceptance.AcceptedAt);
        if (_acceptanceCode is not null)
        {
            return;
        }

        acceptance = acceptance.AcceptedAt <= recording.RecordedAt ? acceptance : acceptance with { AcceptedAt = recording.RecordedAt };
        _acceptance = acceptance;
        if (change.Statements.Any(s => !s.IsProtective && Waits(s)) && _admitted.TrueForAll(a => a.Statement.IsProtective || a.Weight == StatementWeight.Pending))
        {
            _acceptanceEnds = EndOf(acceptance.AcceptedAt);
            _acceptanceCode = ChangeCode.PendingConfirmation;
        }
        else
        {
            _acceptanceCode = _contact.Acceptances.Contains(acceptance) ? ChangeCode.Unchanged : null;
        }
    }

    private void AdmitAskings()
    {
        if (change.Askings.IsEmpty)
        {
            return;
        }

        var isPermitted = recording.Port == ChangePort.Bulk
            || rules.Access.Check(recording.Actor, Permission.RecordAsked, change.Contact, change.Reason is not null) == AccessVerdict.Allowed;
        foreach (var asking in change.Askings)
        {
            var at = Timestamp.Min(asking.OccurredAt, recording.RecordedAt);
            var isKnown = rules.Taxonomy.Find(asking.Purpose) is not null;
            var isOnRecord = _contact.Own.Beside.Asked.Any(a => a.Node == asking.Purpose && a.At >= at);
            ChangeCode? code = !isPermitted ? ChangeCode.NotPermitted : isOnRecord ? ChangeCode.Unchanged : isKnown ? null : ChangeCode.UnknownPurpose;
            _askings = _askings.Add(new(asking, code, isPermitted));
            _asked = isPermitted && !isOnRecord ? _asked.Add((new(asking.Purpose, at), asking.Evidence)) : _asked;
        }
    }
}
