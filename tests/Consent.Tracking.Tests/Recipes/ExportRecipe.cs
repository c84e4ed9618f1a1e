using System.Text.Json;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Recipes;

// <recipe export>
public sealed class MyData(ConsentTracker tracker)
{
    // For the person, signed in. A link does not export: whoever has the mail has the link. The privacy manager may for them: Actor.PrivacyManager(…).
    public async Task<string> DownloadAsync(ContactId signedIn, CancellationToken cancellationToken)
    {
        var export = await tracker.As(Actor.ForSelf(signedIn)).ExportAsync(signedIn, cancellationToken);
        return export.ToJson();
    }
}
// </recipe>

public sealed class ExportRecipe : IDisposable
{
    private readonly TrackedHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task The_file_has_the_persons_ids_and_acts_and_names_no_staff()
    {
        await _host.Tracker.As(Actor.Operator("care-7")).ApplyAsync(_host.Give(Ada).Because("asked on the phone"), Stop);
        await _host.Tracker.As(Api).LinkAsync(new(Ada, Bea, _host.Now, ChangeId.From("link")), Stop);

        var json = await new MyData(_host.Tracker).DownloadAsync(Ada, Stop);

        using var file = JsonDocument.Parse(json);
        Assert.Equal(["ada", "bea"], file.RootElement.GetProperty("contacts").EnumerateArray().Select(c => c.GetProperty("id").GetString()));
        Assert.Equal("changed", file.RootElement.GetProperty("entries")[0].GetProperty("facts").GetProperty("type").GetString());
        Assert.DoesNotContain("care-7", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_does_not_export()
    {
        var byLink = Actor.ContactByLink(Ada, PersonalLink.Preferences(_host.Now, mayGive: true));
        await Assert.ThrowsAsync<ConsentAccessDeniedException>(async () => await _host.Tracker.As(byLink).ExportAsync(Ada, Stop));
    }
}
