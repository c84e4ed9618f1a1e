namespace Consent;

/// <summary>Works one change out: what is refused, what is recorded, what comes into force, what is told.</summary>
internal sealed partial class ChangeApplication(PersonConsents before, ConsentChange change, ConsentRules rules, Recording recording)
{
    private readonly ContactConsents _contact = before[change.Contact];
    private readonly ChangeId _id = change.Id ?? throw new ArgumentException("A change is applied under its id.", nameof(change));
    private readonly List<Admitted> _admitted = [];
    private readonly Dictionary<int, ChangeNote> _refused = [];
    private readonly Dictionary<int, Timestamp> _unchanged = [];

    /// <summary>The digest of what the caller said, where the change applied says more.</summary>
    private Sha256Digest? Digest { get; init; }

    public AppliedChange Run()
    {
        if (_contact.State != ContactState.Open)
        {
            return ClosedRecord.OpensAnew(_contact, change) ? OpenAnew() : ClosedRecord.Answer(before, _contact, change, recording);
        }

        var isMoved = change.ExpectedRevision is { } expected && expected != _contact.Revision;
        var mayPermit = rules.Access.DemandChange(recording.Actor, change, recording.Port);
        var acceptance = AdmitAcceptance(isMoved, mayPermit, out var acceptanceCode);
        for (var i = 0; i < change.Statements.Length; i++)
        {
            Admit(i, change.Statements[i], isMoved, mayPermit);
        }

        // All or nothing: were some left out, the others' places and notices would depend on what had arrived before.
        if (_admitted.TrueForAll(a => _unchanged.ContainsKey(a.Position)) && (acceptance is null || acceptanceCode == ChangeCode.Unchanged))
        {
            return new(before, [], null, Result(before, [], acceptanceCode, isMoved, _contact.Revision));
        }

        var revision = recording.Next(_contact.Revision);
        var statements = Recorded(acceptance);
        var changed = Folded(statements, acceptance, revision);
        var after = before.With(changed);
        return new(after, changed, Entry(statements, after[_contact.Id], acceptance, revision), Result(after, statements, acceptanceCode, isMoved, revision));
    }

    /// <summary>An erased contact's own later act: a new record that begins with an objection to everything, so that the act opens only what it names.</summary>
    private AppliedChange OpenAnew()
    {
        var objection = Statement.Protective(PurposePath.All, ConsentFlag.Objection, _contact.StateSince);
        var afresh = before.With([ContactConsents.Empty(_contact.Id, rules.Taxonomy)]);
        var applied = new ChangeApplication(afresh, change.Preceded(objection), rules, recording) { Digest = change.ContentDigest() }.Run();
        return applied with { Result = applied.Result with { Statements = applied.Result.Statements.RemoveAt(0) } };
    }

    private static ChangeCode? RefusalOfPermissive(bool isMoved, AccessVerdict mayPermit) =>
        mayPermit == AccessVerdict.Denied ? ChangeCode.NotPermitted
        : mayPermit == AccessVerdict.ReasonMissing ? ChangeCode.ReasonRequired
        : isMoved ? ChangeCode.RevisionConflict
        : null;

    private NoticeAcceptance? AdmitAcceptance(bool isMoved, AccessVerdict mayPermit, out ChangeCode? code)
    {
        code = null;
        if (change.Acceptance is not { } acceptance)
        {
            return null;
        }

        code = RefusalOfPermissive(isMoved, mayPermit) ?? (IsTooFarAhead(acceptance.AcceptedAt) ? ChangeCode.OccurredInFuture : null);
        if (code is not null)
        {
            return null;
        }

        acceptance = acceptance with { AcceptedAt = Timestamp.Min(acceptance.AcceptedAt, recording.RecordedAt) };
        code = _contact.Acceptances.Contains(acceptance) ? ChangeCode.Unchanged : null;
        return acceptance;
    }

