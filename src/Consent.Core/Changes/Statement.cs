using System.Text.Json.Serialization;

namespace Consent;

/// <summary>One flag of one node said to be active or inactive. Immutable.</summary>
/// <remarks>
/// <b>Protective</b>: refuse or withdraw, restrict, object. It needs no date, no evidence and no earlier state.
/// <b>Permissive</b>: give, lift, retract. It carries the date of the act; there is no default.
/// </remarks>
[JsonConverter(typeof(ConsentJsonConverter<Statement>))]
public sealed record Statement
{
    private Statement(PurposePath node, ConsentFlag flag, bool isActive, Occurrence? said, Evidence? evidence)
    {
        ArgumentNullException.ThrowIfNull(node);
        Node = node;
        Flag = Enum.IsDefined(flag) ? flag : throw new ArgumentOutOfRangeException(nameof(flag), flag, "There are three flags.");
        IsActive = isActive;
        Said = said;
        OccurredAt = said?.CountsAt(IsProtective);
        Evidence = evidence ?? Evidence.None;
    }

    /// <summary>The node spoken of.</summary>
    public PurposePath Node { get; }

    /// <summary>The flag spoken of.</summary>
    public ConsentFlag Flag { get; }

    /// <summary>Whether it is said to hold.</summary>
    public bool IsActive { get; }

    /// <summary>When the person said it, as it is known: an instant or a day; <see langword="null"/> (protective only) means now.</summary>
    public Occurrence? Said { get; }

    /// <summary>The instant that this counts as; <see langword="null"/> (protective only) means now.</summary>
    public Timestamp? OccurredAt { get; }

    /// <summary>What shows it.</summary>
    public Evidence Evidence { get; private init; }

    /// <summary>For a give: the notice version that it was under, where the host names one.</summary>
    public string? NoticeVersion { get; private init; }

    /// <summary>For a give: from when it may be relied on, where it has such a date.</summary>
    public Timestamp? From { get; private init; }

    /// <summary>For a give: until when. For a restriction or objection: when it is over (a pause); it needs evidence of who acted and how, else it lasts.</summary>
    public Timestamp? Until { get; private init; }

    /// <summary>Whether a text of it was cut, replaced or left out (<see cref="ChangeCode.TextCut"/>).</summary>
    internal bool IsCut => IsNoticeReplaced || !Evidence.CutTexts.IsEmpty;

    /// <summary>Whether another notice version was named than can be one.</summary>
    internal bool IsNoticeReplaced { get; private init; }

    /// <summary>Whether it protects the person: refuse or withdraw, restrict, object.</summary>
    public bool IsProtective => IsActive == (Flag != ConsentFlag.Status);

    /// <summary>Whether it gives consent.</summary>
    public bool IsGive => IsActive && Flag == ConsentFlag.Status;

    /// <summary>Whether its evidence attests it: every protective statement, and a permissive one whose evidence names who acted and how. What arrives in bulk or from a file is asserted all the same.</summary>
    public bool IsAttested => IsProtective || Evidence.Attests(Flag);

    /// <summary>A statement that protects the person.</summary>
    /// <param name="node">Of which node.</param>
    /// <param name="flag">Status: refused or withdrawn. Restriction: restricted. Objection: objected.</param>
    /// <param name="occurredAt">When: an instant or a day; <see langword="null"/>: now.</param>
    /// <param name="evidence">What shows it; none is needed.</param>
    /// <param name="until">When it is over, for a pause. It is one only with evidence of who acted and how; a withdrawal has no such date, and lasts.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such flag.</exception>
    public static Statement Protective(PurposePath node, ConsentFlag flag, Occurrence? occurredAt = null, Evidence? evidence = null, Timestamp? until = null) =>
        new(node, flag, flag != ConsentFlag.Status, occurredAt, evidence) { Until = until };

    /// <summary>A statement that protects the person, of a node that somebody wrote: one that is no path is kept, below <c>unknown</c>, with what was written in its evidence.</summary>
    /// <param name="node">Of which node, as it came (<see cref="PurposePath.ForText"/>).</param>
    /// <param name="flag">Status: refused or withdrawn. Restriction: restricted. Objection: objected.</param>
    /// <param name="occurredAt">When; <see langword="null"/>: now.</param>
    /// <param name="evidence">What shows it; none is needed.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such flag.</exception>
    public static Statement Protective(string node, ConsentFlag flag, Occurrence? occurredAt = null, Evidence? evidence = null) =>
        PurposePath.TryParse(node, null, out var path)
            ? Protective(path, flag, occurredAt, evidence)
            : Protective(PurposePath.ForText(node), flag, occurredAt, (evidence ?? Evidence.None).With("path", node));

    /// <summary>A statement that allows something.</summary>
    /// <param name="node">Of which node.</param>
    /// <param name="flag">Status: given. Restriction: lifted. Objection: retracted.</param>
    /// <param name="occurredAt">When the act was: an instant or a day.</param>
    /// <param name="evidence">What shows it.</param>
    /// <param name="noticeVersion">For a give: the notice version it was under, 1 to 128 characters; of a blank one nothing is kept, of another text the digest.</param>
    /// <param name="from">For a give: from when it may be relied on.</param>
    /// <param name="until">For a give: until when; later than <paramref name="from"/>.</param>
    /// <exception cref="ArgumentException">A version or date with anything but a give; a span that is over before it begins.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No such flag.</exception>
    public static Statement Permissive(
        PurposePath node, ConsentFlag flag, Occurrence occurredAt, Evidence evidence, string? noticeVersion = null, Timestamp? from = null, Timestamp? until = null)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        if (flag != ConsentFlag.Status && (noticeVersion is not null || from is not null || until is not null))
        {
            throw new ArgumentException("Only a give names a notice version, or has dates from and until.", nameof(flag));
        }

        if (from >= until)
        {
            throw new ArgumentException("The consent would be over before it begins.", nameof(until));
        }

        return new(node, flag, flag == ConsentFlag.Status, occurredAt, evidence)
        {
            NoticeVersion = NoticeAcceptance.TextOf(noticeVersion),
            IsNoticeReplaced = noticeVersion is not null && (WholeText.IsDigest(noticeVersion) || !string.Equals(NoticeAcceptance.TextOf(noticeVersion), noticeVersion, StringComparison.Ordinal)),
            From = from,
            Until = until,
        };
    }

    /// <summary>The same with what is kept of its evidence.</summary>
    internal Statement With(Evidence kept) => this with { Evidence = kept };

    /// <summary>Node, flag and value: no personal data.</summary>
    public override string ToString() => $"{Node} {Flag} {(IsActive ? FlagValue.Active : FlagValue.Inactive)}";
}
