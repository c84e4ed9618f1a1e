namespace Consent;

/// <summary>What decisions are used for: a campaign, and a message of it. By it a use is found again in the audit log. Immutable.</summary>
/// <remarks>It stays in the log for ever, and no erasure reaches it: name things, never a person. An order number, a ticket or an address is a person's.</remarks>
/// <example><code>
/// var use = new UseReference("spring-2026", "mail-1");
/// </code></example>
public sealed record UseReference
{
    /// <summary>The greatest length of each text, in UTF-16 code units.</summary>
    public const int MaxLength = 256;

    /// <summary>A reference.</summary>
    /// <param name="campaign">The campaign, or whatever the host calls it: 1 to 256 characters.</param>
    /// <param name="message">The message of the campaign: 1 to 256 characters; <see langword="null"/>: none is named.</param>
    /// <exception cref="ArgumentException">A text is blank, too long or not well-formed.</exception>
    public UseReference(string campaign, string? message = null)
    {
        Campaign = StoredText.Checked(campaign, MaxLength, "The campaign", nameof(campaign));
        Message = StoredText.CheckedOrNull(message, MaxLength, "The message", nameof(message));
    }

    /// <summary>The campaign, or whatever the host calls it.</summary>
    public string Campaign { get; }

    /// <summary>The message of the campaign; <see langword="null"/>: none is named.</summary>
    public string? Message { get; }

    /// <summary>The type's name only.</summary>
    public override string ToString() => "UseReference(hidden)";
}
