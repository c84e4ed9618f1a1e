using System.Collections.Immutable;

namespace Consent;

/// <summary>What is told of a statement once its whole change was folded.</summary>
internal static class Told
{
    /// <summary>What a recorded statement did: judged on the flags that count for the addressed id.</summary>
    public static StatementEffect EffectOf(in RecordedStatement statement, ContactConsents after)
    {
        var inForce = after.Find(statement.Node, statement.Flag)!.Value.InForce;
        if (IsSame(inForce, statement))
        {
            return StatementEffect.InForce;
        }

        return statement.IsProtective && !inForce.IsProtective ? StatementEffect.NoWithoutEffect
            : !statement.IsAttested && inForce.IsProtective ? StatementEffect.WouldWeaken
            : StatementEffect.Superseded;
    }

    public static StatementOutcome Of(Statement statement, in RecordedStatement recorded, FlagValue previous, FlagValue current, ContactConsents after)
    {
        var notes = ImmutableArray.CreateBuilder<ChangeNote>();
        var effect = EffectOf(recorded, after);
        switch (effect)
        {
            case StatementEffect.Superseded:
                notes.Add(new(ChangeCode.Superseded));
                break;
            case StatementEffect.WouldWeaken:
                notes.Add(new(ChangeCode.WouldWeaken));
                break;
            case StatementEffect.NoWithoutEffect:
                notes.Add(new(ChangeCode.NoWithoutEffect));
                break;
            default:
                break;
        }

        if (!statement.IsProtective && after.Taxonomy.Find(statement.Node) is { } node)
        {
            AddWhatStands(notes, statement, node, after);
        }

        return new(
            statement, effect == StatementEffect.InForce ? StatementResult.InForce : StatementResult.WithoutEffect, recorded.OccurredAt, previous, current, notes.ToImmutable());
    }

    /// <summary>A permissive statement that is recorded and yet does not open the way: says which node stands in it.</summary>
    private static void AddWhatStands(ImmutableArray<ChangeNote>.Builder notes, Statement statement, PurposeNode node, ContactConsents after)
    {
        if (statement.Flag != ConsentFlag.Status)
        {
            var by = Blocking(after, node, statement.Flag);
            if (by is not null && by != node.Path)
            {
                notes.Add(new(ChangeCode.StillCovered, by));
            }

            return;
        }

        if (Blocking(after, node, ConsentFlag.Objection) is { } objected)
        {
            notes.Add(new(ChangeCode.StillObjected, objected));
        }

        if (Blocking(after, node, ConsentFlag.Restriction) is { } restricted)
        {
            notes.Add(new(ChangeCode.StillRestricted, restricted));
        }

        if (after.Find(node.Path, ConsentFlag.Status) is { Value: FlagValue.Active }
            && EffectiveFlags.Status(after.Counted, node, servesNoDirectMarketing: false).Value != FlagValue.Active)
        {
            notes.Add(new(ChangeCode.StillCovered, LatestCoveringNo(after, node)));
        }
    }

    private static PurposePath? Blocking(ContactConsents contact, PurposeNode node, ConsentFlag flag)
    {
        var by = EffectiveFlags.Blocking(contact.Counted, contact.Taxonomy, node, flag, servesNoDirectMarketing: false);
        return by < 0 ? null : contact.Taxonomy.Nodes[by].Path;
    }

    private static PurposePath? LatestCoveringNo(ContactConsents contact, PurposeNode node) =>
        contact.Flags.Where(f => f.Flag == ConsentFlag.Status && f.LatestProtective is not null && f.Node != node.Path && contact.Taxonomy.Covers(f.Node, node.Path))
            .MaxBy(f => f.LatestProtective) is { InForce.Node: not null } state ? state.Node : null;

    /// <summary>One statement is known by its change, contact and place.</summary>
    private static bool IsSame(in RecordedStatement a, in RecordedStatement b) =>
        a.Origin.Change == b.Origin.Change && a.Origin.Contact == b.Origin.Contact && a.Position == b.Position;
}
