using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests.Json;

/// <summary>Options of serializers, as hosts set them.</summary>
internal static class Options
{
    /// <summary>A host that sets nothing.</summary>
    public static JsonSerializerOptions Plain { get; } = new();

    /// <summary>Options that change whatever options can change.</summary>
    public static Gen<JsonSerializerOptions> Any() =>
        from bits in Gen.Choose(0, (1 << 14) - 1)
        from policy in Gen.Elements(null, JsonNamingPolicy.CamelCase, JsonNamingPolicy.KebabCaseUpper, JsonNamingPolicy.SnakeCaseLower)
        from ignore in Gen.Elements(JsonIgnoreCondition.Never, JsonIgnoreCondition.WhenWritingDefault, JsonIgnoreCondition.WhenWritingNull)
        from depth in Gen.Choose(9, 64)
        from encoder in Gen.Elements(null, JavaScriptEncoder.UnsafeRelaxedJsonEscaping, JavaScriptEncoder.Default)
        select Of(bits, policy, ignore, depth, encoder);

    public static string Write<T>(T value, JsonSerializerOptions? options = null) => JsonSerializer.Serialize(value, options ?? Plain);

    public static T Read<T>(string json, JsonSerializerOptions? options = null) => JsonSerializer.Deserialize<T>(json, options ?? Plain)!;

    private static JsonSerializerOptions Of(int bits, JsonNamingPolicy? policy, JsonIgnoreCondition ignore, int depth, JavaScriptEncoder? encoder)
    {
        bool Has(int bit) => (bits & (1 << bit)) != 0;
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = policy,
            DictionaryKeyPolicy = Has(0) ? policy : null,
            DefaultIgnoreCondition = ignore,
            MaxDepth = depth,
            Encoder = encoder,
            PropertyNameCaseInsensitive = Has(1),
            NumberHandling = Has(2) ? JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString : JsonNumberHandling.Strict,
            IncludeFields = Has(3),
            WriteIndented = Has(4),
            AllowTrailingCommas = Has(5),
            ReadCommentHandling = Has(6) ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
            UnmappedMemberHandling = Has(7) ? JsonUnmappedMemberHandling.Disallow : JsonUnmappedMemberHandling.Skip,
            IgnoreReadOnlyProperties = Has(8),
            UnknownTypeHandling = Has(9) ? JsonUnknownTypeHandling.JsonNode : JsonUnknownTypeHandling.JsonElement,
            AllowDuplicateProperties = Has(10),
            RespectNullableAnnotations = Has(11),
            ReferenceHandler = Has(13) ? ReferenceHandler.IgnoreCycles : null,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        if (Has(12))
        {
            options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper));
        }

        return options;
    }
}
