using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Consent.Tracking.Tests;

/// <summary>What is configured is what the options hold, however a key's case is written, and whichever other keys are there.</summary>
public sealed class ConfigurationLaws : IDisposable
{
    private readonly ConfiguredHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void What_is_configured_is_what_the_options_hold() => Prop.ForAll(Configured().ToArbitrary(), said =>
    {
        var pairs = said.Select(s => KeyValuePair.Create($"Consent:{s.Key}", (string?)s.Text)).Append(new("Consent:Store:InMemory", "true"));
        var options = _host.Services(new ConfigurationBuilder().AddInMemoryCollection(pairs).Build()).GetRequiredService<IOptions<ConsentTrackingOptions>>().Value;
        Assert.All(said, s => Assert.Equal(s.Value, s.Read(options)));
    }).Check(LawConfig.Of(100));

    private static Gen<List<Said>> Configured() =>
        from presets in Gen.SubListOf(Jurisdiction.Presets.AsEnumerable())
        from spans in Gen.SubListOf(Spans)
        from span in Gen.Choose(1_000, 60_000).Select(ms => TimeSpan.FromMilliseconds(ms))
        from retries in Gen.Choose(0, 20)
        from law in Gen.Elements(Jurisdiction.Presets.AsEnumerable())
        from isLoud in Gen.Elements(true, false)
        select (List<Said>)
        [
            .. spans.Select(s => new Said(isLoud ? s.Key.ToUpperInvariant() : s.Key, span.ToString(), span, options => s.Read(options))),
            new("TransientRetries", retries.ToString(System.Globalization.CultureInfo.InvariantCulture), retries, o => o.TransientRetries),
            new("Jurisdiction", isLoud ? law.Code : law.Name.ToLowerInvariant(), law, o => o.Jurisdiction),
            new("Sector", "Other", Sector.Other, o => o.Sectors.Single()),
            .. presets.Where(p => p != law).Select(p => new Said($"Jurisdictions:{p.Name}", isLoud ? "True" : "true", true, o => o.OtherJurisdictions.Contains(p))),
        ];

    private static readonly (string Key, Func<ConsentTrackingOptions, TimeSpan> Read)[] Spans =
    [
        ("FutureTolerance", o => o.FutureTolerance), ("TransientRetryDelay", o => o.TransientRetryDelay), ("PublicationInterval", o => o.PublicationInterval),
        ("Checkpoints:Interval", o => o.CheckpointInterval), ("Checkpoints:Limit", o => o.CheckpointLimit), ("Start:Timeout", o => o.StartTimeout),
    ];

    private sealed record Said(string Key, string Text, object Value, Func<ConsentTrackingOptions, object> Read);
}
