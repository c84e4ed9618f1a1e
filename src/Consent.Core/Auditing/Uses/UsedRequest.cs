using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Consent;

/// <summary>What was asked of each of many contacts, without any of them: operation, purpose, as-of, jurisdictions. Immutable.</summary>
public sealed record UsedRequest
{
    private const string AsOf = "asOf";
    private const string Address = "atAddress";
    private const string Ground = "ground";
    private const string Jurisdictions = "jurisdictions";
    private const string Minors = "aimedAtMinors";
    private const string NoMarketing = "noDirectMarketing";
    private const string OperationName = "operation";
    private const string Purpose = "purpose";

    private UsedRequest(ProcessingRequest asked, bool isAtAddress) => (Asked, IsAtAddress) = (asked, isAtAddress);

    /// <summary>The request about nobody: without contact, address and facts. Of a ground it says only that there was one.</summary>
    public ProcessingRequest Asked { get; }

    /// <summary>Whether each contact was asked about at an address (<see cref="ProcessingRequest.Point"/>).</summary>
    public bool IsAtAddress { get; }

    /// <summary>What a request asks, without whom.</summary>
    public static UsedRequest Of(in ProcessingRequest request) => new(request.Impersonal(), request.Point is not null);

    /// <summary>Operation and purpose: no personal data.</summary>
    public override string ToString() => Asked.ToString();

    /// <summary>As an entry keeps it: members by name, those left out that say nothing.</summary>
    internal string ToJson()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            Write(json, Minors, Asked.IsAimedAtMinors);
            if (Asked.AsOf is { } asOf)
            {
                json.WriteString(AsOf, asOf.ToString(null, CultureInfo.InvariantCulture));
            }

            Write(json, Address, IsAtAddress);
            Write(json, Ground, Asked.Ground is not null);
            if (!Asked.UnderNames.IsEmpty)
            {
                json.WriteStartArray(Jurisdictions);
                foreach (var name in Asked.UnderNames)
                {
                    json.WriteStringValue(name);
                }

                json.WriteEndArray();
            }

            Write(json, NoMarketing, Asked.ServesNoDirectMarketing);
            json.WriteString(OperationName, PayloadCode<Operation>.Of(Asked.Operation));
            if (Asked.Purpose is { } purpose)
            {
                json.WriteString(Purpose, purpose.ToString());
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <exception cref="FormatException">It is none.</exception>
    internal static UsedRequest FromJson(JsonElement json)
    {
        var operation = PayloadCode<Operation>.Find(Encoding.UTF8.GetBytes(json.GetProperty(OperationName).GetString()!)) ?? throw new FormatException("The operation of a use is none that is known.");
        var purpose = json.TryGetProperty(Purpose, out var path) ? PurposePath.Parse(path.GetString()!) : null;
        string[] under = json.TryGetProperty(Jurisdictions, out var names) ? [.. names.EnumerateArray().Select(name => name.GetString()!)] : [];
        var asked = ProcessingRequest.Impersonal(operation, purpose, Says(json, Ground), under);
        asked = json.TryGetProperty(AsOf, out var asOf) ? asked.At(Timestamp.Parse(asOf.GetString()!)) : asked;
        asked = Says(json, NoMarketing) ? asked.ServingNoDirectMarketing() : asked;
        return new(Says(json, Minors) ? asked.AimedAtMinors() : asked, Says(json, Address));
    }

    private static void Write(Utf8JsonWriter json, string name, bool isSaid)
    {
        if (isSaid)
        {
            json.WriteBoolean(name, true);
        }
    }

    private static bool Says(JsonElement json, string name) => json.TryGetProperty(name, out var said) && said.GetBoolean();
}
