namespace Consent;

/// <summary>Whether one statement is admitted, how much it counts for, and when it counts as said.</summary>
internal sealed partial class ChangeApplication
{
    private Timestamp Now => recording.RecordedAt;

    private void Admit(int position, Statement statement, bool isMoved, AccessVerdict mayPermit)
    {
        if (RefusalOf(statement, isMoved, mayPermit) is { } code)
        {
            (_refused ??= [])[position] = code;
            return;
        }

        var admitted = statement.IsProtective ? AdmittedNo(position, statement) : AdmittedYes(position, statement);
        _admitted.Add(admitted with { IsOnRecord = IsOnRecord(admitted) });
    }

    private ChangeCode? RefusalOf(Statement statement, bool isMoved, AccessVerdict mayPermit) =>
        recording.Actor.ByLink is { } link
        && (rules.Access.CheckStatement(recording.Actor, statement, _contact.Id, change.Reason is not null) != AccessVerdict.Allowed || (!statement.IsProtective && IsOver(link)))
            ? ChangeCode.NotPermitted
        : statement.IsProtective ? null
        : RefusalOfPermissive(isMoved, mayPermit) ?? Refusal(statement);

    /// <summary>
    /// A no is always admitted. One without a credible date is said now, and so is one of this very moment where a clock ahead put something later on record: nothing can have
    /// been said after now. One with an end is a pause only where somebody's act is shown.
    /// </summary>
    private Admitted AdmittedNo(int position, Statement statement)
    {
        ChangeCode? told = statement.Said is not { } said ? null
            : said.Earliest > Now ? ChangeCode.OccurredInFuture
            : said.Latest < rules.EarliestPlausible ? ChangeCode.OccurredImplausible
            : null;
        var isSaidNow = told is not null || statement.OccurredAt is not { } at || at > Now || (at > Now.Plus(-rules.FutureTolerance) && SaidNowAt(statement) > Now);
        var isPause = statement is { Until: not null, Flag: not ConsentFlag.Status } && CanAttest && statement.Evidence.ShowsAct;
        var occurredAt = isSaidNow ? SaidNowAt(statement) : statement.OccurredAt!.Value;
        return new(position, statement, StatementWeight.Attested, occurredAt, isPause ? new(Until: statement.Until) : null, told)
        {
            ClaimedUntil = isPause ? null : statement.Until,
        };
    }

    private Admitted AdmittedYes(int position, Statement statement)
    {
        var occurredAt = statement.OccurredAt!.Value > Now ? LoweredAt(statement) : statement.OccurredAt.Value;
        var weight = Waits(statement) ? StatementWeight.Pending
            : CanAttest && statement.IsAttested ? StatementWeight.Attested
            : StatementWeight.Asserted;
        Timestamp? ends = weight == StatementWeight.Pending ? EndOf(occurredAt) : null;
        return new(position, statement, weight, occurredAt, StatementSpan.Of(statement.From, statement.Until, ends), null);
    }

    /// <summary>What comes in bulk or from a file can fill in where nobody ever said anything; it never attests a yes.</summary>
    private bool CanAttest => recording.Port == ChangePort.OneContact && change.Source != ChangeSource.Import;

    /// <summary>Whether a yes has to be confirmed before it counts: its evidence says so, or a jurisdiction of the host asks it of its method.</summary>
    private bool Waits(Statement statement) => !statement.Evidence.IsConfirmed
        && (statement.Evidence.AwaitsConfirmation
            || (CanAttest && rules.AsksToConfirm(statement.Evidence.Method, Timestamp.Min(statement.OccurredAt!.Value, Now))));

    /// <summary>From when what waits is as never said.</summary>
    private Timestamp EndOf(Timestamp occurredAt) => Timestamp.Max(occurredAt, Now.Plus(WaitsFor));

    private TimeSpan WaitsFor => rules.ConfirmationEndsAfter;

    /// <summary>A link to confirm lasts as long as that which it confirms.</summary>
    private bool IsOver(PersonalLink link) => link.Kind == PersonalLinkKind.DoubleOptIn && link.MadeAt.Plus(WaitsFor) <= Now;

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

        if (DateFlaw(statement.OccurredAt!.Value) is { } flaw)
        {
            return flaw;
        }

        if (recording.Port == ChangePort.Bulk || statement.IsAttested)
        {
            return null;
        }

