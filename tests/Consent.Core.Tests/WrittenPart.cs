using System.Text.Json;

namespace Consent.Core.Tests;

/// <summary>A part of a jurisdiction as its JSON has it: what a stranger can see of it.</summary>
internal sealed record WrittenPart(LawPart Part, string[] Channels, string[] Operations, string[]? Kinds, string[] Sectors, string[] NotSectors, string[] Obligations, string? Rule)
{
    public static IEnumerable<WrittenPart> Of(Jurisdiction law)
    {
        using var json = JsonDocument.Parse(law.ToJson());
        return [.. json.RootElement.GetProperty("parts").EnumerateArray().Zip(law.Parts, (written, part) => new WrittenPart(
            part, Texts(written, "channels") ?? [], Texts(written, "operations") ?? [], Texts(written, "kinds"), Texts(written, "sectors") ?? [], Texts(written, "notSectors") ?? [], Texts(written, "obligations") ?? [],
            written.TryGetProperty("rule", out var rule) ? rule.GetString() : null))];
    }

    public bool IsInForce(Timestamp at) => Part.IsOn && !(at < Part.From) && !(at >= Part.Until);

    /// <summary>A rule that asks for less than consent, an exception, an extension of consent.</summary>
    public bool IsWidening => Part.Kind is LawPartKind.CustomerException or LawPartKind.ConsentExtends || Rule is not (null or "optIn");

    public bool IsAbout(PurposeNode node) =>
        (Operations.Length == 0 ? node.Operation == Operation.ToContact : Operations.Contains(Name(node.Operation))) && (Channels.Length == 0 || Channels.Contains(Name(node.Channel)));

    /// <summary>Whether it is about the subscriber, whatever kind it is.</summary>
    public bool IsAbout(SubscriberKind? kind) => Kinds is null || (kind is { } stated ? Kinds.Contains(Name(stated)) : Kinds.Length == 3);

    public bool IsAbout(Sector sector) => (Sectors.Length == 0 || Sectors.Contains(sector.Name)) && !NotSectors.Contains(sector.Name);

    private static string[]? Texts(JsonElement part, string name) => part.TryGetProperty(name, out var texts) ? [.. texts.EnumerateArray().Select(t => t.GetString()!)] : null;

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
