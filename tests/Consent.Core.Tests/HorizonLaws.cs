using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests;

/// <summary>Until when a decision holds.</summary>
public class HorizonLaws
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly PurposePath s_phone = Purposes.Marketing.Traditional.Phone;

    [Law]
    public Property Until_then_time_alone_changes_nothing() => Laws.ForAll(Questions(), x =>
    {
        var person = x.History.Fold();
        var decision = person.Decide(x.Request.At(x.Now), x.Rules, default);
        if (decision.HoldsUntil <= x.Now)
        {
            return false;
        }

        var times = x.Steps.Select(step => x.Now.Plus(step)).Append(LastBefore(decision.HoldsUntil)).Where(t => t >= x.Now && !(t >= decision.HoldsUntil));
        return times.All(t =>
        {
            var later = person.Decide(x.Request.At(t), x.Rules, default);
            return later with { HoldsUntil = decision.HoldsUntil } == decision && later.HoldsUntil == decision.HoldsUntil;
        });
    });

    /// <summary>The dates of the law count too: of presets, of made ones, of the first of several to change.</summary>
    [Law]
    public Property Until_then_the_law_changes_nothing_either() => Laws.ForAll(
        from x in LawQuestion.Any()
        from date in Gen.Elements(Jurisdiction.Presets.SelectMany(LawQuestion.Dates).Append(TimeGen.Minute(30)))
        from minutes in Gen.Choose(1, 20)
        from step in Gen.Choose(0, 60 * 24 * 200)
        select (x: x with { Request = x.Request.At(date.Plus(TimeSpan.FromMinutes(-minutes))) }, step),
        q =>
        {
            var person = q.x.History.Fold();
            var decision = q.x.Decide(person);
            var (first, last) = (q.x.At, LastBefore(decision.HoldsUntil));
            return !(decision.HoldsUntil <= first) && new[] { first.Plus(TimeSpan.FromMinutes(q.step)), last }.Concat(q.x.Laws.SelectMany(LawQuestion.Dates)).Where(t => t >= first && t <= last)
                .All(t => (q.x with { Request = q.x.Request.At(t) }).Decide(person) == decision);
        });

    [Fact]
    public void A_consent_that_never_expires_holds_for_ever() =>
        Assert.Null(new Given().Gave(1, s_email).MayContact(s_email).HoldsUntil);

    [Fact]
    public void A_consent_holds_until_it_expires()
    {
        var given = new Given(Jurisdiction.EuropeanUnion, TaxonomyGen.Extended).Gave(1, PurposePath.Parse("marketing.traditional.catalogue"));
        var request = ProcessingRequest.ToContact(Given.Ada, PurposePath.Parse("marketing.traditional.catalogue"));

        var until = given.Decide(request).HoldsUntil;

        Assert.Equal(Given.Minute(1).PlusMonths(6), until);
        Assert.False(given.Contact.Decide(request, given.Rules, until!.Value).IsPermitted);
        Assert.True(given.Contact.Decide(request, given.Rules, LastBefore(until)).IsPermitted);
    }

    [Fact]
    public void A_consent_holds_until_a_notice_that_is_published_ahead()
    {
        var given = new Given(null, null, new Notice("v1", Given.Minute(-1000)), new Notice("v2", Given.Minute(500)) { IsMaterial = true }).Gave(1, s_email);

        Assert.Equal(Given.Minute(500), given.MayContact(s_email).HoldsUntil);
        Assert.Null(given.MayContact(s_email, minute: 500).HoldsUntil);
    }

    [Fact]
    public void A_check_of_the_register_holds_until_it_is_stale()
    {
        var given = new Given(Jurisdiction.Italy).Gave(1, s_phone);
        var until = given.MayContact(s_phone, Given.Checked).HoldsUntil;

        Assert.Equal(Given.Minute(90).Plus(TimeSpan.FromDays(15)).Plus(TimeSpan.FromMicroseconds(1)), until);
    }

    private static Timestamp LastBefore(Timestamp? until) => (until ?? Timestamp.MaxValue).Plus(TimeSpan.FromMicroseconds(-1));

    private static Gen<Question> Questions() =>
        from history in HistoryGen.Any()
        from request in RequestGen.Any(history.Contacts[0], history.Taxonomy)
        from law in RequestGen.Law()
        from isLoyal in Gen.Elements(true, false)
        from notices in RequestGen.Notices()
        from minute in Gen.Choose(-5, 60)
        from steps in Gen.OneOf(
            Gen.Choose(0, 60).Select(n => TimeSpan.FromMinutes(n)),
            Gen.Choose(0, 60).Select(n => TimeSpan.FromDays(n)),
            Gen.Choose(0, 30).Select(n => TimeSpan.FromDays(n * 31)),
            Gen.Choose(0, 60).Select(n => TimeSpan.FromDays(10) - TimeSpan.FromMinutes(n)),
            Gen.Choose(0, 60).Select(n => TimeSpan.FromDays(15) - TimeSpan.FromMinutes(n)),
            Gen.Choose(0, 60).Select(n => TimeSpan.FromDays(20) - TimeSpan.FromMinutes(n))).ListOf(6)
        select new Question(history, request, new(history.Taxonomy, isLoyal ? law.With(it => it.Validity(24).Validity(12, p => p.Operations(Operation.Profiling))) : law, notices), TimeGen.Minute(minute), [.. steps]);

    private sealed record Question(History History, ProcessingRequest Request, ConsentRules Rules, Timestamp Now, IReadOnlyList<TimeSpan> Steps);
}
