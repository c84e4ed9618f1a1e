namespace Consent.Benchmarks;

/// <summary>One contact with 15 flags, as a shop has them, and the rules to decide by.</summary>
internal static class Sample
{
    public static ContactId Contact { get; } = ContactId.From("customer-17");

    public static Timestamp Now { get; } = Timestamp.From(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));

    public static ConsentRules Rules { get; } = new();

    public static Recording Recording { get; } = new(Now, Actor.ApiClient("crm"), ChangePort.OneContact, new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));

    public static Evidence Form { get; } = Evidence.WebForm("https://shop.example/signup");

    public static IReadOnlyList<(PurposePath Node, ConsentFlag Flag, bool IsActive)> Flags { get; } =
    [
        .. ContactlabTaxonomy.Instance.Nodes.Where(n => !n.IsGroup).Select(n => (n.Path, ConsentFlag.Status, true)),
        (Purposes.Marketing.Traditional.Paper, ConsentFlag.Objection, true),
        (Purposes.Marketing.Automatic.Sms, ConsentFlag.Restriction, true),
    ];

    public static ConsentChange Change(ContactId contact, string id) => Change(contact, id, Flags);

    public static ContactConsents Consents(ContactId contact, string id) => Consents(contact, id, Flags);

    public static ContactConsents Consents(ContactId contact, string id, IEnumerable<(PurposePath Node, ConsentFlag Flag, bool IsActive)> flags) =>
        ContactConsents.Empty(contact, Rules.Taxonomy).Apply(Change(contact, id, flags), Rules, Recording).After.Contacts[0];

    private static ConsentChange Change(ContactId contact, string id, IEnumerable<(PurposePath Node, ConsentFlag Flag, bool IsActive)> flags) => flags.Aggregate(
        ConsentChange.For(contact).WithId(ChangeId.From(id)).AcceptNotice("v1", Now), (change, flag) => change.Say(StatementOf(flag.Node, flag.Flag, flag.IsActive)));

    private static Statement StatementOf(PurposePath node, ConsentFlag flag, bool isActive) => isActive == (flag == ConsentFlag.Status)
        ? Statement.Permissive(node, flag, Now, Form)
        : Statement.Protective(node, flag, Now);
}
