using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests;

/// <summary>A host decides for millions of contacts in a row: the garbage collector must have nothing to do with it.</summary>
public class AllocationTests
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly PurposePath s_phone = Purposes.Marketing.Traditional.Phone;

    private static readonly Dictionary<string, (Given Given, ProcessingRequest Request, DecisionCode Code)> s_situations = new(StringComparer.Ordinal)
    {
        ["consent"] = (new Given().Gave(1, s_email), ProcessingRequest.ToContact(Ada, s_email), DecisionCode.Consent),
        ["consent in Italy"] = (new Given(Jurisdiction.Italy).Gave(1, s_email), ProcessingRequest.ToContact(Ada, s_email), DecisionCode.Consent),
        ["withdrawn from the group"] = (new Given().Gave(1, s_email).Withdrew(2, Purposes.Marketing.Group), ProcessingRequest.ToContact(Ada, s_email), DecisionCode.ConsentWithdrawn),
        ["objected to the group"] = (new Given().Gave(1, s_email).Objected(2, Purposes.Marketing.Group), ProcessingRequest.ToContact(Ada, s_email), DecisionCode.Objected),
        ["soft spam"] = (new Given(), ProcessingRequest.ToContact(Ada, s_email).With(Sold), DecisionCode.SoftSpam),
        ["extended consent"] = (new Given(Jurisdiction.Italy.TurnOn("extension-from-one")).Gave(1, s_email), ProcessingRequest.ToContact(Ada, s_phone).With(Checked), DecisionCode.ConsentExtends),
        ["expired"] = (new Given(Jurisdiction.Italy.TurnOn("garante-guideline")).Gave(1, s_email), ProcessingRequest.ToContact(Ada, s_email).At(Minute(60 * 24 * 366 * 2)), DecisionCode.ConsentExpired),
        ["storage"] = (new Given().Gave(1, s_email), ProcessingRequest.ToStore(Ada, s_email), DecisionCode.Consent),
        ["a claim"] = (new Given(), ProcessingRequest.ForLegalClaim(Ada, "suit 12"), DecisionCode.ClaimsException),
        ["an unknown purpose"] = (new Given(), ProcessingRequest.ToContact(Ada, PurposePath.Parse("marketing.automatic.fax")), DecisionCode.UnknownPurpose),
    };

    public static TheoryData<string> Situations => [.. s_situations.Keys];

    [Theory]
    [MemberData(nameof(Situations))]
    public void A_decision_allocates_nothing(string situation)
    {
        var (given, request, code) = s_situations[situation];
        var contact = given.Contact;
        var rules = given.Rules;
        var now = Minute(100);
        Assert.Equal(code, contact.Decide(request, rules, now).Code);

        // The runtime allocates once for itself when it compiles anew what runs often; what a decision allocates is there in every round.
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
            {
                contact.Decide(request, rules, now);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
