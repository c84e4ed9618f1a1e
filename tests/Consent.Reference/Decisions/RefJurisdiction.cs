using System.Text.Json;

namespace Consent.Reference;

/// <summary>The law of a country as data: what its JSON says, and nothing else.</summary>
/// <param name="Name">Its English name.</param>
/// <param name="Parts">Its parts, in order.</param>
public sealed record RefJurisdiction(string Name, IReadOnlyList<RefLawPart> Parts)
{
    /// <summary>Row 9: below this age a guardian is needed; null: no age is set.</summary>
    public int? MinorAge { get; init; }

    /// <summary>Row 10: Review instead of a Fail where missing proof is all that a consent lacks.</summary>
    public bool ReviewLegacyConsent { get; init; }

    /// <summary>Row 14: a consent not later than an objection, lifted since, does not do.</summary>
    public bool ObjectionOutdatesConsent { get; init; }

    /// <summary>Row 16: a purpose refused without ever a give blocks the customer exception too.</summary>
    public bool RefusalBlocksCustomerException { get; init; }

    /// <summary>RULES 2 and row 10: which yeses must be confirmed; null: none.</summary>
    public RefDoubleOptIn? DoubleOptIn => Parts.FirstOrDefault(part => part.Kind == "doubleOptIn" && part.IsOn) is { } part
        ? new(part.Names("methods"), part.Instant("since") ?? long.MinValue, (part.Number("endsAfterSeconds") * 1_000_000L) ?? RefRules.DefaultEndsAfter)
        : null;

    /// <summary>Reads one; what is left out is as the format says.</summary>
    /// <param name="json">Its JSON.</param>
    public static RefJurisdiction FromJson(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var parts = root.TryGetProperty("parts", out var all) ? all.EnumerateArray().Select(part => new RefLawPart(part)).ToList() : [];
        return new(root.GetProperty("name").GetString()!, parts)
        {
            MinorAge = !root.TryGetProperty("minorAge", out var age) ? 16 : age.ValueKind == JsonValueKind.Null ? null : age.GetInt32(),
            ReviewLegacyConsent = Flag("reviewLegacyConsent", otherwise: false),
            ObjectionOutdatesConsent = Flag("objectionOutdatesConsent", otherwise: true),
            RefusalBlocksCustomerException = Flag("refusalBlocksCustomerException", otherwise: true),
        };

        bool Flag(string name, bool otherwise) => root.TryGetProperty(name, out var flag) && flag.ValueKind != JsonValueKind.Null ? flag.GetBoolean() : otherwise;
    }
}
