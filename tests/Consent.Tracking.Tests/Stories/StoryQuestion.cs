using System.Collections.Immutable;

namespace Consent.Tracking.Tests.Stories;

/// <summary>
/// May a contact be used for a purpose at an instant? With a sale that soft spam can rest on, so that somebody who never said anything may be contacted by e-mail;
/// and of order confirmations, with the contract that they rest on, which noes to everything do not reach.
/// </summary>
internal readonly record struct StoryQuestion(ContactId Contact, PurposePath Purpose, int Minute)
{
    private static readonly PurposePath s_confirmations = PurposePath.Parse("service.orders.email");

    private static readonly PurposePath[] s_purposes =
        [Purposes.Marketing.Automatic.Email, Purposes.Marketing.Automatic.Sms, Purposes.Profiling.Online, PurposePath.Parse("softSpam.email"), s_confirmations];

    /// <summary>While much of what a story says is in time, and when all of it is over.</summary>
    private static readonly int[] s_minutes = [9, 30];

    /// <summary>Whether the answer may rest on a contract instead of a consent.</summary>
    public bool IsOfContract => Purpose == s_confirmations;

    public static ImmutableArray<StoryQuestion> About(IEnumerable<ContactId> contacts) =>
        [.. from contact in contacts from purpose in s_purposes from minute in s_minutes select new StoryQuestion(contact, purpose, minute)];

    public ProcessingRequest ToRequest()
    {
        var at = Testing.TimeGen.Minute(Minute);
        var contract = IsOfContract ? new ContractFacts(true) : null;
        return (Purpose == Purposes.Profiling.Online ? ProcessingRequest.ToProfile(Contact, Purpose) : ProcessingRequest.ToContact(Contact, Purpose)).At(at).With(facts => facts with
        {
            Contract = contract,
            Sale = new() { Reference = "order 7", At = at, AddressGiven = true, Informed = true, OwnProducts = true, SimilarProducts = true },
        });
    }

    /// <summary>Whether a no of a node stands in the way: of a contract only one that was said of such purposes and nothing else, or a restriction.</summary>
    public bool IsReachedBy(PurposePath node, ConsentFlag flag) => StoryHosts.Rules.Taxonomy.Covers(node, Purpose)
        && (!IsOfContract || flag == ConsentFlag.Restriction || node == s_confirmations || node == s_confirmations.Parent);

    public override string ToString() => $"{Purpose} of {Contact.Value} at {Minute}";
}
