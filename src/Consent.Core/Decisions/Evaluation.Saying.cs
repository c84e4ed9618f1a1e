using System.Runtime.CompilerServices;

namespace Consent;

/// <summary>What a row says: it stops, rules a basis out, or passes.</summary>
internal ref partial struct Evaluation
{
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
