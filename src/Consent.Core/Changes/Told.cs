using System.Collections.Immutable;

namespace Consent;

/// <summary>What is told of a statement once its whole change was folded.</summary>
internal static class Told
{
    /// <summary>What a recorded statement did: judged on the flags that count for the addressed id.</summary>
    public static StatementEffect EffectOf(in RecordedStatement statement, ContactConsents after)
    {
        if (statement.IsPending)
        {
            return StatementEffect.Pending;
        }

        if (statement.IsPause)
        {
            return IsAmong(after.Pauses.AsSpan(), statement) ? StatementEffect.InForce : StatementEffect.Superseded;
        }

        ref readonly var inForce = ref after.Counted.Cells[after.Counted.PlaceOf(statement.Node, statement.Flag, after.Taxonomy)];
        return IsSame(inForce.Origin, inForce.Position, statement) ? StatementEffect.InForce
            : statement.IsProtective && !inForce.IsProtective ? StatementEffect.NoWithoutEffect
            : !statement.IsAttested && inForce.IsProtective && statement.OccurredAt > inForce.At ? StatementEffect.WouldWeaken
            : StatementEffect.Superseded;
    }

    /// <param name="statement">What was said.</param>
    /// <param name="recorded">What was recorded of it, and what that did.</param>
    /// <param name="ofItsDate">What is told of its date.</param>
    /// <param name="previous">The flag before.</param>
    /// <param name="current">The flag after.</param>
    /// <param name="contact">The addressed id's record after it.</param>
    /// <param name="person">The records of all ids that are one person with it: what stands in the way of any is told.</param>
    /// <param name="now">The clock: a pause that is over stands in nobody's way.</param>
    public static StatementOutcome Of(
        Statement statement,
        EntryStatement recorded,
        ChangeCode? ofItsDate,
        FlagValue previous,
        FlagValue current,
        ContactConsents contact,
        ImmutableArray<ContactConsents> person,
        Timestamp now)
    {
        ImmutableArray<ChangeNote> notes = [];
        var isOver = recorded is { IsProtective: true, Span.Until: { } until } && until <= now;
        var (result, code) = isOver ? (StatementResult.WithoutEffect, ChangeCode.NoWithoutEffect) : ResultOf(recorded.Effect);
        if (code is { } main)
        {
            notes = notes.Add(new(main));
        }

        if (ofItsDate is { } flaw)
        {
            notes = notes.Add(new(flaw));
        }

        if (contact.Taxonomy.Find(statement.Node) is not { } node)
        {
            notes = notes.Add(new(ChangeCode.UnknownPurpose));
            result = result == StatementResult.InForce ? StatementResult.WithoutEffect : result;
        }
        else if (!statement.IsProtective && recorded.Effect != StatementEffect.Pending)
        {
            notes = WithWhatStands(notes, statement, node, contact, person, now);
        }

        return new(statement, result, recorded.OccurredAt, previous, current, notes);
    }

    /// <summary>What is told of a statement that is on record already: also, as of any other, what stands in its way.</summary>
    public static ImmutableArray<ChangeNote> OfUnchanged(Statement statement, ContactConsents contact, ImmutableArray<ContactConsents> person, Timestamp now)
    {
        ImmutableArray<ChangeNote> notes = [new(ChangeCode.Unchanged)];
        if (contact.ValueOf(statement.Node, statement.Flag) is var counting and not FlagValue.Unset && (counting == FlagValue.Active) != statement.IsActive)
        {
            notes = notes.Add(new(statement.IsProtective ? ChangeCode.NoWithoutEffect : ChangeCode.Superseded));
        }

        return !statement.IsProtective && contact.Taxonomy.Find(statement.Node) is { } node ? WithWhatStands(notes, statement, node, contact, person, now) : notes;
    }

    private static (StatementResult Result, ChangeCode? Code) ResultOf(StatementEffect effect) => effect switch
    {
        StatementEffect.InForce => (StatementResult.InForce, null),
        StatementEffect.Superseded => (StatementResult.WithoutEffect, ChangeCode.Superseded),
        StatementEffect.WouldWeaken => (StatementResult.WithoutEffect, ChangeCode.WouldWeaken),
        StatementEffect.NoWithoutEffect => (StatementResult.WithoutEffect, ChangeCode.NoWithoutEffect),
        StatementEffect.Pending => (StatementResult.Pending, ChangeCode.PendingConfirmation),
        _ => throw new ArgumentOutOfRangeException(nameof(effect), effect, "No such effect."),
    };

    /// <summary>A permissive statement that is recorded and yet does not open the way: says which node stands in it.</summary>
    private static ImmutableArray<ChangeNote> WithWhatStands(
        ImmutableArray<ChangeNote> notes, Statement statement, PurposeNode node, ContactConsents contact, ImmutableArray<ContactConsents> person, Timestamp now)
    {
        if (statement.Flag != ConsentFlag.Status)
        {
            var by = Blocking(person, node, statement.Flag, now);
            return by is null || by == node.Path ? notes : notes.Add(new(ChangeCode.StillCovered, by));
        }

        if (Blocking(person, node, ConsentFlag.Objection, now) is { } objected)
        {
            notes = notes.Add(new(ChangeCode.StillObjected, objected));
        }

        if (Blocking(person, node, ConsentFlag.Restriction, now) is { } restricted)
        {
            notes = notes.Add(new(ChangeCode.StillRestricted, restricted));
        }

        return contact.ValueOf(node.Path, ConsentFlag.Status) == FlagValue.Active
            && EffectiveFlags.Status(contact.Counted, node, servesNoDirectMarketing: false).Value != FlagValue.Active
            ? notes.Add(new(ChangeCode.StillCovered, LatestCoveringNo(contact, node)))
            : notes;
    }

    private static PurposePath? Blocking(ImmutableArray<ContactConsents> person, PurposeNode node, ConsentFlag flag, Timestamp now)
    {
        foreach (var contact in person)
        {
            if (EffectiveFlags.IsBlocked(contact.Counted, contact.Taxonomy, node, flag, servesNoDirectMarketing: false, now, out var block))
            {
                return contact.Taxonomy.Nodes[block.Node].Path;
            }
        }

        return null;
    }

    private static PurposePath? LatestCoveringNo(ContactConsents contact, PurposeNode node) =>
        contact.Flags.Where(f => f.Flag == ConsentFlag.Status && f.LatestProtective is not null && f.Node != node.Path && contact.Taxonomy.Covers(f.Node, node.Path))
            .MaxBy(f => f.LatestProtective) is { InForce.Node: not null } state ? state.Node : null;

    private static bool IsAmong(ReadOnlySpan<RecordedStatement> pauses, in RecordedStatement statement)
    {
        foreach (ref readonly var pause in pauses)
        {
            if (IsSame(pause.Origin, pause.Position, statement))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>One statement is known by its change, contact and place.</summary>
    private static bool IsSame(StatementOrigin origin, int position, in RecordedStatement statement) =>
        origin.Change == statement.Origin.Change && origin.Contact == statement.Origin.Contact && position == statement.Position;
}
