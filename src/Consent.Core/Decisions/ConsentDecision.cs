using System.Text.Json.Serialization;

namespace Consent;

/// <summary>The answer to a request: what it comes to, why, and what it rests on. A small value.</summary>
[JsonConverter(typeof(ConsentJsonConverter<ConsentDecision>))]
public readonly record struct ConsentDecision
{
    /// <summary>What it comes to. <see langword="default"/> is NoBasis: nothing is permitted by accident.</summary>
    public DecisionOutcome Outcome { get; init; }

    /// <summary>The deciding reason; where no basis is left, the first among <see cref="Failed"/> that somebody could do something about.</summary>
    public DecisionCode Code { get; init; }

    /// <summary>The jurisdiction that decided.</summary>
    public string? Jurisdiction { get; init; }

    /// <summary>The do-not-contact list that it speaks of, for <c>LISTED</c>, <c>LIST_NOT_CHECKED</c> and <c>LIST_STALE</c>.</summary>
    public string? List { get; init; }

    /// <summary>The source of the deciding reason in that jurisdiction: <c>GDPR 7(3)</c>; <c>-</c>: none was seen.</summary>
    public string Article { get => field ?? "-"; init => field = string.Equals(value, "-", StringComparison.Ordinal) ? null : value; }

    /// <summary>The node that decided: the purpose, or the covering node that blocks it.</summary>
    public PurposePath? Node { get; init; }

    /// <summary>Why each basis that was looked at does not hold.</summary>
    public DecisionCodeSet Failed { get; init; }

    /// <summary>Of soft spam: the first condition that is missing.</summary>
    public SoftSpamGap Gap { get; init; }

    /// <summary>What a permit obliges to.</summary>
    public Obligations Obligations { get; init; }

    /// <summary>The change relied on; <see langword="default"/> when the decision rests on none.</summary>
    public ChangeId ReliedOn { get; init; }

    /// <summary>A second change relied on, such as that of a refused soft spam; else <see langword="default"/>.</summary>
    public ChangeId AlsoReliedOn { get; init; }

    /// <summary>
    /// The rectification that it rests on too: a record of this person that may have spoken of the purpose was wrong and was taken out; of several the last. Else
    /// <see langword="default"/>.
    /// </summary>
    public ChangeId RectifiedBy { get; init; }

    /// <summary>The ground cited, for operations that take no purpose.</summary>
    public string? Ground { get; init; }

    /// <summary>
    /// The instant from which on time alone may change it, later than the one asked about: a consent expires, a check goes stale, a notice comes
    /// into force. Until then the same question about the same records under the same rules is answered the same. <see langword="null"/>: for ever.
    /// </summary>
    public Timestamp? HoldsUntil { get; init; }

    /// <summary>The rule set that decided.</summary>
    public string? RulesVersion { get; init; }

    /// <summary>The taxonomy that it was decided under.</summary>
    public string? TaxonomyVersion { get; init; }

    /// <summary>Whether it may be done.</summary>
    public bool IsPermitted => Outcome == DecisionOutcome.Permit;

    /// <summary>The reason in one line, fit for a log: outcome, codes, node and article. No personal data.</summary>
    public string Reason
    {
        get
        {
            var failed = Failed.IsEmpty ? "" : $" ({Failed})";
            var node = Node is null ? "" : $" on {Node}";
            var list = List is null ? "" : $" in {List}";
            return $"{Outcome} {DecisionTable.NameOf(Code)}{list}{node}{failed} [{Article}]";
        }
    }

    /// <summary>As <see cref="Reason"/>.</summary>
    public override string ToString() => Reason;
}
