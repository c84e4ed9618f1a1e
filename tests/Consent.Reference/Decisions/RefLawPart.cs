using System.Globalization;
using System.Text.Json;

namespace Consent.Reference;

/// <summary>One part of a jurisdiction, as its JSON has it.</summary>
public sealed class RefLawPart
{
    private readonly JsonElement _json;

    internal RefLawPart(JsonElement json) => _json = json.Clone();

    /// <summary>What it says: rule, optInOnly, list, and so on.</summary>
    public string Kind => Text("part") ?? "";

    /// <summary>On where no setting turns it on and off, or that setting is on.</summary>
    public bool IsOn => Text("setting") is null || Flag("on");

    /// <summary>Whether it says something under a name.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A text, or null.</summary>
    public string? Text(string name) => Find(name) is { } value ? value.GetString() : null;

    /// <summary>A whole number, or null.</summary>
    public int? Number(string name) => Find(name) is { } value ? value.GetInt32() : null;

    /// <summary>True where it is said to be.</summary>
    public bool Flag(string name) => Find(name) is { ValueKind: JsonValueKind.True };

    /// <summary>An instant, microseconds since 1970 UTC, or null.</summary>
    public long? Instant(string name) => Text(name) is { } text
        ? (DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcDateTime - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond
        : null;

    /// <summary>The names of a list; empty where there is none.</summary>
    public IReadOnlyList<string> Names(string name) => Find(name) is { } value ? value.EnumerateArray().Select(item => item.GetString()!).ToList() : [];

    /// <summary>The number that an object has under a name, or null.</summary>
    public int? NumberIn(string name, string member) => Find(name) is { } value && value.TryGetProperty(member, out var number) ? number.GetInt32() : null;

    internal bool IsInForce(long asOf) => IsOn && !(asOf < Instant("from")) && !(asOf >= Instant("until"));

    /// <summary>About a purpose: without operations it is about contact only, without channels about all.</summary>
    internal bool IsAbout(RefNode node)
    {
        IReadOnlyList<string> unlessSaid = Kind is "asking" or "objectionExtends" ? ["toContact", "profiling", "transferToThirdParty"] : ["toContact"];
        var operations = Find("operations") is null ? unlessSaid : Names("operations");
        var operation = node.Family switch
        {
            "contact" => "toContact",
            "profiling" => "profiling",
            "transfer" => "transferToThirdParty",
            _ => "none",
        };
        return operations.Contains(operation) && (Find("channels") is null || Names("channels").Contains(node.Channel));
    }

    internal bool IsAboutKind(string kind) => Find("kinds") is null || Names("kinds").Contains(kind);

    internal bool IsAboutSector(string sector) =>
        (Find("sectors") is null || Names("sectors").Contains(sector)) && !Names("notSectors").Contains(sector);

    private JsonElement? Find(string name) =>
        _json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
