using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What one change, or another event, did: one entry of the append-only audit log (the product's "registro"). Immutable.</summary>
/// <remarks>It has four slots, so that a reader can be shown one without the others, and a person's can be forgotten without the log.</remarks>
[JsonConverter(typeof(ConsentJsonConverter<AuditEntry>))]
public sealed record AuditEntry
{
    /// <summary>The index of an entry that is not in a log yet.</summary>
    public const long NotLogged = -1;

    /// <summary>Its place in the log, from 0; <see cref="NotLogged"/> before it is committed.</summary>
    public long Index { get; init; } = NotLogged;

    /// <summary>What happened.</summary>
    public required EntryFacts Facts { get; init; }

    /// <summary>Whom it is about; <see langword="null"/> when about no contact.</summary>
    public EntrySubject? Subject { get; init; }

    /// <summary>Who did it.</summary>
    public EntryActor? Actor { get; init; }

    /// <summary>What shows it.</summary>
    public EntryEvidence? Evidence { get; init; }

    /// <summary>What kind of event.</summary>
    public AuditEntryType Type => Facts.Type;

    /// <summary>When it was written down.</summary>
    public Timestamp RecordedAt => Facts.RecordedAt;

    /// <summary>Whether it has a statement on the quarantine list: an asserted yes against a no.</summary>
    public bool IsQuarantined => Facts.Statements.Any(s => s.Effect == StatementEffect.WouldWeaken);

    /// <summary>Whether all that it says waits for the person's confirmation, so that nothing in it counts yet.</summary>
    public bool IsWaiting => Type == AuditEntryType.Changed && !Facts.Statements.IsEmpty && Facts.Statements.All(s => s.Weight == StatementWeight.Pending)
        && Facts.Asked.IsEmpty && (Facts.Acceptance is null || Facts.AcceptanceEnds is not null) && Evidence?.Document is null;

    /// <summary>The entry with its place in the log, as a store writes it.</summary>
    /// <param name="index">Its place.</param>
    /// <param name="notBefore">When the entry before it was written: the time recorded never falls.</param>
    /// <param name="previous">The contact's last entry that has a revision (<see cref="EntrySubject.Previous"/>); -1: none, or the entry is about no contact.</param>
    /// <exception cref="ArgumentOutOfRangeException">The place is negative, or does not come after the previous one.</exception>
    public AuditEntry Logged(long index, Timestamp notBefore, long previous = NotLogged)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(previous, index);
        return this with
        {
            Index = index,
            Facts = RecordedAt >= notBefore ? Facts : Facts with { RecordedAt = notBefore },
            Subject = Subject is { } subject && subject.Previous != previous ? subject with { Previous = previous } : Subject,
        };
    }

    /// <summary>The statements that it records, as the fold takes them; none for an entry of a kind that this version cannot read.</summary>
    public IEnumerable<RecordedStatement> RecordedStatements()
    {
        if (Type != AuditEntryType.Changed || Subject is not { } subject || Evidence?.Change is not { } change)
        {
            yield break;
        }

        for (var i = 0; i < Facts.Statements.Length; i++)
        {
            var said = Facts.Statements[i];
            var shown = i < Evidence.Statements.Length ? Evidence.Statements[i] : null;
            var isGive = said is { Flag: ConsentFlag.Status, IsActive: true };
            var notice = isGive ? shown?.NoticeVersion ?? Facts.Acceptance?.Version : null;
            yield return new(
                said.Node, said.Flag, said.IsActive, said.OccurredAt, said.Weight, shown?.Evidence.IsComplete(said.IsAttested) ?? false,
                isGive ? shown?.Evidence.Proof ?? default : default, Origin(isGive ? shown : null, notice), i, said.Span);
        }

        StatementOrigin Origin(StatementEvidence? give, string? notice) => new(subject.Contact, change, notice, give?.Evidence.Method) { ConfirmedPoint = give?.Evidence.ConfirmedPoint };
    }

    /// <summary>Index, kind and time: no personal data.</summary>
    public override string ToString() => $"#{Index} {Type} at {RecordedAt}";
}
