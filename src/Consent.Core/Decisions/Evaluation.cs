using System.Runtime.CompilerServices;

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

        // Each jurisdiction decides by itself; the strictest counts, of equals the first.
        var strictest = Decide(ids, own, in request, rules, rules.PlanOf(names[0]), names.Length == 1, now, trace, isRestorePending);
        foreach (var name in names[1..])
        {
            var other = Decide(ids, own, in request, rules, rules.PlanOf(name), isAlone: false, now, trace, isRestorePending);
            strictest = Strictest(strictest, other);
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
        return AskLists(node, node, status) || AskConsent(node, status) || AskOtherBases(node, status) || AskLegacy(node) || AskNationalLaw(node, status);
    }

    /// <summary>Row 24. The first reason that somebody could do something about is the one told.</summary>
    private bool StopForLack(PurposeNode asked) => Stop(DecisionRow.NothingLeft, DecisionOutcome.NoBasis, MainReason.Of(_failed), asked.Path);

    /// <summary>Whether an objection to everything is in force.</summary>
    private bool IsObjectedToAll()
    {
        var root = _rules.Taxonomy.Nodes[0];
        return IsBlocked(root, root, ConsentFlag.Objection, out _);
    }

    /// <summary>Whether a restriction or objection of any id blocks one of two nodes: one without an end, else the pause that lasts longest, which holds the decision until it is over.</summary>
    private bool IsBlocked(PurposeNode node, PurposeNode other, ConsentFlag flag, out Block block)
    {
        block = default;
        var isBlocked = false;
        foreach (var id in _ids)
        {
            if (EffectiveFlags.IsBlocked(id.Counted, _rules.Taxonomy, node, flag, IgnoresMarketing, _asOf, out var found)
                || (!ReferenceEquals(node, other) && EffectiveFlags.IsBlocked(id.Counted, _rules.Taxonomy, other, flag, IgnoresMarketing, _asOf, out found)))
            {
                if (found.Until is null)
                {
                    block = found;
                    return true;
                }

                block = isBlocked && block.Until >= found.Until ? block : found;
                isBlocked = true;
            }
        }

        if (block.Until is { } until)
        {
            HasCome(until);
        }

        return isBlocked;
    }

    /// <summary>What the person's consent to a purpose amounts to, over all ids: a no of any one counts. Of an address that is not the person's own id, only its no.</summary>
    private EffectiveStatus StatusOf(PurposeNode node) => _ids.Length == 1 ? StatusOf(_ids[0], node) : StatusOfAll(node);

    private EffectiveStatus StatusOfAll(PurposeNode node)
    {
        var status = StatusOf(_ids[0], node);
        for (var i = 1; i < _ids.Length; i++)
        {
            if (i < _own || MaySayNo(_ids[i], node))
            {
                var other = StatusOf(_ids[i], node);
                status = i < _own || other.Value == FlagValue.Inactive ? status.And(other) : status;
            }
        }

        return status;
    }

    /// <summary>Whether a no is on record of an address; else its gives are not looked at, nor when they begin and end.</summary>
    private readonly bool MaySayNo(ContactConsents address, PurposeNode node) =>
        EffectiveFlags.WithoutGive(address.Counted, node, IgnoresMarketing, Timeliness.InTime).Value == FlagValue.Inactive;

    /// <summary>A give out of its time counts as not said.</summary>
    private EffectiveStatus StatusOf(ContactConsents id, PurposeNode node)
    {
        var status = EffectiveFlags.Status(id.Counted, node, IgnoresMarketing);
        if (status.Value != FlagValue.Active || !status.Give.HasSpan)
        {
            return status;
        }

        var span = id.Counted.SpanOf(status.Give)!;
        var isBegun = span.From is not { } from || HasCome(from);
        return !isBegun ? EffectiveFlags.WithoutGive(id.Counted, node, IgnoresMarketing, Timeliness.NotYet)
            : span.Until is { } until && HasCome(until) ? EffectiveFlags.WithoutGive(id.Counted, node, IgnoresMarketing, Timeliness.Over)
            : status;
    }

    private bool Stop(DecisionRow row, DecisionOutcome outcome, DecisionCode code, PurposePath? node)
    {
        _outcome = outcome;
        _code = code;
        _node = node;
        if (_trace is not null)
        {
            Trace(row, outcome.ToString(), code, node);
        }

        return true;
    }

    /// <summary>Stops by a part of the law, and cites it.</summary>
    private bool Stop(DecisionRow row, DecisionOutcome outcome, DecisionCode code, PurposePath? node, LawPart part)
    {
        _source = ReferenceEquals(part.Citation, Citation.None) ? null : part.Citation.Source;
        return Stop(row, outcome, code, node);
    }

    /// <summary>Permits a use, with all that it obliges to.</summary>
    private bool Permit(DecisionRow row, DecisionCode code, PurposeNode node, Obligations obligations = Obligations.None)
    {
        foreach (var part in _plan.Obligations)
        {
            if (MayApply(part))
            {
                obligations |= part.Obligations;
            }
        }

        _obligations = obligations;
        return Stop(row, DecisionOutcome.Permit, code, node.Path);
    }

    private void Fail(DecisionRow row, DecisionCode code, PurposeNode node)
    {
        _failed = _failed.With(code);
        TraceFail(row, code, node);
    }

    private readonly void TraceFail(DecisionRow row, DecisionCode code, PurposeNode node)
    {
        if (_trace is not null)
        {
            Trace(row, nameof(Fail), code, node.Path);
        }
    }

    private readonly void Pass(DecisionRow row, PurposeNode node)
    {
        if (_trace is not null)
        {
            Trace(row, "Passed", null, node.Path);
        }
    }

    // Apart, so that the code which almost always runs, without a trace, stays small.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Trace(DecisionRow row, string outcome, DecisionCode? code, PurposePath? node)
    {
        var rule = DecisionTable.Rules[(int)row];
        var cited = code ?? (rule.Outcomes.IsEmpty ? null : rule.Outcomes[0].Code);
        _trace!.Add(new(rule, outcome, code, node, (code is null ? null : _source) ?? (cited is { } known ? _law.Law.SourceOf(known) : "-")));
    }
}
