using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Consent.AspNetCore;

/// <summary>Describes the library's own types in the host's OpenAPI documents: they write themselves, so the framework knows nothing of their shape.</summary>
internal static class ConsentSchemas
{
    /// <summary>Fills in the schema of a type that the library has a form of.</summary>
    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.ParameterDescription?.ParameterDescriptor?.ParameterType ?? context.JsonTypeInfo.Type;
        if (JsonSchemas.Of(Nullable.GetUnderlyingType(type) ?? type) is { } text && JsonNode.Parse(text) is JsonObject form)
        {
            Fill(schema, form, form["$defs"] as JsonObject);
        }

        return Task.CompletedTask;
    }

    /// <summary>What OpenAPI tools know of JSON Schema. Conditions between members are left out: docs/schemas has them.</summary>
    private static void Fill(OpenApiSchema schema, JsonObject form, JsonObject? shared)
    {
        if (form["$ref"]?.GetValue<string>() is { } name && shared?[name[(name.LastIndexOf('/') + 1)..]] is JsonObject target)
        {
            Fill(schema, target, shared);
        }

        schema.Description = form["description"]?.GetValue<string>() ?? schema.Description;
        schema.Type = TypeOf(form["type"]) ?? schema.Type;
        schema.Format = form["format"]?.GetValue<string>() ?? schema.Format;
        schema.Pattern = form["pattern"]?.GetValue<string>() ?? schema.Pattern;
        schema.MaxLength = form["maxLength"]?.GetValue<int>() ?? schema.MaxLength;
        schema.Minimum = form["minimum"]?.ToJsonString() ?? schema.Minimum;
        schema.Maximum = form["maximum"]?.ToJsonString() ?? schema.Maximum;
        schema.Required = form["required"] is JsonArray required ? required.Select(r => r!.GetValue<string>()).ToHashSet(StringComparer.Ordinal) : schema.Required;
        schema.Enum = form["enum"] is JsonArray values ? [.. values.Select(v => v?.DeepClone()!)] : form["const"] is { } only ? [only.DeepClone()] : schema.Enum;
        schema.Items = form["items"] is JsonObject items ? Of(items, shared) : schema.Items;
        schema.AnyOf = form["anyOf"] is JsonArray any ? [.. any.OfType<JsonObject>().Select(a => Of(a, shared))] : schema.AnyOf;
        if (form["properties"] is JsonObject members)
        {
            schema.Properties = members.ToDictionary(m => m.Key, m => (IOpenApiSchema)Of((JsonObject)m.Value!, shared), StringComparer.Ordinal);
        }

        switch (form["additionalProperties"])
        {
            case JsonObject others:
                schema.AdditionalProperties = Of(others, shared);
                break;
            case JsonValue allowed:
                schema.AdditionalPropertiesAllowed = allowed.GetValue<bool>();
                break;
            default:
                break;
        }
    }

    private static OpenApiSchema Of(JsonObject form, JsonObject? shared)
    {
        var schema = new OpenApiSchema();
        Fill(schema, form, shared);
        return schema;
    }

    private static JsonSchemaType? TypeOf(JsonNode? type) => type switch
    {
        JsonArray several => several.Select(TypeOf).Aggregate((one, other) => one | other),
        JsonValue one => one.GetValue<string>() switch
        {
            "object" => JsonSchemaType.Object,
            "array" => JsonSchemaType.Array,
            "string" => JsonSchemaType.String,
            "integer" => JsonSchemaType.Integer,
            "number" => JsonSchemaType.Number,
            "boolean" => JsonSchemaType.Boolean,
            _ => JsonSchemaType.Null,
        },
        _ => null,
    };
}
