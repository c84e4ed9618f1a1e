using System.Reflection;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>The permission table, through the public API.</summary>
public class AccessTests
{
    private static readonly Dictionary<ActorRole, Actor> s_actors = new()
    {
        [ActorRole.Contact] = Actor.ForSelf(Ada),
        [ActorRole.Operator] = Actor.Operator("op"),
        [ActorRole.ApiClient] = Api,
        [ActorRole.System] = Actor.System("job"),
        [ActorRole.DataProtectionOfficer] = Dpo,
        [ActorRole.PrivacyManager] = Actor.PrivacyManager("pm"),
        [ActorRole.ContactByLink] = Actor.ContactByLink(Ada, PersonalLink.Preferences(Timestamp.MinValue, mayGive: true)),
    };

    private static readonly Dictionary<string, Func<TrackedHost, Actor, Task>> s_doings = new()
    {
        ["see"] = async (host, actor) => await host.Tracker.As(actor).GetAsync(Ada, Stop),
        ["preview"] = async (host, actor) => await host.Tracker.As(actor).ExplainAsync(ProcessingRequest.ToContact(Ada, Email), Stop),
        ["protect"] = async (host, actor) => await host.Tracker.As(actor).ApplyAsync(ConsentChange.For(Ada).Object(Email), Stop),
        ["permit"] = async (host, actor) =>
        {
            var result = await host.Tracker.As(actor).ApplyAsync(host.Give(Ada).Because("asked for"), Stop);
            Assert.Equal(ChangeOutcome.Recorded, result.Outcome);
        },
        ["many"] = async (host, actor) => await host.Bulk.As(actor).Apply(new[] { ConsentChange.For(Ada).WithId(ChangeId.From("m")).Object(Email) }.ToAsyncEnumerable()).CompleteAsync(Stop),
        ["link"] = async (host, actor) => await host.Tracker.As(actor).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("l")) { Reason = "same person" }, Stop),
        ["rectify"] = async (host, actor) => await host.Privacy.As(actor).RectifyAsync(Rectification.OfChange(Ada, ChangeId.From("c"), "wrong person", "case 7"), Stop),
        ["export"] = async (host, actor) => await host.Tracker.As(actor).ExportAsync(Ada, Stop),
        ["history"] = async (host, actor) => await host.Audit.As(actor).HistoryAsync(Ada, Stop),
        ["pasts"] = async (host, actor) => await host.Audit.As(actor).AsItWasAsync(Ada, host.Now, Stop),
        ["quarantine"] = async (host, actor) => await host.Audit.As(actor).QuarantineAsync(Stop).CountAsync(Stop),
        ["file"] = async (host, actor) => await host.Tracker.As(actor).Requests.FileAsync(Ada, SubjectRequestKind.Objection, cancellationToken: Stop),
        ["requests"] = async (host, actor) => await host.Tracker.As(actor).Requests.OfAsync(Ada, Stop),
        ["due"] = async (host, actor) => await host.Tracker.As(actor).Requests.DueAsync(Timestamp.MaxValue, Stop).CountAsync(Stop),
    };

    private static readonly Dictionary<string, ActorRole[]> s_allowed = new()
    {
        ["see"] = Enum.GetValues<ActorRole>(),
        ["preview"] = Enum.GetValues<ActorRole>(),
        ["protect"] = [ActorRole.Contact, ActorRole.ContactByLink, ActorRole.Operator, ActorRole.ApiClient, ActorRole.System, ActorRole.DataProtectionOfficer, ActorRole.PrivacyManager],
        ["permit"] = [ActorRole.Contact, ActorRole.ContactByLink, ActorRole.Operator, ActorRole.ApiClient],
        ["many"] = [ActorRole.ApiClient],
        ["link"] = [ActorRole.Operator, ActorRole.ApiClient, ActorRole.PrivacyManager],
        ["rectify"] = [ActorRole.PrivacyManager],
        ["export"] = [ActorRole.Contact, ActorRole.DataProtectionOfficer, ActorRole.PrivacyManager],
        ["history"] = [ActorRole.DataProtectionOfficer],
        ["pasts"] = [ActorRole.DataProtectionOfficer],
        ["quarantine"] = [ActorRole.DataProtectionOfficer],
        ["file"] = [ActorRole.Contact, ActorRole.Operator, ActorRole.DataProtectionOfficer, ActorRole.PrivacyManager],
        ["requests"] = [ActorRole.Contact, ActorRole.Operator, ActorRole.DataProtectionOfficer, ActorRole.PrivacyManager],
        ["due"] = [ActorRole.DataProtectionOfficer, ActorRole.PrivacyManager],
    };

    /// <summary>Everything that is asked of one contact.</summary>
    private static readonly Dictionary<string, Func<TrackedHost, ContactId, Task>> s_ofOne = new()
    {
        ["get"] = async (host, id) => await host.Tracker.As(Api).GetAsync(id, Stop),
        ["preferences"] = async (host, id) => await host.Tracker.As(Api).PreferencesAsync(id, cancellationToken: Stop),
        ["export"] = async (host, id) => await host.Tracker.As(Actor.ForSelf(Ada)).ExportAsync(id, Stop),
        ["receipt"] = async (host, id) => await host.Tracker.As(Actor.ForSelf(Ada)).ReceiptAsync(id, ChangeId.From("c"), Stop),
        ["decide"] = async (host, id) => await host.Tracker.DecideAsync(ProcessingRequest.ToContact(id, Email), Stop),
        ["history"] = async (host, id) => await host.Audit.As(Dpo).HistoryAsync(id, Stop),
        ["as it was"] = async (host, id) => await host.Audit.As(Dpo).AsItWasAsync(id, host.Now, Stop),
        ["as known"] = async (host, id) => await host.Audit.As(Dpo).AsKnownAsync(id, host.Now, Stop),
        ["as known up to"] = async (host, id) => await host.Audit.As(Dpo).AsKnownUpToAsync(id, 0, cancellationToken: Stop),
        ["prove"] = async (host, id) => await host.Audit.As(Dpo).ProveAsync(id, ChangeId.From("c"), Stop),
        ["dossier"] = async (host, id) => await host.Audit.As(Dpo).DossierAsync(id, cancellationToken: Stop),
        ["hold"] = async (host, id) => await host.Privacy.As(Manager).HoldAsync(id, "case 7", Stop),
        ["release"] = async (host, id) => await host.Privacy.As(Manager).ReleaseHoldAsync(id, "case 7", Stop),
        ["file"] = async (host, id) => await host.Tracker.As(Manager).Requests.FileAsync(id, SubjectRequestKind.Access, cancellationToken: Stop),
        ["requests"] = async (host, id) => await host.Tracker.As(Manager).Requests.OfAsync(id, Stop),
        ["erase"] = async (host, id) => await host.Privacy.As(Manager).EraseAsync(new(id, "GDPR 17(1)(b)"), Stop),
    };

    public static TheoryData<string> AllOfOne => [.. s_ofOne.Keys];

    [Theory]
    [MemberData(nameof(AllOfOne))]
    public async Task An_id_that_was_never_set_is_an_error_and_nobody_elses_records(string asked)
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        var size = await host.LogSize();

        await Assert.ThrowsAsync<ArgumentException>(() => s_ofOne[asked](host, default));

        Assert.Equal(size, await host.LogSize());
    }

    public static TheoryData<string, ActorRole> Cells => new(s_doings.Keys.SelectMany(d => Enum.GetValues<ActorRole>().Select(r => (d, r))));

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Each_role_may_do_what_the_table_says_and_no_more(string doing, ActorRole role)
    {
        using var host = new TrackedHost();
        var attempt = s_doings[doing](host, s_actors[role]);
        if (s_allowed[doing].Contains(role))
        {
            await attempt;
        }
        else
        {
            await Assert.ThrowsAsync<ConsentAccessDeniedException>(() => attempt);
            Assert.Equal(0, await host.LogSize());
        }
    }

    /// <summary>What each kind of link is for, and no more.</summary>
    public static TheoryData<string, PersonalLinkKind, bool, bool> LinkCells => new(
        from doing in s_doings.Keys
        from link in new[] { (PersonalLinkKind.Unsubscribe, false), (PersonalLinkKind.DoubleOptIn, true), (PersonalLinkKind.Preferences, false), (PersonalLinkKind.Preferences, true) }
        let isAllowed = (doing, link.Item1) switch
        {
            ("see" or "preview", PersonalLinkKind.Preferences) => true,
            ("protect", _) => true,
            ("permit", PersonalLinkKind.Preferences) => link.Item2,
            _ => false,
        }
        select (doing, link.Item1, link.Item2, isAllowed));

    [Theory]
    [MemberData(nameof(LinkCells))]
    public async Task A_contact_by_link_may_do_what_the_link_is_for(string doing, PersonalLinkKind kind, bool mayGive, bool isAllowed)
    {
        using var host = new TrackedHost();
        var link = kind switch
        {
            PersonalLinkKind.Unsubscribe => PersonalLink.Unsubscribe(host.Now, Email),
            PersonalLinkKind.DoubleOptIn => PersonalLink.DoubleOptIn(host.Now, Email),
            _ => PersonalLink.Preferences(host.Now, mayGive),
        };
        var attempt = s_doings[doing](host, Actor.ContactByLink(Ada, link));
        if (isAllowed)
        {
            await attempt;
        }
        else
        {
            await Assert.ThrowsAsync<ConsentAccessDeniedException>(() => attempt);
            Assert.Equal(0, await host.LogSize());
        }
    }

    [Theory]
    [InlineData("see")]
    [InlineData("protect")]
    [InlineData("permit")]
    public async Task A_link_reaches_nobody_else(string doing)
    {
        using var host = new TrackedHost();
        await Assert.ThrowsAsync<ConsentAccessDeniedException>(() => s_doings[doing](host, Actor.ContactByLink(Bea, PersonalLink.Preferences(host.Now, mayGive: true))));
    }

    [Theory]
    [InlineData(ActorRole.Operator, true)]
    [InlineData(ActorRole.PrivacyManager, true)]
    [InlineData(ActorRole.ApiClient, false)]
    public async Task A_link_is_dated_back_for_what_was_permitted_only_by_whom_the_table_names(ActorRole role, bool isDatedBack)
    {
        using var host = new TrackedHost();
        var link = new ContactLink(Ada, Bea, host.Now.Plus(TimeSpan.FromDays(-36 * 365)), ChangeId.From("l")) { Reason = "same person" };
        await host.Tracker.As(s_actors[role]).LinkAsync(link, Stop);

        Assert.Equal(isDatedBack ? link.OccurredAt : host.Now, (await host.Tracker.As(Api).GetAsync(Ada, Stop)).Links[0].PermissiveFrom);
    }

    [Theory]
    [InlineData(ActorRole.Operator)]
    [InlineData(ActorRole.PrivacyManager)]
    public async Task Whoever_needs_a_reason_to_link_is_refused_without_one(ActorRole role)
    {
        using var host = new TrackedHost();
        var denied = await Assert.ThrowsAsync<ConsentAccessDeniedException>(
            async () => await host.Tracker.As(s_actors[role]).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("l")), Stop));
        Assert.Equal((Permission.Link, AccessVerdict.ReasonMissing), (denied.Permission, denied.Verdict));
    }

    [Theory]
    [InlineData("see")]
    [InlineData("protect")]
    [InlineData("permit")]
    [InlineData("export")]
    public async Task A_contact_reaches_nobody_else_whether_that_one_exists_or_not(string doing)
    {
        using var host = new TrackedHost();
        var before = await Assert.ThrowsAsync<ConsentAccessDeniedException>(() => s_doings[doing](host, Actor.ForSelf(Bea)));
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        var after = await Assert.ThrowsAsync<ConsentAccessDeniedException>(() => s_doings[doing](host, Actor.ForSelf(Bea)));
        Assert.Equal(before.Message, after.Message);
        Assert.DoesNotContain("ada", after.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_one_contact_port_changes_no_list_of_contacts()
    {
        // To decide is to read: of that a list may be asked for.
        var parameters = new[] { typeof(ConsentTracker), typeof(ActingTracker) }
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)).Where(m => m.Name != nameof(ConsentTracker.DecideAsync)).SelectMany(m => m.GetParameters());
        Assert.DoesNotContain(parameters, p => p.ParameterType != typeof(string) && typeof(System.Collections.IEnumerable).IsAssignableFrom(p.ParameterType));
        Assert.DoesNotContain(parameters, p => p.ParameterType.IsGenericType && p.ParameterType.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
    }

    [Fact]
    public async Task A_bulk_yes_from_a_user_interface_is_refused_even_of_a_program()
    {
        using var host = new TrackedHost();
        var changes = new[] { host.Give(Ada).WithId(ChangeId.From("x")).From(ChangeSource.UserInterface) };
        var report = await host.Bulk.As(Api).Apply(changes.ToAsyncEnumerable()).CompleteAsync(Stop);
        Assert.Equal((1L, 0), (report.Progress.Refused, await host.LogSize()));
    }

    [Fact]
    public void Withdrawing_needs_no_more_fields_and_no_more_roles_than_giving()
    {
        var give = typeof(ConsentChange).GetMethod(nameof(ConsentChange.Give))!;
        foreach (var name in new[] { nameof(ConsentChange.Withdraw), nameof(ConsentChange.Object), nameof(ConsentChange.Restrict) })
        {
            var ways = typeof(ConsentChange).GetMethods().Where(m => m.Name == name).ToList();
            Assert.NotEmpty(ways);
            Assert.All(ways, no => Assert.Equal((give.ReturnType, 1), (no.ReturnType, no.GetParameters().Count(p => !p.IsOptional))));
        }

        foreach (var role in Enum.GetValues<ActorRole>())
        {
            Assert.True(AccessPolicy.Default[Permission.Protect, role] >= AccessPolicy.Default[Permission.Permit, role]);
        }
    }

    [Fact]
    public async Task Withdrawing_is_one_call_for_whoever_could_give_in_one()
    {
        using var host = new TrackedHost();
        var self = host.Tracker.As(Actor.ForSelf(Ada));
        await self.ApplyAsync(host.Give(Ada), Stop);
        Assert.Equal(StatementResult.InForce, (await self.ApplyAsync(ConsentChange.For(Ada).Withdraw(Email), Stop)).Statements[0].Result);
    }
}
