namespace Consent.Hub.Sections;

/// <summary>One of a purpose's three settings as a page shows it.</summary>
/// <param name="Flag">Which.</param>
/// <param name="Value">As it takes effect: groups and covering nodes included.</param>
/// <param name="SitsOn">Where what was said sits: the purpose, or a node above; <see langword="null"/>: nothing was said, or under a linked id.</param>
/// <param name="Said">What was said; <see langword="null"/> as above.</param>
internal sealed record FlagView(ConsentFlag Flag, FlagValue Value, PurposePath? SitsOn, RecordedStatement? Said)
{
    public bool IsNo => Flag == ConsentFlag.Status ? Value == FlagValue.Inactive : Value == FlagValue.Active;

    /// <summary>Until when, where it is a pause.</summary>
    public Timestamp? PausedUntil => Said is { IsPause: true } pause ? pause.Span!.Until : null;

    public static FlagView Of(ContactConsents record, PurposeNode node, ConsentFlag flag, FlagValue value, Timestamp now)
    {
        if (value == FlagValue.Unset)
        {
            return new(flag, value, null, null);
        }

        // What sits on the purpose itself is told first: that is what a button beside it can change.
        foreach (var path in record.Taxonomy.Covering(node.Path).Select(n => n.Path).Prepend(node.Path))
        {
            if (record.Find(path, flag) is { } state && state.Value == value)
            {
                return new(flag, value, path, state.InForce);
            }

            if (record.Pauses.Where(p => p.Node == path && p.Flag == flag && p.Span!.Until > now).OrderByDescending(p => p.Span!.Until).Cast<RecordedStatement?>().FirstOrDefault() is { } pause && value == FlagValue.Active)
            {
                return new(flag, value, path, pause);
            }
        }

        return new(flag, value, null, null);
    }
}
