namespace Consent;

/// <summary>What is on record of a person: what blocks a purpose, and what the consent to it amounts to, over all ids.</summary>
internal ref partial struct Evaluation
{
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
}
