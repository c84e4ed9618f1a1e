namespace Consent;

/// <summary>One flag of one node said to be active or inactive. Immutable.</summary>
/// <remarks>
/// <b>Protective</b>: refuse or withdraw, restrict, object. It needs no date, no evidence and no earlier state.
/// <b>Permissive</b>: give, lift, retract. It carries the date of the act; there is no default.
/// </remarks>
public sealed record Statement
{
    private Statement(PurposePath node, ConsentFlag flag, bool isActive, Timestamp? occurredAt, Evidence? evidence, string? notice)
    {
        ArgumentNullException.ThrowIfNull(node);
        Node = node;
        Flag = flag;
        IsActive = isActive;
        OccurredAt = occurredAt;
        Evidence = evidence ?? Evidence.None;
        NoticeVersion = StoredText.CheckedOrNull(notice, NoticeAcceptance.MaxVersionLength, "The notice version", nameof(notice));
    }

    /// <summary>The node spoken of.</summary>
    public PurposePath Node { get; }

    /// <summary>The flag spoken of.</summary>
    public ConsentFlag Flag { get; }

    /// <summary>Whether it is said to hold.</summary>
    public bool IsActive { get; }

    /// <summary>When the person said it; <see langword="null"/> (protective only) means now.</summary>
    public Timestamp? OccurredAt { get; }

    /// <summary>What shows it.</summary>
    public Evidence Evidence { get; }

    /// <summary>For a give: the notice version that it was under, where the host names one.</summary>
    public string? NoticeVersion { get; }

    /// <summary>Whether it protects the person: refuse or withdraw, restrict, object.</summary>
    public bool IsProtective => IsActive == (Flag != ConsentFlag.Status);

    /// <summary>Whether it is attested: every protective statement, and a permissive one whose evidence names who acted and how.</summary>
    public bool IsAttested => IsProtective || Evidence.Attests(Flag);

    /// <summary>A statement that protects the person.</summary>
    /// <param name="node">Of which node.</param>
    /// <param name="flag">Status: refused or withdrawn. Restriction: restricted. Objection: objected.</param>
    /// <param name="occurredAt">When; <see langword="null"/>: now.</param>
    /// <param name="evidence">What shows it; none is needed.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such flag.</exception>
    public static Statement Protective(PurposePath node, ConsentFlag flag, Timestamp? occurredAt = null, Evidence? evidence = null) =>
        new(node, Checked(flag), flag != ConsentFlag.Status, occurredAt, evidence, null);

    /// <summary>A statement that allows something.</summary>
    /// <param name="node">Of which node.</param>
    /// <param name="flag">Status: given. Restriction: lifted. Objection: retracted.</param>
    /// <param name="occurredAt">When the act was.</param>
    /// <param name="evidence">What shows it.</param>
    /// <param name="noticeVersion">For a give: the notice version it was under, 1 to 128 characters.</param>
    /// <exception cref="ArgumentException">A version with anything but a give, or one that is blank, too long or not well-formed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No such flag.</exception>
    public static Statement Permissive(PurposePath node, ConsentFlag flag, Timestamp occurredAt, Evidence evidence, string? noticeVersion = null)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return noticeVersion is not null && flag != ConsentFlag.Status
            ? throw new ArgumentException("Only a give names a notice version.", nameof(noticeVersion))
            : new(node, Checked(flag), flag == ConsentFlag.Status, occurredAt, evidence, noticeVersion);
    }

    /// <summary>Node, flag and value: no personal data.</summary>
    public override string ToString() => $"{Node} {Flag} {(IsActive ? FlagValue.Active : FlagValue.Inactive)}";

    private static ConsentFlag Checked(ConsentFlag flag) =>
        Enum.IsDefined(flag) ? flag : throw new ArgumentOutOfRangeException(nameof(flag), flag, "There are three flags.");
}
