using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Consent;

/// <summary>The facts that all requests of a use state alike and that are nobody's own: what kind of numbers or addresses, which sector, which assessment. Everything else belongs to one person, and is never kept.</summary>
internal static class SharedFacts
{
    private const int MaxNameLength = 256;

    /// <summary>What two of them have in common.</summary>
    public static RequestFacts Common(RequestFacts one, RequestFacts other) => new()
    {
        AddressSource = one.AddressSource == other.AddressSource ? one.AddressSource : default,
        ConcernsTheirTrade = one.ConcernsTheirTrade == other.ConcernsTheirTrade ? one.ConcernsTheirTrade : null,
        Directory = one.Directory == other.Directory ? one.Directory : default,
        HasBusinessRelation = one.HasBusinessRelation == other.HasBusinessRelation ? one.HasBusinessRelation : null,
        Interest = one.Interest == other.Interest && one.Interest is { } interest && StoredText.Flaw(interest.AssessmentId, MaxNameLength) is null ? interest : null,
        Lists = [.. one.Lists.Where(list => list is { EnrolledAt: null, RenewedAt: null } && other.Lists.Contains(list) && StoredText.Flaw(list.List, MaxNameLength) is null)],
        Sector = one.Sector == other.Sector ? one.Sector : null,
        Subscriber = one.Subscriber == other.Subscriber ? one.Subscriber : null,
    };

    /// <summary>What is nobody's own of one of them.</summary>
    public static RequestFacts Of(RequestFacts facts) => Common(facts, facts);

    public static string ToJson(RequestFacts facts)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            Code(json, "addressSource", facts.AddressSource);
            Flag(json, "concernsTheirTrade", facts.ConcernsTheirTrade);
            Code(json, "directory", facts.Directory);
            Flag(json, "hasBusinessRelation", facts.HasBusinessRelation);
            if (facts.Interest is { } interest)
            {
                json.WriteStartObject("interest");
                json.WriteString("assessedAt", interest.AssessedAt.ToString(null, CultureInfo.InvariantCulture));
                json.WriteString("assessment", interest.AssessmentId);
                json.WriteEndObject();
            }

            Write(json, facts.Lists);
            if (facts.Sector is { } sector)
            {
                json.WriteString("sector", sector.Name);
            }

            if (facts.Subscriber is { } subscriber)
            {
                json.WriteString("subscriber", PayloadCode<SubscriberKind>.Of(subscriber));
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <exception cref="FormatException">A code is none that is known.</exception>
    public static RequestFacts FromJson(JsonElement json) => new()
    {
        AddressSource = Code<AddressSource>(json, "addressSource") ?? default,
        ConcernsTheirTrade = Flag(json, "concernsTheirTrade"),
        Directory = Code<DirectoryEntry>(json, "directory") ?? default,
        HasBusinessRelation = Flag(json, "hasBusinessRelation"),
        Interest = json.TryGetProperty("interest", out var interest) ? new(interest.GetProperty("assessment").GetString()!, At(interest, "assessedAt")!.Value) : null,
        Lists = json.TryGetProperty("lists", out var lists) ? [.. lists.EnumerateArray().Select(list => new ListFacts(list.GetProperty("list").GetString()!, At(list, "checkedAt")))] : [],
        Sector = json.TryGetProperty("sector", out var sector) ? Sector.From(sector.GetString()!) : null,
        Subscriber = Code<SubscriberKind>(json, "subscriber"),
    };

    private static void Write(Utf8JsonWriter json, ImmutableArray<ListFacts> lists)
    {
        if (lists.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("lists");
        foreach (var list in lists)
        {
            json.WriteStartObject();
            if (list.CheckedAt is { } at)
            {
                json.WriteString("checkedAt", at.ToString(null, CultureInfo.InvariantCulture));
            }

            json.WriteString("list", list.List);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Code<TEnum>(Utf8JsonWriter json, string name, TEnum value)
        where TEnum : struct, Enum
    {
        if (!EqualityComparer<TEnum>.Default.Equals(value, default))
        {
            json.WriteString(name, PayloadCode<TEnum>.Of(value));
        }
    }

    private static TEnum? Code<TEnum>(JsonElement json, string name)
        where TEnum : struct, Enum =>
        !json.TryGetProperty(name, out var code) ? null
        : PayloadCode<TEnum>.Find(Encoding.UTF8.GetBytes(code.GetString()!)) ?? throw new FormatException($"The {name} of a use is none that is known.");

    private static void Flag(Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } said)
        {
            json.WriteBoolean(name, said);
        }
    }

    private static bool? Flag(JsonElement json, string name) => json.TryGetProperty(name, out var said) ? said.GetBoolean() : null;

    private static Timestamp? At(JsonElement json, string name) => json.TryGetProperty(name, out var at) ? Timestamp.Parse(at.GetString()!) : null;
}
