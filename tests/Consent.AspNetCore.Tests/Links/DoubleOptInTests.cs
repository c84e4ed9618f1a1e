using System.Collections.Immutable;
using System.Net;
using System.Xml.Linq;
using Consent.Storage.InMemory;
using Consent.Tracking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static Consent.AspNetCore.Tests.LinkedHost;

namespace Consent.AspNetCore.Tests;

public class DoubleOptInTests
{
    private static readonly ContactPoint s_address = ContactPoint.Email("ada@shop.example");
    private static readonly IPAddress s_client = IPAddress.Parse("192.0.2.1");

    [Fact]
    public async Task A_sign_up_counts_once_the_button_behind_its_link_is_pressed()
    {
        await using var host = await HostAsync();
        var path = await SignUpAsync(host);
        Assert.Equal(DecisionCode.PendingConfirmation, (await host.MayAsync(Ada)).Code);

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            var looked = await host.Client.SendAsync(new(method, path), Stop);
            Assert.Equal(HttpStatusCode.OK, looked.StatusCode);
            Assert.Equal(("no-store", "no-referrer"), (looked.Headers.CacheControl!.ToString(), looked.Headers.GetValues("Referrer-Policy").Single()));
            Assert.False((await host.MayAsync(Ada)).IsPermitted);
        }

