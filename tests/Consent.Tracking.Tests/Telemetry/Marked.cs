using Consent.Testing;
using Consent.Storage;
using static Consent.Tracking.Tests.TrackingHost;

namespace Consent.Tracking.Tests;

/// <summary>Data whose every personal field carries a mark that can be found again.</summary>
internal static class Marked
{
    public const string Mark = "mArKeR";
    public const string IpAddress = "203.0.113.77";

    public static ContactId Ada { get; } = ContactId.From($"{Mark}-ada");

    public static ContactId Bea { get; } = ContactId.From($"{Mark}-bea");

    public static ContactId Cid { get; } = ContactId.From($"{Mark}-cid");

    public static ContactId Gone { get; } = ContactId.From($"{Mark}-gone");

    public static Actor Program { get; } = Actor.ApiClient($"{Mark}-client", $"{Mark}-authority");

    public static Actor Clerk { get; } = Actor.Operator($"{Mark}-clerk", $"{Mark}-authority");

    public static Actor Dpo { get; } = Actor.DataProtectionOfficer($"{Mark}-officer");

    public static Actor Robot { get; } = Actor.System($"{Mark}-robot");

    public static Evidence Shown { get; } = new Evidence
    {
        ActedBy = ActingParty.Person,
        Method = $"{Mark}-method",
        Reference = $"https://{Mark}.example/form",
        Source = $"{Mark}-source",
        Ground = $"{Mark}-ground",
        TextSha256 = Sha256Digest.OfText(Mark),
    }.With("ip", IpAddress).With($"{Mark}-detail", $"{Mark}-agent");

    /// <summary>A request whose facts are marked.</summary>
    public static ProcessingRequest Ask(ContactId contact) => ProcessingRequest.ToContact(contact, Purposes.Marketing.Automatic.Email)
        .With(facts => facts with { Sale = new() { Reference = $"{Mark}-sale", OwnProducts = true, SimilarProducts = true } });

    public static ProcessingRequest Claim(ContactId contact) => ProcessingRequest.ForLegalClaim(contact, $"{Mark}-claim");

    public static ConsentChange Change(ContactId contact, string id, ChangeSource source = ChangeSource.Api) =>
        ConsentChange.For(contact).WithId(ChangeId.From($"{Mark}-{id}")).From(source).Because($"{Mark}-reason");

    public static ConsentChange Give(ContactId contact, string id, double day = -20) =>
        Change(contact, id).AcceptNotice("v1", Day(day)).Give(Purposes.Marketing.Automatic.Email, Day(day), Shown);

    public static ConsentDocument Document(ContactId contact, double day) => new(
        contact, "crm", Day(day), NodeFlags.Empty.With(Purposes.Marketing.Automatic.Email, ConsentFlag.Status, FlagValue.Active), place: $"{Mark}.jsonl:17");

    public static ContactLink LinkOf(string id, double day, bool isLinked = true) =>
        new(Ada, Bea, Day(day), ChangeId.From($"{Mark}-{id}"), isLinked) { Reason = $"{Mark}-reason" };

    /// <summary>Texts that are refused, and must not be quoted in the refusal.</summary>
    public static IEnumerable<string> BadTexts() => [$"{Mark}\0", $"{Mark}\ud800", Mark + new string('x', 2000)];

    /// <summary>Every place that takes text of a host's or a person's.</summary>
    public static IEnumerable<Action<string>> TextTakers() =>
    [
        text => ContactId.From(text),
        text => ContactId.Parse(text),
        text => ChangeId.From(text),
        text => ChangeId.Parse(text),
        text => Actor.ApiClient(text),
        text => Actor.Operator("clerk", text),
        text => Change(Ada, "bad").Because(text),
        text => Evidence.WebForm(text),
        text => Evidence.Asserted(text),
        text => Evidence.LiftedByController(text, text),
        text => Evidence.None.With("ip", text),
        text => Evidence.None.With(text, "value"),
        text => _ = new NoticeAcceptance(text, Day(0)),
        text => _ = new NoticeAcceptance("v1", Day(0), text),
        text => _ = new ConsentDocument(Ada, text, Day(0), NodeFlags.Empty),
        text => _ = new ConsentDocument(Ada, "crm", Day(0), NodeFlags.Empty, place: text),
        text => _ = new ContactLink(Ada, Bea, Day(0), ChangeId.From("l")) { Reason = text },
        text => PurposePath.Parse(text),
        text => Timestamp.Parse(text),
        text => Sha256Digest.Parse(text),
        text => _ = new AuditEntryType(text),
        text => _ = new Notice(text, Day(0)),
    ];

    /// <summary>Puts an erased contact there, as an erasure with suppression leaves it.</summary>
    public static async Task SuppressAsync(IConsentStore store) => await store.CommitAsync(
        [new() { Snapshots = [new(Closings.Of(Gone, Day(-2)), 0)] }], Token);
}
