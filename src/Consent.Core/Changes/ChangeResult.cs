using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>The answer to a change. Expected refusals are values here, with stable codes; nothing is thrown.</summary>
[JsonConverter(typeof(ConsentJsonConverter<ChangeResult>))]
public sealed record ChangeResult
{
    /// <summary>What became of it as a whole.</summary>
    public required ChangeOutcome Outcome { get; init; }

    /// <summary>The change id; a retry needs it.</summary>
    public required ChangeId Change { get; init; }

    /// <summary>The contact's revision after it, or where it is.</summary>
    public required ContactRevision Revision { get; init; }

    /// <summary>Its place in the audit log; <see langword="null"/> when nothing was recorded, or in a preview.</summary>
    public long? Index { get; init; }

    /// <summary>What became of each statement, in the order of the change; of a repeated change, of those tried anew.</summary>
    public ImmutableArray<StatementOutcome> Statements { get; init; } = [];

    /// <summary>What became of each record that the person was asked, in the order of the change.</summary>
    public ImmutableArray<AskingOutcome> Askings { get; init; } = [];

    /// <summary>What is told of the notice acceptance: it was refused, was on record already, or waits for confirmation; or nobody published the notice.</summary>
    public ChangeCode? AcceptanceCode { get; init; }

    /// <summary>What is told of the change as a whole: a repeated or reused id, a moved revision.</summary>
    public ChangeCode? Code { get; init; }

    /// <summary>Of a repeated change: the entry that first recorded it.</summary>
    public AuditEntry? RecordedAs { get; init; }

    /// <summary>
    /// Whether all that was asked is on record and takes effect: nothing refused, waiting, outranked, or without effect for what stands on another node.
    /// <see cref="ChangeOutcome.Recorded"/> alone means that something was written.
    /// </summary>
    /// <remarks>Of a repeated change: whether that was so when it was recorded. What may be done now is a decision's to say.</remarks>
    public bool IsFullyInForce => Outcome switch
    {
        ChangeOutcome.Recorded or ChangeOutcome.Unchanged =>
            Code is null && AcceptanceCode is null or ChangeCode.Unchanged && Statements.All(s => s.IsFullyInForce) && Askings.All(a => a.IsRecorded),
        ChangeOutcome.Repeated => WasFullyInForce,
        _ => false,
    };

    /// <summary>The codes told of the change, its acceptance, its statements and its records of asking, each once.</summary>
    public IEnumerable<ChangeCode> Codes =>
        new[] { Code, AcceptanceCode }.Concat(Askings.Select(a => a.Code)).OfType<ChangeCode>().Concat(AlsoTold).Concat(Statements.SelectMany(s => s.Notes).Select(n => n.Code)).Distinct();

    /// <summary>Of a repeated change: whether all of it took effect when it was recorded.</summary>
    internal bool WasFullyInForce { get; init; }

    /// <summary>What else is told of the change as a whole: that its reason was cut.</summary>
    public ImmutableArray<ChangeCode> AlsoTold { get; init; } = [];

    /// <summary>Whether a code is told of the change, its acceptance or any statement.</summary>
    public bool Has(ChangeCode code)
    {
        if (Code == code || AcceptanceCode == code || AlsoTold.Contains(code))
        {
            return true;
        }

        foreach (var statement in Statements)
        {
            if (statement.Has(code))
            {
                return true;
            }
        }

        return !Askings.IsEmpty && Askings.Select(a => a.Code).Contains(code);
    }

    /// <summary>The same content; the statements' outcomes are compared one by one.</summary>
    public bool Equals(ChangeResult? other) =>
        other is not null && Outcome == other.Outcome && Change == other.Change && Revision == other.Revision && Index == other.Index
        && AcceptanceCode == other.AcceptanceCode && Code == other.Code && RecordedAs == other.RecordedAs
        && AlsoTold.AsSpan().SequenceEqual(other.AlsoTold.AsSpan()) && Statements.AsSpan().SequenceEqual(other.Statements.AsSpan())
        && Askings.AsSpan().SequenceEqual(other.Askings.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Outcome, Change, Revision, Index, AcceptanceCode, Code);

    /// <summary>Outcome and codes: no personal data.</summary>
    public override string ToString()
    {
        var codes = string.Join(", ", Codes.Select(ChangeTable.NameOf));
        var outcome = Code is null ? $"{Outcome}, {Statements.Length} statement(s)" : $"{Outcome}";
        return codes.Length == 0 ? outcome : $"{outcome} ({codes})";
    }

    internal static bool TookEffect(ConsentChange change, EntryFacts recorded) =>
        recorded.Statements.Length == change.Statements.Length && recorded.Statements.All(s => s.Effect == StatementEffect.InForce)
        && (change.Acceptance is null || recorded is { Acceptance: not null, AcceptanceEnds: null });
}
