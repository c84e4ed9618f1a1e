using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static Consent.AspNetCore.Tests.ApiHost;

namespace Consent.AspNetCore.Tests.Actors;

/// <summary>Who a request is from: a claim counts from its scheme and issuer only.</summary>
public class ActorTests
{
    [Theory]
    [InlineData("ada", "Contact ada ada")]
    [InlineData("carl care", "Operator carl -")]
    [InlineData("dora dpo care", "Operator+DataProtectionOfficer dora -")]
    [InlineData("ada unknown-role", "Contact ada ada")]
    [InlineData("key:shop", "ApiClient key:shop -")]
    public async Task Roles_go_first_then_programs_then_the_contact(string token, string expected)
    {
        await using var host = await StartAsync(map: Who);
        using var answer = await host.AsAsync(token, HttpMethod.Get, "/who");
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ada@https://other.example")]
    [InlineData("carl care@https://other.example")]
    [InlineData("ada@LOCAL AUTHORITY")]
    [InlineData("key:shop@https://other.example")]
    public async Task Nobody_and_whom_another_issuer_names_is_answered_401_with_problem_details(string? token)
    {
        await using var host = await StartAsync(map: Who);
        using var answer = await host.AsAsync(token, HttpMethod.Get, "/who");
        Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var body = await answer.Content.ReadAsStringAsync(Stop);
        Assert.Contains("\"type\":\"urn:consent:NOT_SIGNED_IN\"", body, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"NOT_SIGNED_IN\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cookie_is_told_from_a_token_and_a_subject_of_an_external_sign_in_from_the_hosts_own()
    {
        await using var host = await StartAsync(map: app => app.MapGet("/who", (ConsentActor who) => $"{who} {who.IsSentByBrowser}"));
        using var cookie = await host.AsAsync(null, HttpMethod.Get, "/who", headers: await host.CookieAsync("ada"));
        using var google = await host.AsAsync(null, HttpMethod.Get, "/who", headers: await host.CookieAsync("ada", "Google"));
        using var token = await host.AsAsync("ada", HttpMethod.Get, "/who");
        Assert.Equal(("Contact True", HttpStatusCode.Unauthorized, "Contact False"), (await cookie.Content.ReadAsStringAsync(Stop), google.StatusCode, await token.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task Two_issuers_behind_one_cookie_are_two_people_by_their_prefixes()
    {
        await using var host = await StartAsync(map: Who, actors: o =>
        {
            o.Contact = new() { Scheme = "Cookies", Issuer = "Google", Prefix = "google:" };
            o.OtherContacts["facebook"] = new() { Scheme = "Cookies", Issuer = "Facebook", Prefix = "facebook:" };
        });
        using var google = await host.AsAsync(null, HttpMethod.Get, "/who", headers: await host.CookieAsync("17", "Google"));
        using var facebook = await host.AsAsync(null, HttpMethod.Get, "/who", headers: await host.CookieAsync("17", "Facebook"));
        Assert.Equal(("Contact google:17 google:17", "Contact facebook:17 facebook:17"), (await google.Content.ReadAsStringAsync(Stop), await facebook.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task A_role_of_the_contacts_sign_in_does_not_count_where_staff_sign_in_elsewhere()
    {
        await using var host = await StartAsync(map: Who);
        using var answer = await host.AsAsync(null, HttpMethod.Get, "/who", headers: await host.CookieAsync("eve", role: "dpo"));
        Assert.Equal("Contact eve eve", await answer.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task The_hosts_own_provider_goes_before_claims()
    {
        await using var host = await StartAsync(map: Who, consent: c => c.AddConsentActors<Always>());
        using var answer = await host.AsAsync("ada", HttpMethod.Get, "/who");
        Assert.Equal("System nightly -", await answer.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("carl care", ConsentPolicies.Operator, true)]
    [InlineData("carl care", ConsentPolicies.Dpo, false)]
    [InlineData("dora dpo", ConsentPolicies.Dpo, true)]
    [InlineData("paul privacy", ConsentPolicies.Privacy, true)]
    [InlineData("ada", ConsentPolicies.Contact, true)]
    [InlineData("ada", ConsentPolicies.Operator, false)]
    [InlineData("key:shop", ConsentPolicies.ApiClient, true)]
    public async Task A_policy_asks_for_its_role(string token, string policy, bool isLetIn)
    {
        await using var host = await StartAsync(map: app => app.MapGet("/page", () => "in").RequireAuthorization(policy));
        using var answer = await host.AsAsync(token, HttpMethod.Get, "/page");
        Assert.Equal(isLetIn, answer.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_policy_of_the_hosts_own_goes_before()
    {
        await using var host = await StartAsync(
            map: app => app.MapGet("/page", () => "in").RequireAuthorization(ConsentPolicies.Dpo), services: s => s.AddAuthorizationBuilder().AddPolicy(ConsentPolicies.Dpo, p => p.RequireAssertion(_ => true)));
        using var answer = await host.AsAsync("ada", HttpMethod.Get, "/page");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    public static TheoryData<string, string> Wrong => new()
    {
        { "no scheme", "Contact.Scheme is missing" },
        { "unknown scheme", "'Cookie' is none that AddAuthentication() was given: there are 'Cookies', 'Bearer'" },
        { "forwarding", "'Either' forwards to other schemes" },
        { "same issuer", "nothing tells them apart" },
        { "no prefix", "Set the Prefix of both" },
        { "prefix of prefix", "begins with that of the other" },
        { "programs among contacts", "people could be taken for programs" },
        { "programs among staff", "people could be taken for programs" },
        { "contact as role", "Roles[\"me\"] is to be a role of staff" },
        { "roles from nowhere", "say in Staff where people with a role sign in" },
        { "blank issuer", "Contact.Issuer is blank" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_could_take_one_for_another_stops_the_start_with_a_sentence(string flaw, string sentence)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(actors: o =>
        {
            o.Contact = new() { Scheme = "Cookies", Prefix = "a:" };
            switch (flaw)
            {
                case "no scheme": o.Contact.Scheme = null; break;
                case "unknown scheme": o.Contact.Scheme = "Cookie"; break;
                case "forwarding": o.Contact.Scheme = "Either"; break;
                case "same issuer": o.OtherContacts["b"] = new() { Scheme = "Cookies", Prefix = "b:" }; break;
                case "no prefix": o.OtherContacts["b"] = new() { Scheme = "Bearer" }; break;
                case "prefix of prefix": o.OtherContacts["b"] = new() { Scheme = "Bearer", Prefix = "a:b:" }; break;
                case "programs among contacts": o.ApiClients = new() { Scheme = "Cookies", Claim = "client_id" }; break;
                case "programs among staff": (o.Staff, o.ApiClients) = (new() { Scheme = "Bearer", Issuer = Idp }, new() { Scheme = "Bearer", Issuer = Idp }); break;
                case "contact as role": o.Roles["me"] = ActorRole.Contact; break;
                case "roles from nowhere": (o.Contact, o.Roles["dpo"]) = (null, ActorRole.DataProtectionOfficer); break;
                default: o.Contact.Issuer = " "; break;
            }
        }));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_has_no_actor_and_no_text_shows_an_id()
    {
        Assert.Throws<InvalidOperationException>(() => ConsentActor.Nobody.Actor);
        Assert.Equal(("Nobody", "Contact"), (ConsentActor.Nobody.ToString(), new ConsentActor(Actor.ForSelf(ContactId.From("ada")), isSentByBrowser: true).ToString()));
    }

    private static void Who(WebApplication app) => app.MapGet("/who", (ConsentActor who) => $"{who.Actor} {who.Actor.Id} {(who.Actor.Own.IsDefault ? "-" : who.Actor.Own.Value)}");

    private sealed class Always : IConsentActorProvider
    {
        public ValueTask<ConsentActor> GetAsync(HttpContext context) => new(new ConsentActor(Actor.System("nightly"), isSentByBrowser: false));
    }
}