    private void Admit(int position, Statement statement, bool isMoved, AccessVerdict mayPermit)
    {
        var occurredAt = statement.IsProtective ? SaidNowAt(statement) : Timestamp.Min(statement.OccurredAt!.Value, recording.RecordedAt);
        if (!statement.IsProtective && (RefusalOfPermissive(isMoved, mayPermit) ?? Refusal(statement)) is { } code)
        {
            _refused[position] = new(code);
            return;
        }

        var claimedAt = statement.IsProtective && statement.OccurredAt > recording.RecordedAt ? statement.OccurredAt : null;
        var admitted = new Admitted(position, statement, occurredAt, claimedAt);
        if (IsOnRecord(admitted))
        {
            _unchanged[position] = occurredAt;
        }

        _admitted.Add(admitted);
    }

    private ChangeCode? Refusal(Statement statement)
    {
        if (statement.Flag == ConsentFlag.Status)
        {
            switch (rules.Taxonomy.Find(statement.Node))
            {
                case null:
                    return ChangeCode.UnknownPurpose;
                case { IsRetired: true }:
                    return ChangeCode.RetiredPurpose;
                case { IsGroup: true }:
                    return ChangeCode.GiveOnGroup;
                default:
                    break;
            }
        }

        if (IsTooFarAhead(statement.OccurredAt!.Value))
        {
            return ChangeCode.OccurredInFuture;
        }

        if (recording.Port == ChangePort.Bulk || statement.IsAttested)
        {
            return null;
        }

        return statement is { Flag: ConsentFlag.Restriction, Evidence: { ActedBy: ActingParty.Controller, Method: not null } }
            ? ChangeCode.LiftNotNotified
            : ChangeCode.EvidenceRequired;
    }

    private bool IsTooFarAhead(Timestamp at) => at > recording.RecordedAt.Plus(rules.FutureTolerance);

    /// <summary>
    /// A no said now, or dated ahead of our clock, is said no earlier than any yes that it is meant to undo: a clock that ran fast when the
    /// yes was stamped must not outlive the no.
    /// </summary>
    private Timestamp SaidNowAt(Statement statement)
    {
        if (statement.OccurredAt is { } said && said <= recording.RecordedAt)
        {
            return said;
        }

        var at = recording.RecordedAt;
        var person = before.LinkedWith(_contact.Id);
        foreach (var contact in before.Contacts)
        {
            if (contact.Id != _contact.Id && !person.Contains(contact.Id))
            {
                continue;
            }

            var flags = contact.Id == _contact.Id ? contact.Flags : contact.OwnFlags;
            foreach (var flag in flags)
            {
                if (flag.Flag == statement.Flag && flag.LatestPermissive > at && rules.Taxonomy.Covers(statement.Node, flag.Node))
                {
                    at = flag.LatestPermissive.Value;
                }
            }
        }

        foreach (var earlier in _admitted)
        {
            if (!earlier.Statement.IsProtective && earlier.Statement.Flag == statement.Flag && earlier.OccurredAt > at
                && rules.Taxonomy.Covers(statement.Node, earlier.Statement.Node))
            {
                at = earlier.OccurredAt;
            }
        }

        return at;
    }

    /// <summary>Judged against what is in force among the statements addressed to this very id.</summary>
    private bool IsOnRecord(Admitted admitted)
    {
        if (_contact.Own.Find(admitted.Statement.Node, admitted.Statement.Flag, rules.Taxonomy) is not { InForce: var inForce })
        {
            return false;
        }

        var statement = admitted.ToRecorded(new(_contact.Id, _id, null), admitted.Position);
        return inForce.IsActive == statement.IsActive && inForce.OccurredAt == statement.OccurredAt && inForce.IsAttested == statement.IsAttested && inForce >= statement;
    }

    /// <summary>A statement that is not refused.</summary>
    private sealed record Admitted(int Position, Statement Statement, Timestamp OccurredAt, Timestamp? ClaimedAt)
    {
        public RecordedStatement ToRecorded(StatementOrigin origin, int position)
        {
            var isGive = Statement is { Flag: ConsentFlag.Status, IsActive: true };
            return new(
                Statement.Node, Statement.Flag, Statement.IsActive, OccurredAt, Statement.IsAttested, Statement.Evidence.IsComplete(Statement.IsAttested),
                isGive && Statement.Evidence.IsConfirmed, origin, position);
        }
    }
}
