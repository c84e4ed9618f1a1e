using System.Text.RegularExpressions;
using Consent.Tracking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Consent.AspNetCore.Tests;

/// <summary>The example of docs/guide/configuration.md starts a host, and says what it seems to say.</summary>
public sealed class ConfigurationGuideTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("consent-guide-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_example_of_the_guide_starts_a_host()
    {
        await WriteExampleAsync();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = _folder, EnvironmentName = "Production" });
        builder.WebHost.UseTestServer();
        builder.Services.AddConsent(builder.Configuration.GetSection("Consent"), c => c.AddSqlite().AddConsentLinks());
        await using var app = builder.Build();
        app.MapConsentLinks();
        await app.StartAsync(LinkedHost.Stop);

        var options = app.Services.GetRequiredService<IOptions<ConsentTrackingOptions>>().Value;
        Assert.Equal((Jurisdiction.Italy, "shop-2026", "Europe/Rome"), (options.Jurisdiction, options.Taxonomy.Version, options.TimeZone!.Id));
        Assert.Equal(["France", "Germany", "Portugal"], options.OtherJurisdictions.Select(j => j.Name).Order());
        Assert.Equal(["en", "it"], Assert.Single(options.Notices.Notices).Texts.Select(t => t.Language));
        var headers = await app.Services.GetRequiredService<ConsentLinks>().ForUnsubscribeAsync(LinkedHost.Ada, [PurposePath.Parse("newsletters.sneakers")], LinkedHost.Stop);
        Assert.StartsWith("https://shop.example/unsubscribe?t=", headers.Url, StringComparison.Ordinal);
        Assert.Contains("<mailto:unsubscribe@shop.example", headers.ListUnsubscribe, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "data", "consents.db")));
        await app.StopAsync(LinkedHost.Stop);
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(_folder, "checkpoints")));
    }

    [Fact]
    public void A_flaw_in_the_links_is_told_with_its_key()
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Consent:Store:InMemory", "true"), new("Consent:Links:Orgin", "https://shop.example")]).Build();
        services.AddConsent(configuration.GetSection("Consent"), c => c.AddInMemory().AddConsentLinks());
        using var provider = services.BuildServiceProvider();
        var told = Assert.ThrowsAny<Exception>(() => provider.GetRequiredService<IStartupValidator>().Validate()).ToString();
        Assert.Contains("Consent:Links:Orgin: nobody knows this key. Known here: DoubleOptIn, MailTo, Origin, Path, PreferencesMayGive, PreferencesPath.", told, StringComparison.Ordinal);
    }

    [Fact]
    public void The_preference_link_is_set_by_configuration()
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Consent:Store:InMemory", "true"), new("Consent:Links:Origin", "https://shop.example"), new("Consent:Links:PreferencesPath", "/my-choices"), new("Consent:Links:PreferencesMayGive", "true"),
        ]).Build();
        services.AddConsent(configuration.GetSection("Consent"), c => c.AddInMemory().AddConsentLinks());
        using var provider = services.BuildServiceProvider();
        var links = provider.GetRequiredService<IOptions<ConsentLinkOptions>>().Value;
        Assert.Equal(("/my-choices", true), (links.PreferencesPath, links.PreferencesMayGive));
    }

    private async Task WriteExampleAsync()
    {
        var guide = (await File.ReadAllTextAsync(GuidePath(), LinkedHost.Stop)).ReplaceLineEndings("\n");
        Directory.CreateDirectory(Path.Combine(_folder, "notices"));
        Directory.CreateDirectory(Path.Combine(_folder, "data"));
        Directory.CreateDirectory(Path.Combine(_folder, "law"));
        await WriteAsync("appsettings.json", Block(guide, "configuration"));
        await WriteAsync("purposes.json", Block(guide, "purposes.json"));
        await WriteAsync("notices/v1.json", Block(guide, "notices/v1.json"));
        await WriteAsync("notices/v1.it.html", "Informativa");
        await WriteAsync("notices/v1.en.html", "Notice");
        await WriteAsync("law/portugal.json", Jurisdiction.Define("Portugal", "PT").Build().ToJson());
    }

    private Task WriteAsync(string name, string content) => File.WriteAllTextAsync(Path.Combine(_folder, name), content, LinkedHost.Stop);

    private static string Block(string guide, string name) => Regex.Match(guide, $@"<!-- {Regex.Escape(name)} -->\n```json\n(?<code>.*?)```", RegexOptions.Singleline, TimeSpan.FromSeconds(1)) is { Success: true } found
        ? found.Groups["code"].Value : throw new InvalidOperationException($"The guide has no {name}.");

    private static string GuidePath()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Consent.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "docs", "guide", "configuration.md");
    }
}
