using System.Text.Json;
using static Consent.JurisdictionJson;

namespace Consent;

/// <summary>Reads a jurisdiction; every error is named with its place, also a property that nobody knows.</summary>
internal static class JurisdictionReader
{
    private static readonly JsonDocumentOptions s_options = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public static Jurisdiction Read(string json)
    {
        try
        {
            using var document = Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter: half of a surrogate pair, written as an escape.
            throw new InvalidJurisdictionException("read", [$"It is no JSON: {e.Message}"]);
        }
    }

    private static JsonDocument Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json, s_options);
        }
        catch (ArgumentException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    private static Jurisdiction Read(JsonElement root)
    {
        var errors = new List<string>();
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidJurisdictionException("read", ["It is no object."]);
        }

        var it = new JsonFields(root, "$", errors);
        if (it.Text("format") is { } format && !string.Equals(format, Format, StringComparison.Ordinal))
        {
            errors.Add($"$.format: {format} is not known; this version reads {Format}.");
        }

        var draft = new JurisdictionDraft
        {
            Name = it.Text("name") ?? "",
            Code = it.Text("code") ?? "",
            Version = it.Text("version") ?? "1",
            MinorAge = it.Has("minorAge") ? it.Number("minorAge") : 16,
            ReviewsLegacyConsent = it.Flag("reviewLegacyConsent") ?? false,
            ObjectionOutdatesConsent = it.Flag("objectionOutdatesConsent") ?? true,
            RefusalBlocksCustomerException = it.Flag("refusalBlocksCustomerException") ?? true,
        };
        var builder = new JurisdictionBuilder(draft);
        builder.Minors(draft.MinorAge);
        foreach (var (place, part) in it.Objects("parts").Index())
        {
            if (LawPartReader.Read(part) is { } read)
            {
                builder.AddPart(read, place);
            }
        }

        foreach (var (name, citation) in it.Members("citations"))
        {
            if (DecisionTable.Find(name) is not { } code)
            {
                errors.Add($"{citation.Place}: no decision has this code.");
                continue;
            }

            if (citation.Text("source") is { } source)
            {
                builder.Cites(code, source, citation.Mark() ?? RuleMark.Unverified);
            }
            else if (!citation.Says("source"))
            {
                citation.Error("source", "it is missing.");
            }

            citation.End();
        }

        it.End();
        foreach (var error in errors)
        {
            builder.AddError(error);
        }

        return builder.Build();
    }
}
