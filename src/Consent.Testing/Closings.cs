namespace Consent.Testing;

/// <summary>Ids that were erased, for tests: as a store has them that was never told who they are.</summary>
public static class Closings
{
    /// <summary>The record of an id that was erased.</summary>
    /// <param name="contact">The id.</param>
    /// <param name="since">The date kept.</param>
    /// <param name="kind">What it is kept for.</param>
    public static ContactConsents Of(ContactId contact, Timestamp since, ClosedKind kind = ClosedKind.NeverContact) =>
        ContactConsents.Closed(contact, ContactlabTaxonomy.Instance, Kept(contact, since, kind));

    /// <summary>What is kept of an id that was erased, with a digest that anybody can make: a store finds the id by its own.</summary>
    /// <inheritdoc cref="Of" path="/param"/>
    public static ClosedId Kept(ContactId contact, Timestamp since, ClosedKind kind = ClosedKind.NeverContact) => new(Sha256Digest.OfText(contact.Value), kind, since);
}
