using System.Text.Json;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>An export is of the person, a file, and names nobody of the staff.</summary>
public class ExportTests
{
    private static readonly ContactId s_cid = ContactId.From("cid");

    [Fact]
    public async Task An_export_of_one_linked_id_has_the_persons_acts_under_all_of_them()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("link")), Stop);
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).Object(Purposes.Profiling.Online), Stop);
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(s_cid).Object(Email), Stop);

        var export = await host.Tracker.As(Actor.ForSelf(Ada)).ExportAsync(Ada, Stop);

        Assert.Equal([Ada, Bea], export.Consents.Select(c => c.Id));
        Assert.Equal([AuditEntryType.Changed, AuditEntryType.Linked, AuditEntryType.Linked, AuditEntryType.Changed], export.Entries.Select(e => e.Type));

        // The export is on record for both ids.
        Assert.Equal(7, await host.LogSize());
    }

    [Fact]
    public async Task What_an_erasure_or_a_list_left_is_exported_without_a_change_id()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(ConsentChange.For(Ada).From(ChangeSource.SelfService).GiveAnew(Email, host.Now, Form), Stop);
        await host.Privacy.As(Manager).CloseAsync(new() { Contacts = [Bea] }, Stop);
        await host.Tracker.As(Api).LinkAsync(new(Bea, s_cid, host.Now, ChangeId.From("link")), Stop);

        foreach (var contact in (ContactId[])[Ada, Bea, s_cid])
        {
            using var json = System.Text.Json.JsonDocument.Parse((await host.Tracker.As(Actor.ForSelf(contact)).ExportAsync(contact, Stop)).ToJson().AsMemory());
            Assert.NotEqual(0, json.RootElement.GetProperty("contacts").GetArrayLength());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_export_has_no_readings_hold_reasons_or_names_of_staff(bool isByManager)
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Actor.Operator("lucia", "team lead")).ApplyAsync(host.Give(Ada).From(ChangeSource.UserInterface).Because("asked on the phone"), Stop);
        await host.Privacy.As(Manager).HoldAsync(Ada, "court file 7/2026", Stop);
        await host.Audit.As(Dpo).HistoryAsync(Ada, Stop);
        await host.Tracker.As(Dpo).ExportAsync(Ada, Stop);

        var export = await host.Tracker.As(isByManager ? Manager : Actor.ForSelf(Ada)).ExportAsync(Ada, Stop);

        Assert.Equal([AuditEntryType.Changed, AuditEntryType.Held], export.Entries.Select(e => e.Type));
        Assert.All(export.Entries, e => Assert.Null(e.Actor));
        foreach (var name in new[] { "lucia", "team lead", "court file", Dpo.Id, Manager.Id })
        {
            Assert.DoesNotContain(name, export.ToJson(), StringComparison.Ordinal);
        }

        Assert.Contains("https://shop.example/form", export.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_is_a_file_that_any_serializer_writes()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);

        var export = await host.Tracker.As(Dpo).ExportAsync(Ada, Stop);

        Assert.Equal(export.ToJson(), JsonSerializer.Serialize(export));
        using var file = JsonDocument.Parse(export.ToJson());
        var contact = file.RootElement.GetProperty("contacts")[0];
        Assert.Equal(("ada", "v1"), (contact.GetProperty("id").GetString(), contact.GetProperty("acceptances")[0].GetProperty("version").GetString()));
        Assert.Equal((Email.ToString(), true), (contact.GetProperty("flags")[0].GetProperty("node").GetString(), contact.GetProperty("flags")[0].GetProperty("value").GetBoolean()));
        Assert.Equal("changed", file.RootElement.GetProperty("entries")[0].GetProperty("facts").GetProperty("type").GetString());
    }

    [Fact]
    public async Task An_export_is_a_page_that_runs_nothing_and_hides_nothing()
    {
        using var host = new TrackedHost();
        const string Hostile = "</pre><script>alert(1)</script>";
        await host.Tracker.As(Actor.Operator("lucia", "team lead")).ApplyAsync(
            host.Give(Ada).From(ChangeSource.UserInterface).Because(Hostile).Pause(PurposePath.Parse("profiling"), host.Now.Plus(TimeSpan.FromDays(30)), Evidence.RecordedCall(Hostile)), Stop);

        var export = await host.Tracker.As(Actor.ForSelf(Ada)).ExportAsync(Ada, Stop);
        var page = export.ToHtml();

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("lucia", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.Contains("<td>marketing.automatic.email</td><td>consent given</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td>profiling</td><td>objection</td>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;/pre&gt;&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
        var file = page.Split("<pre id=\"consent-export\">")[1].Split("</pre>")[0];
        Assert.Equal(export.ToJson(), file.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_id_that_was_linked_once_and_is_somebody_elses_is_not_named()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("link")), Stop);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).WithId(ChangeId.From("beas-own-no")).Object(Purposes.Profiling.Online), Stop);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("unlink"), isLinked: false), Stop);

        var export = await host.Tracker.As(Dpo).ExportAsync(Ada, Stop);

        Assert.Equal([Ada], export.Consents.Select(c => c.Id));
        Assert.DoesNotContain("\"bea\"", export.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain("beas-own-no", export.ToJson(), StringComparison.Ordinal);
        Assert.Equal(FlagValue.Active, export.Consents[0][Purposes.Profiling.Online].Objection);
    }
}
