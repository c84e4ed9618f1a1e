using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>A sign-up that its person still has to confirm: who, for what, under which notice, and to which address the mail goes. Immutable.</summary>
/// <remarks>Whoever fills in the form may be a stranger to the address: until its owner has confirmed, nothing of this counts.</remarks>
/// <param name="Contact">Who signs up; a host that knows nobody by that address takes <c>ContactPoint.Email(address).Id</c>.</param>
/// <param name="SentTo">The address that the mail goes to: the confirmation counts for it alone.</param>
/// <param name="Purposes">For what: 1 to 16 purposes, no groups.</param>
/// <param name="Notice">The notice that the form showed.</param>
/// <param name="Evidence">What shows that the form was sent, such as <see cref="Evidence.WebForm"/>.</param>
/// <example><code>
/// var request = new DoubleOptInRequest(contact, ContactPoint.Email(address), [Purposes.Marketing.Automatic.Email],
///     new("v1", clock.GetUtcNow()), Evidence.WebForm("https://shop.example/newsletter"));
/// </code></example>
public sealed record DoubleOptInRequest(ContactId Contact, ContactPoint SentTo, ImmutableArray<PurposePath> Purposes, NoticeAcceptance Notice, Evidence Evidence)
{
    /// <summary>The same content.</summary>
    public bool Equals(DoubleOptInRequest? other) =>
        other is not null && Contact == other.Contact && SentTo == other.SentTo && Notice == other.Notice && Evidence == other.Evidence && Purposes.AsSpan().SequenceEqual(other.Purposes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Contact, SentTo, Notice);

    /// <summary>The purposes only.</summary>
    public override string ToString() => $"sign-up for {(Purposes.IsDefault ? "nothing" : string.Join(", ", Purposes))}";
}
