using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>An address at which a person is reached: an e-mail address or a phone number, in the one form that makes different spellings the same.</summary>
/// <remarks>
/// <para>
/// It is a contact of its own (<see cref="Id"/>): what is said of the mailbox, by whoever reads it, is recorded for that id and reaches all whose request names it
/// (<see cref="ProcessingRequest"/>). A host whose ids are addresses makes them here.
/// </para>
/// <para>It is personal data, so <see cref="ToString"/> shows its kind only, and no exception quotes it.</para>
/// </remarks>
[JsonConverter(typeof(ConsentJsonConverter<ContactPoint>))]
public sealed record ContactPoint
{
    /// <summary>The greatest number of digits of a phone number (ITU-T E.164, 6.2.1).</summary>
    public const int MaxPhoneDigits = 15;

    private ContactPoint(ContactPointKind kind, string value)
    {
        Kind = kind;
        Id = ContactId.From(value);
        Sha256 = Sha256Digest.OfText(value);
    }

    /// <summary>By what the person is reached.</summary>
    public ContactPointKind Kind { get; }

    /// <summary>The contact that it is: its id is the normalised form.</summary>
    public ContactId Id { get; }

    /// <summary>The normalised form: <c>ada@xn--mnchen-3ya.example</c>, <c>+390612345678</c>.</summary>
    public string Value => Id.Value;

    /// <summary>The SHA-256 of the normalised form's UTF-8: what other systems exchange in place of addresses. Whoever has an address finds it, so it is personal data too.</summary>
    public Sha256Digest Sha256 { get; }

    /// <summary>The point with this e-mail address, as somebody typed it.</summary>
    /// <remarks>
    /// Blanks around it are left out, the domain becomes lower case and ASCII (RFC 5891), the part before the @ is composed (NFC) and, if so chosen, lower case. Neither dots nor what follows
    /// a plus sign are left out: only the mail system knows what they mean. Display names, quoted parts and address literals are refused.
    /// </remarks>
    /// <param name="address">The address: <c>Ada@Shop.example</c>.</param>
    /// <param name="localPart">Whether case differs before the @.</param>
    /// <exception cref="ArgumentException">It is no e-mail address; the message says why and does not quote it.</exception>
    /// <exception cref="PlatformNotSupportedException">It has letters beyond ASCII and the host runs without the Unicode data to read them (globalization-invariant mode).</exception>
    public static ContactPoint Email(string address, LocalPartCase localPart = LocalPartCase.Ignored)
    {
        ArgumentNullException.ThrowIfNull(address);
        var flaw = EmailAddress.Normalise(address, Checked(localPart), out var normal);
        return flaw is null ? new(ContactPointKind.Email, normal) : throw new ArgumentException($"The e-mail address {flaw}.", nameof(address));
    }

    /// <summary>As <see cref="Email"/>, for text that was received.</summary>
    /// <exception cref="PlatformNotSupportedException">It has letters beyond ASCII and the host runs without the Unicode data to read them (globalization-invariant mode).</exception>
    public static bool TryEmail(string? address, [NotNullWhen(true)] out ContactPoint? point, LocalPartCase localPart = LocalPartCase.Ignored)
    {
        point = address is not null && EmailAddress.Normalise(address, Checked(localPart), out var normal) is null ? new(ContactPointKind.Email, normal) : null;
        return point is not null;
    }

    /// <summary>The point with this phone number in E.164 form: a plus sign, then up to 15 digits, the first not 0.</summary>
    /// <param name="number">The number: <c>+390612345678</c>.</param>
    /// <exception cref="ArgumentException">It is in another form; the message does not quote it.</exception>
    public static ContactPoint Phone(string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        return IsE164(number)
            ? new(ContactPointKind.Phone, number)
            : throw new ArgumentException($"The phone number is not in E.164 form: a plus sign, then up to {MaxPhoneDigits} digits, the first not 0. To read other forms, name what reads them.", nameof(number));
    }

    /// <summary>The point with this phone number, as somebody wrote it. What reads it is the host's choice: the package <c>Consent.ContactPoints</c> has one.</summary>
    /// <param name="number">The number: <c>06 1234 5678</c>.</param>
    /// <param name="toE164">Brings it to E.164 form; <see langword="null"/> where it is no phone number.</param>
    /// <exception cref="ArgumentException">It is no phone number; or what <paramref name="toE164"/> made of it is not in E.164 form. The message does not quote it.</exception>
    public static ContactPoint Phone(string number, Func<string, string?> toE164)
    {
        ArgumentNullException.ThrowIfNull(number);
        return Read(number, toE164) ?? throw new ArgumentException("This is no phone number.", nameof(number));
    }

    /// <summary>As <see cref="Phone(string, Func{string, string?})"/>, for text that was received.</summary>
    /// <exception cref="ArgumentException">What <paramref name="toE164"/> made of it is not in E.164 form.</exception>
    public static bool TryPhone(string? number, Func<string, string?> toE164, [NotNullWhen(true)] out ContactPoint? point)
    {
        point = number is null ? null : Read(number, toE164);
        return point is not null;
    }

    /// <summary>The point that a contact is, where its id is the normalised form of one; <see langword="null"/> of any other id.</summary>
    public static ContactPoint? Of(ContactId contact) =>
        contact.IsDefault ? null
        : IsE164(contact.Value) ? new(ContactPointKind.Phone, contact.Value)
        : EmailAddress.IsNormal(contact.Value) ? new(ContactPointKind.Email, contact.Value)
        : null;

    /// <summary>Its kind only: an address is personal data.</summary>
    public override string ToString() => $"ContactPoint({Kind}, hidden)";

    private static ContactPoint? Read(string number, Func<string, string?> toE164)
    {
        ArgumentNullException.ThrowIfNull(toE164);
        return toE164(number) is not { } read ? null
            : IsE164(read) ? new(ContactPointKind.Phone, read)
            : throw new ArgumentException($"What it made of a phone number is not in E.164 form: a plus sign, then up to {MaxPhoneDigits} digits, the first not 0.", nameof(toE164));
    }

    private static bool IsE164(ReadOnlySpan<char> number) =>
        number is ['+', >= '1' and <= '9', _, ..] && number.Length <= MaxPhoneDigits + 1 && !number[1..].ContainsAnyExceptInRange('0', '9');

    private static LocalPartCase Checked(LocalPartCase localPart) =>
        Enum.IsDefined(localPart) ? localPart : throw new ArgumentOutOfRangeException(nameof(localPart), localPart, "Case is ignored or kept.");
}
