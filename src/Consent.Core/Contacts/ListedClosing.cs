namespace Consent;

/// <summary>That a list of ids not to be contacted, such as another system's suppression list, closed an id.</summary>
/// <param name="List">The name of the list: 1 to 64 characters.</param>
/// <param name="At">When it did, last.</param>
/// <exception cref="ArgumentException"><paramref name="List"/> is blank, longer than <see cref="MaxNameLength"/> characters or not well-formed.</exception>
public sealed record ListedClosing(string List, Timestamp At)
{
    /// <summary>The greatest length of a list's name: 64 characters.</summary>
    public const int MaxNameLength = 64;

    /// <summary>The name of the list: 1 to 64 characters.</summary>
    public string List { get; } = StoredText.Checked(List, MaxNameLength, "The name of a list", nameof(List));

    /// <summary>When: a list's name is the host's own word.</summary>
    public override string ToString() => $"listed at {At}";

    /// <summary>The id of the change by which a list objects for somebody who is on record: each list has its own, the same each time it comes.</summary>
    /// <param name="list">The name of the list.</param>
    public static ChangeId ChangeOf(string list) => ChangeId.From($"list:{list}");

    /// <summary>Whether a text can name a list.</summary>
    public static bool IsName(string? text) => StoredText.Flaw(text, MaxNameLength) is null;
}