        var pressed = await host.Client.PostAsync(path, null, Stop);
        Assert.Equal(HttpStatusCode.OK, pressed.StatusCode);
        Assert.False(pressed.Headers.Contains("Set-Cookie"));
        Assert.Equal((true, DecisionCode.Consent), ((await host.MayAsync(Ada)).IsPermitted, (await host.MayAsync(Ada)).Code));
    }

    [Fact]
    public async Task It_is_recorded_as_the_persons_act_by_the_link_confirmed_from_the_address_that_it_was_sent_to()
    {
        await using var host = await HostAsync();
        var path = await SignUpAsync(host);
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.Client.PostAsync(path, null, Stop);
        var entry = (await host.Audit.As(Actor.DataProtectionOfficer("dpo")).HistoryAsync(Ada, Stop)).Last(e => e.Type == AuditEntryType.Changed);
        Assert.Equal((PersonalLinkKind.DoubleOptIn, ActorRole.ContactByLink), (entry.Actor!.LinkKind, entry.Actor.Roles.Single()));
        Assert.All(entry.Evidence!.Statements, s => Assert.Equal((true, s_address.Sha256, "web form", "192.0.2.1"), (s.Evidence.IsConfirmed, s.Evidence.ConfirmedPoint, s.Evidence.Method, s.Evidence.Details["ip"])));
        Assert.All(entry.Facts.Statements, s => Assert.Equal((Timestamp)host.Clock.GetUtcNow(), s.OccurredAt));
    }

    [Fact]
    public async Task A_second_click_says_that_it_was_confirmed_and_takes_back_no_no_said_since()
    {
        await using var host = await HostAsync();
        var path = await SignUpAsync(host);
        await host.Client.PostAsync(path, null, Stop);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).From(ChangeSource.SelfService).Withdraw(Email), Stop);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await host.Client.PostAsync(path, null, Stop);
        Assert.Contains("confirmed with this link before", await again.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(DecisionCode.ConsentWithdrawn, (await host.MayAsync(Ada)).Code);
    }

    [Fact]
    public async Task After_seven_days_the_link_is_over_and_nothing_waits()
    {
        await using var host = await HostAsync();
        var path = await SignUpAsync(host);
        host.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(HttpStatusCode.Gone, (await host.Client.GetAsync(path, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await host.Client.PostAsync(path, null, Stop)).StatusCode);
        Assert.False((await host.MayAsync(Ada)).IsPermitted);
    }

    [Fact]
    public async Task An_altered_link_and_one_of_another_kind_confirm_nothing()
    {
        await using var host = await HostAsync();
        var path = await SignUpAsync(host);
        var unsubscribe = await host.PathAsync(Ada, Email);
        string[] wrong = [path[..^3], path[..^1] + (path[^1] == 'A' ? 'B' : 'A'), "/confirm", "/confirm?t=", "/confirm?t=%00", "/confirm" + unsubscribe[unsubscribe.IndexOf('?', StringComparison.Ordinal)..], $"/confirm?t={new string('A', 20_000)}"];
        foreach (var one in wrong)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await host.Client.PostAsync(one, null, Stop)).StatusCode);
        }

        Assert.False((await host.MayAsync(Ada)).IsPermitted);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.ClickAsync("/unsubscribe" + path["/confirm".Length..])).StatusCode);
    }

    [Fact]
    public async Task Somebody_erased_comes_back_by_a_link_made_since_and_by_no_older_one()
    {
        await using var host = await HostAsync();
        await host.GiveAsync(Ada, Email);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var before = await SignUpAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Privacy.As(Actor.PrivacyManager("pm")).EraseAsync(new(Ada, "art. 17(1)(b)") { Keeps = ErasureKeeps.NeverContact }, Stop);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Gone, (await host.Client.PostAsync(before, null, Stop)).StatusCode);
        Assert.Equal(DecisionCode.Suppressed, (await host.MayAsync(Ada)).Code);

        var since = await SignUpAsync(host);
        Assert.Equal(DecisionCode.Suppressed, (await host.MayAsync(Ada)).Code);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.PostAsync(since, null, Stop)).StatusCode);
        Assert.True((await host.MayAsync(Ada)).IsPermitted);
    }

    [Fact]
    public async Task A_strangers_form_undoes_no_objection_and_its_owners_click_does()
    {
        await using var host = await HostAsync();
        await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).From(ChangeSource.SelfService).Object(Purposes.Marketing.Group).Restrict(Email), Stop);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var path = await SignUpAsync(host);
        Assert.Equal(DecisionOutcome.Deny, (await host.MayAsync(Ada)).Outcome);
        await host.Client.PostAsync(path, null, Stop);
        Assert.True((await host.MayAsync(Ada)).IsPermitted);
        Assert.Equal(DecisionOutcome.Deny, (await host.MayAsync(Ada, Purposes.Marketing.Automatic.Sms)).Outcome);
    }

    [Fact]
    public async Task An_unconfirmed_sign_up_outdates_no_confirmed_consent()
    {
        await using var host = await HostAsync();
        await host.Client.PostAsync(await SignUpAsync(host), null, Stop);
        host.Clock.Advance(TimeSpan.FromDays(2));
        await SignUpAsync(host);
        Assert.True((await host.MayAsync(Ada)).IsPermitted);
        host.Clock.Advance(TimeSpan.FromDays(30));
        Assert.True((await host.MayAsync(Ada)).IsPermitted);
    }

    [Theory]
    [InlineData("de-DE,de;q=0.9", "best\u00e4tigen", "de")]
    [InlineData("es", "confirme", "es")]
    [InlineData("fr", "confirmer", "fr")]
    [InlineData("it-IT", "confermi", "it")]
    [InlineData("pt", "confirm", "en")]
    public async Task The_page_speaks_the_readers_language(string wished, string word, string language)
    {
        await using var host = await HostAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, await SignUpAsync(host));
        request.Headers.AcceptLanguage.ParseAdd(wished);
        var page = await host.Client.SendAsync(request, Stop);
        Assert.Equal(language, page.Content.Headers.ContentLanguage.Single());
        var text = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(Stop));
        Assert.Contains(word, text, StringComparison.OrdinalIgnoreCase);
        Assert.Single(text.Split("<button>").Skip(1));
    }

    [Fact]
    public async Task A_link_shows_nothing_of_the_person_and_stays_short_whatever_a_browser_says_of_itself()
    {
        await using var host = await HostAsync();
        var request = Request(host);
        var details = Enumerable.Range(0, 16).ToImmutableSortedDictionary(n => $"detail {n:D2}", _ => new string('x', 1000));
        var url = await Links(host).RequestAsync(request with { Evidence = request.Evidence with { Details = details } }, s_client, Stop);
        Assert.InRange(url!.Length, 100, DoubleOptInLinks.MaxLength);
        Assert.DoesNotContain("ada", url, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.PostAsync(new Uri(url).PathAndQuery, null, Stop)).StatusCode);
        Assert.DoesNotContain(host.Log, line => line.Contains(url[^40..], StringComparison.Ordinal) || line.Contains("ada@", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Production", false, true, "the host does not say where these are kept")]
    [InlineData("Production", true, false, "has the content root for its application name")]
    [InlineData("Production", true, true, null)]
    [InlineData("Development", false, false, null)]
    public async Task Outside_development_a_host_with_keys_that_get_lost_does_not_start(string environment, bool keeps, bool isNamed, string? told)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseTestServer();
        builder.Services.AddConsentTracking().UseInMemoryStore().AddConsentLinks(o => o.Origin = "https://shop.example").AddConsentDoubleOptIn();
        if (keeps)
        {
            builder.Services.Configure<KeyManagementOptions>(o => o.XmlRepository = new KeysInMemory());
        }

        if (isNamed)
        {
            builder.Services.AddDataProtection().SetApplicationName("shop");
        }

        await using var app = builder.Build();
        app.MapConsentLinks();
        if (told is null)
        {
            await app.StartAsync(Stop);
        }
        else
        {
            Assert.Contains(told, Assert.Single((await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(Stop))).Failures), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Another_host_with_the_same_keys_takes_the_link_and_one_with_other_keys_does_not()
    {
        var (store, keys) = (new InMemoryConsentStore(), new KeysInMemory());
        await using var one = await HostAsync(store, keys);
        await using var other = await HostAsync(store, keys);
        await using var stranger = await HostAsync(new InMemoryConsentStore(), new KeysInMemory());
        var path = await SignUpAsync(one);
        Assert.Equal(HttpStatusCode.BadRequest, (await stranger.Client.PostAsync(path, null, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.Client.PostAsync(path, null, Stop)).StatusCode);
        Assert.True((await one.MayAsync(Ada)).IsPermitted);
    }

    private static Task<LinkedHost> HostAsync(InMemoryConsentStore? store = null, KeysInMemory? keys = null) => StartAsync(store, services: services =>
    {
        services.AddDataProtection().SetApplicationName("shop");
        services.Configure<KeyManagementOptions>(o => o.XmlRepository = keys ?? new KeysInMemory());
        new Consent.Storage.ConsentBuilder(services).AddConsentDoubleOptIn(l => l.AnswerTime = TimeSpan.Zero);
    });

    private static DoubleOptInLinks Links(LinkedHost host) => host.Services.GetRequiredService<DoubleOptInLinks>();

    private static DoubleOptInRequest Request(LinkedHost host) =>
        new(Ada, s_address, [Email], new("v1", host.Clock.GetUtcNow()), Evidence.WebForm("https://shop.example/newsletter").With("ip", "192.0.2.1"));

    private static async Task<string> SignUpAsync(LinkedHost host) => new Uri((await Links(host).RequestAsync(Request(host), s_client, Stop))!).PathAndQuery;

    private sealed class KeysInMemory : IXmlRepository
    {
        private readonly List<XElement> _keys = [];

        public IReadOnlyCollection<XElement> GetAllElements()
        {
            lock (_keys)
            {
                return [.. _keys];
            }
        }

        public void StoreElement(XElement element, string friendlyName)
        {
            lock (_keys)
            {
                _keys.Add(element);
            }
        }
    }
}