        return statement is { Flag: ConsentFlag.Restriction, Evidence: { ActedBy: ActingParty.Controller, Method: not null } }
            ? ChangeCode.LiftNotNotified
            : ChangeCode.EvidenceRequired;
    }

    /// <summary>What is wrong with the date of something permissive.</summary>
    private ChangeCode? DateFlaw(Timestamp at) =>
        at > Now.Plus(rules.FutureTolerance) ? ChangeCode.OccurredInFuture
        : at < rules.EarliestPlausible ? ChangeCode.OccurredImplausible
        : null;

    /// <summary>
    /// A no said now is said no earlier than any yes that it is meant to undo, and than any link over which it is meant to reach others: a clock that ran fast when these were
    /// stamped must not outlive the no.
    /// </summary>
    private Timestamp SaidNowAt(Statement statement)
    {
        var at = Now;
        var person = before.LinkedWith(_contact.Id);
        foreach (var contact in before.Contacts)
        {
            if (contact.Id != _contact.Id && !person.Contains(contact.Id))
            {
                continue;
            }

            foreach (var link in contact.Links)
            {
                at = link is { IsLinked: true, IsRectified: false } && person.Contains(link.Other) ? Timestamp.Max(at, link.OccurredAt) : at;
            }

            var table = contact.Id == _contact.Id ? contact.Counted : contact.Own;
            foreach (ref readonly var cell in table.Cells)
            {
                if (table.LatestPermissive(cell) is { } yes && yes > at && table.PathOf(cell, contact.Taxonomy) is var said && rules.Taxonomy.Answers(cell.Flag, said, statement.Flag)
                    && Reaches(statement.Node, said))
                {
                    at = yes;
                }
            }
        }

        foreach (var earlier in _admitted)
        {
            if (!earlier.Statement.IsProtective && earlier.Weight != StatementWeight.Pending && earlier.OccurredAt > at
                && rules.Taxonomy.Answers(earlier.Statement.Flag, earlier.Statement.Node, statement.Flag) && Reaches(statement.Node, earlier.Statement.Node))
            {
                at = earlier.OccurredAt;
            }
        }

        return at;
    }

    /// <summary>
    /// A yes that is dated ahead was said now at the latest. Where a no was said of late, nothing tells which came first: the yes may be a retry, and counts as said with the no, which protects.
    /// </summary>
    private Timestamp LoweredAt(Statement statement)
    {
        Timestamp? latest = null;
        var person = before.LinkedWith(_contact.Id);
        foreach (var contact in before.Contacts.Where(c => c.Id == _contact.Id || person.Contains(c.Id)))
        {
            foreach (ref readonly var cell in contact.Own.Cells)
            {
                if (rules.Taxonomy.Answers(statement.Flag, statement.Node, cell.Flag) && contact.Own.LatestProtective(cell) is { } no && no <= Now && no > Now.Plus(-rules.FutureTolerance) && !(no <= latest) && !(no <= contact.Closing?.Since)
                    && Reaches(contact.Own.PathOf(cell, contact.Taxonomy), statement.Node))
                {
                    latest = no;
                }
            }
        }

        return latest ?? Now;
    }

    private bool Reaches(PurposePath node, PurposePath said) => rules.Taxonomy.Reaches(node, said);

    /// <summary>Judged against the greatest among the statements addressed to this very id. What waits for confirmation is said anew each time.</summary>
    private bool IsOnRecord(in Admitted admitted)
    {
        if (admitted.Weight == StatementWeight.Pending)
        {
            return false;
        }

        var said = admitted.Statement;
        if (admitted.IsPause)
        {
            foreach (var pause in _contact.Own.Beside.Pauses)
            {
                if (pause.Node == said.Node && pause.Flag == said.Flag && pause.OccurredAt == admitted.OccurredAt && pause.Span == admitted.Span && pause >= ToCompare(admitted))
                {
                    return true;
                }
            }

            return false;
        }

        var place = _contact.Own.PlaceOf(said.Node, said.Flag, rules.Taxonomy);
        if (place < 0)
        {
            return false;
        }

        ref readonly var inForce = ref _contact.Own.Cells[place];
        return inForce.IsActive == said.IsActive && inForce.At == admitted.OccurredAt && inForce.IsAttested == (admitted.Weight == StatementWeight.Attested)
            && _contact.Own.SpanOf(inForce) == admitted.Span && _contact.Own.StateAt(place, rules.Taxonomy).InForce >= ToCompare(admitted);
    }

    /// <summary>As it would be recorded, were it the only one; its notice does not matter where statements are compared.</summary>
    private RecordedStatement ToCompare(in Admitted admitted) => admitted.ToRecorded(new(_contact.Id, _id, null), admitted.Position);

    /// <summary>A statement that is not refused.</summary>
    /// <param name="Position">Its place in the change.</param>
    /// <param name="Statement">What was said.</param>
    /// <param name="Weight">How much it counts for.</param>
    /// <param name="OccurredAt">When it counts as said.</param>
    /// <param name="Span">Its dates besides.</param>
    /// <param name="Told">What is told of its date.</param>
    private readonly record struct Admitted(int Position, Statement Statement, StatementWeight Weight, Timestamp OccurredAt, StatementSpan? Span, ChangeCode? Told)
    {
        /// <summary>Whether it is on record already.</summary>
        public bool IsOnRecord { get; init; }

        /// <summary>Whether it is a pause.</summary>
        public bool IsPause => Span?.Until is not null && Statement.Flag != ConsentFlag.Status;

        /// <summary>When a no was claimed to be over, where it lasts all the same.</summary>
        public Timestamp? ClaimedUntil { get; init; }

        /// <summary>When it was claimed to be said, where that is not the instant that it counts as.</summary>
        public Occurrence? Claimed => Statement.Said is { } said && said != OccurredAt ? said : null;

        public RecordedStatement ToRecorded(StatementOrigin origin, int position) => new(
            Statement.Node, Statement.Flag, Statement.IsActive, OccurredAt, Weight, Statement.Evidence.IsComplete(Weight == StatementWeight.Attested),
            Statement.IsGive ? Statement.Evidence.Proof : default, origin, position, Span);
    }
}
