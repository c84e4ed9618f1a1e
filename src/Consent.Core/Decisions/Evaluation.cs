namespace Consent;

/// <summary>Asks the rows of the rule table from the top, for one request about one person. Pure and total; allocates nothing unless traced.</summary>
/// <remarks>
/// Deny, Review and NoBasis stop. Fail rules one basis out, keeps its code and goes on. The first Permit wins. Each method that asks rows says
/// whether it stopped; the decision, which is large, is made once at the end.
/// </remarks>
internal ref partial struct Evaluation
{
    private ReadOnlySpan<ContactConsents> _ids;
    private int _own;
    private ref readonly ProcessingRequest _request;
    private ConsentRules _rules;
    private LawPlan _law;
    private RequestFacts _facts;
    private PurposePlan _plan;
    private bool _isAlone;
    private bool _isLegacy;
    private bool _isRefusedService;
    private Timestamp _asOf;
    private List<DecisionStep>? _trace;
    private DecisionCodeSet _failed;
    private SoftSpamGap _gap;
    private ChangeId _reliedOn;
    private ChangeId _alsoReliedOn;
    private DecisionOutcome _outcome;
    private DecisionCode _code;
    private PurposePath? _node;
    private string? _source;
    private string? _list;
    private Obligations _obligations;
    private long _holdsUntil;

    /// <summary>Decides. No constructor: the runtime would copy all of this once more, which costs an eighth of a decision.</summary>
    /// <param name="ids">Every id of the person, then the address that the request names, where it is none of them; all read through the taxonomy of <paramref name="rules"/>.</param>
    /// <param name="own">How many of these are the person's.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="rules">By which rules.</param>
    /// <param name="now">The instant meant where the request names none.</param>
    /// <param name="trace">Takes every row asked; <see langword="null"/>: none is kept.</param>
    /// <param name="isRestorePending">Whether permits become Review.</param>
    public static ConsentDecision Decide(
        ReadOnlySpan<ContactConsents> ids, int own, in ProcessingRequest request, ConsentRules rules, Timestamp now, List<DecisionStep>? trace, bool isRestorePending)
    {
        var names = request.UnderNames;
        if (names.Length == 0)
        {
            return Decide(ids, own, in request, rules, rules.Plans[0], isAlone: true, now, trace, isRestorePending);
        }

        // Each jurisdiction decides by itself; the strictest counts, of equals the first. One that is named twice is one.
        var first = rules.PlanOf(names[0]);
        var isAlone = true;
        foreach (var name in names[1..])
        {
            isAlone &= ReferenceEquals(rules.PlanOf(name), first);
        }

        var strictest = Decide(ids, own, in request, rules, first, isAlone, now, trace, isRestorePending);
        foreach (var name in names[1..])
        {
            if (rules.PlanOf(name) is var plan && !ReferenceEquals(plan, first))
            {
                strictest = Strictest(strictest, Decide(ids, own, in request, rules, plan, isAlone: false, now, trace, isRestorePending));
            }
        }

        return strictest;
    }

    private static ConsentDecision Decide(
        ReadOnlySpan<ContactConsents> ids, int own, in ProcessingRequest request, ConsentRules rules, LawPlan law, bool isAlone, Timestamp now, List<DecisionStep>? trace, bool isRestorePending)
    {
        scoped Evaluation evaluation = default;
        evaluation._ids = ids;
        evaluation._own = own;
        evaluation._request = ref request;
        evaluation._rules = rules;
        evaluation._law = law;
        evaluation._facts = request.Facts;
        evaluation._plan = PurposePlan.Nothing;
        evaluation._isAlone = isAlone;
        evaluation._asOf = request.AsOf ?? now;
        evaluation._trace = trace;
        evaluation._holdsUntil = long.MaxValue;
        return evaluation.Decide(isRestorePending);
    }

    private static ConsentDecision Strictest(in ConsentDecision one, in ConsentDecision other)
    {
        var until = one.HoldsUntil is { } a && other.HoldsUntil is { } b ? Timestamp.Min(a, b) : one.HoldsUntil ?? other.HoldsUntil;
        var decision = Strictness(other.Outcome) > Strictness(one.Outcome) ? other : one;
        return decision with { HoldsUntil = until, Obligations = one.Outcome == other.Outcome ? one.Obligations | other.Obligations : decision.Obligations };
    }

    private static int Strictness(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Deny => 3,
        DecisionOutcome.Review => 2,
        DecisionOutcome.NoBasis => 1,
        _ => 0,
    };

    private ConsentDecision Decide(bool isRestorePending)
    {
        Ask();
        if (isRestorePending && _outcome == DecisionOutcome.Permit && !IsExemptFromRestore)
        {
            (_source, _obligations) = (null, Obligations.None);
            Stop(DecisionRow.AfterRestore, DecisionOutcome.Review, DecisionCode.AfterRestore, _node);
        }

        return new()
        {
            Outcome = _outcome,
            Code = _code,
            Node = _node,
            Jurisdiction = _law.Law.Name,
            List = _list,
            Article = _source ?? _law.Law.SourceOf(_code),
            Failed = _failed,
            Gap = _gap,
            Obligations = _obligations,
            ReliedOn = _reliedOn,
            AlsoReliedOn = _alsoReliedOn,
            RectifiedBy = RectifiedBy(),
            HoldsUntil = _holdsUntil <= Timestamp.MaxValue.UnixMicroseconds ? Timestamp.FromUnixMicroseconds(_holdsUntil) : null,
            Ground = _code == DecisionCode.ClaimsException ? _request.Ground : null,
            RulesVersion = _rules.Version,
            TaxonomyVersion = _rules.Taxonomy.Stamp,
        };
    }

    /// <summary>Rows 1 to 2': keeping, claims and the like do not wait.</summary>
    private readonly bool IsExemptFromRestore => _request.Operation is Operation.Store or Operation.LegalClaim or Operation.ProtectRights or Operation.PublicInterest;

    private readonly bool IgnoresMarketing => _request.ServesNoDirectMarketing;

    /// <summary>Whether an instant has come. Every look at the clock goes through here: of those to come, the first is how long the decision holds.</summary>
    private bool HasCome(Timestamp instant) => HasCome(instant.UnixMicroseconds);

    /// <summary>Whether more than so long has gone by since an instant.</summary>
    private bool IsOver(TimeSpan duration, Timestamp since) => HasCome(since.UnixMicroseconds + (duration.Ticks / TimeSpan.TicksPerMicrosecond) + 1);

    private bool HasCome(long microseconds)
    {
        if (microseconds <= _asOf.UnixMicroseconds)
        {
            return true;
        }

        _holdsUntil = Math.Min(_holdsUntil, microseconds);
        return false;
    }

    /// <summary>A channel that needs the one kind of address is not asked about at the other.</summary>
    private static bool IsReachedAt(Channel channel, ContactPointKind kind) => channel switch
    {
        Channel.Email => kind == ContactPointKind.Email,
        Channel.Paper => false,
        Channel.Phone or Channel.Sms or Channel.AutomatedPhone => kind == ContactPointKind.Phone,
        _ => true,
    };

    private bool Ask()
    {
        var purpose = _request.Purpose;
        switch (_request.Operation)
        {
            case Operation.Store when purpose is not null:
                return AskStorage(purpose);
            case Operation.ProtectRights or Operation.PublicInterest when !string.IsNullOrWhiteSpace(_request.Ground) && IsObjectedToAll():
                return Stop(DecisionRow.Override, DecisionOutcome.Review, DecisionCode.OverrideToBeShown, _rules.Taxonomy.Nodes[0].Path);
            case Operation.LegalClaim or Operation.ProtectRights or Operation.PublicInterest when !string.IsNullOrWhiteSpace(_request.Ground):
                return Stop(DecisionRow.Claims, DecisionOutcome.Permit, DecisionCode.ClaimsException, null);
            case Operation.LegalClaim or Operation.ProtectRights or Operation.PublicInterest:
                return Stop(DecisionRow.NothingLeft, DecisionOutcome.NoBasis, DecisionCode.NoBasis, null);
            default:
                break;
        }

        if (AskClosing(purpose))
        {
            return true;
        }

        if (_facts.HasDied)
        {
            return Stop(DecisionRow.Deceased, DecisionOutcome.Deny, DecisionCode.Deceased, null);
        }

        if (purpose is null || _rules.Taxonomy.Find(purpose) is not { } asked)
        {
            return Stop(DecisionRow.KnownPurpose, DecisionOutcome.NoBasis, DecisionCode.UnknownPurpose, purpose);
        }

        // The use of a channel for soft spam, asked for by name: both are looked at.
        var node = asked.SoftSpamFor is { } channelPurpose ? _rules.Taxonomy.Find(channelPurpose)! : asked;
        if (asked.IsRetired || node.IsRetired)
        {
            return Stop(DecisionRow.KnownPurpose, DecisionOutcome.NoBasis, DecisionCode.RetiredPurpose, purpose);
        }

        if (asked.IsGroup)
        {
            return Stop(DecisionRow.KnownPurpose, DecisionOutcome.NoBasis, DecisionCode.UnknownPurpose, purpose);
        }

        if (_request.Operation == Operation.ToAsk)
        {
            return AskAsking(asked, node);
        }

        if (asked.Operation != _request.Operation || node.Operation != _request.Operation || (_request.Point is { } point && !IsReachedAt(node.Channel, point.Kind)))
        {
            return Stop(DecisionRow.OperationFits, DecisionOutcome.NoBasis, DecisionCode.OperationDoesNotFit, purpose);
        }

        _plan = _law[node];
        if (AskGates(asked, node))
        {
            return true;
        }

        return (ReferenceEquals(asked, node) ? AskPurpose(node) : AskUse(asked, node)) || StopForLack(asked);
    }

    private bool AskPurpose(PurposeNode node)
    {
        var status = StatusOf(node);
        return node.Basis != PurposeBasis.Consent
            ? AskServiceOnly(node, status)
            : AskLists(node, node, status) || AskConsent(node, status) || AskOtherBases(node, status) || AskLegacy(node) || AskNationalLaw(node, status);
    }

    /// <summary>Row 24. The first reason that somebody could do something about is the one told.</summary>
    private bool StopForLack(PurposeNode asked)
    {
        var reason = MainReason.Of(_failed);
        if (_isRefusedService && reason is DecisionCode.ConsentWithdrawn or DecisionCode.ConsentRefused)
        {
            _source = WishSource;
        }

        return Stop(DecisionRow.NothingLeft, DecisionOutcome.NoBasis, reason, asked.Path);
    }

    /// <summary>Whether an objection to everything is in force.</summary>
    private bool IsObjectedToAll()
    {
        var root = _rules.Taxonomy.Nodes[0];
        return IsBlocked(root, root, ConsentFlag.Objection, out _);
    }
}
