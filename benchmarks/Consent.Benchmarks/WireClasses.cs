using System.Text.Json.Serialization;

namespace Consent.Benchmarks;

/// <summary>A customer document as classes with setters, which System.Text.Json fills faster than records. Other properties are ignored; nothing is checked.</summary>
internal sealed class WireCustomer
{
    public string? Id { get; set; }

    public WireConsents? Consents { get; set; }
}

internal sealed class WireConsents
{
    public WireDisclaimer? Disclaimer { get; set; }

    public WireMarketing? Marketing { get; set; }

    public WireProfiling? Profiling { get; set; }

    public WireSoftSpam? SoftSpam { get; set; }

    public WireTransfer? ThirdPartyTransfer { get; set; }
}

internal sealed class WireDisclaimer
{
    public DateTimeOffset? Date { get; set; }

    public string? Version { get; set; }
}

internal sealed class WireMarketing
{
    public WireTraditional? Traditional { get; set; }

    public WireAutomatic? Automatic { get; set; }
}

internal sealed class WireTraditional
{
    public WireConsent? Telephonic { get; set; }

    public WireConsent? Papery { get; set; }
}

internal sealed class WireAutomatic
{
    public WireConsent? Sms { get; set; }

    public WireConsent? Email { get; set; }

    public WireConsent? Push { get; set; }

    public WireConsent? Im { get; set; }

    public WireConsent? Telephonic { get; set; }
}

internal sealed class WireProfiling
{
    public WireConsent? Classic { get; set; }

    public WireConsent? Online { get; set; }
}

internal sealed class WireSoftSpam
{
    public WireConsent? Email { get; set; }

    public WireConsent? Papery { get; set; }
}

internal sealed class WireTransfer
{
    public WireConsent? Profiling { get; set; }

    public WireConsent? Marketing { get; set; }
}

internal sealed class WireConsent
{
    public bool? Status { get; set; }

    public bool? Limitation { get; set; }

    public bool? Objection { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WireCustomer))]
internal sealed partial class WireContext : JsonSerializerContext;
