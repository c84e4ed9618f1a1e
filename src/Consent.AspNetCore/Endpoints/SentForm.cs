using System.Text.Json;

namespace Consent.AspNetCore;

/// <summary>A form of boxes as a person sent it: what differs from what they were shown is what they say. A box that was not shown says nothing.</summary>
/// <param name="Given">What was not ticked and is.</param>
/// <param name="Withdrawn">What was ticked and is not; as it was written, since no misspelling stops a no.</param>
/// <param name="Notice">The version of the notice shown with it.</param>
/// <param name="Reference">Where the form stands.</param>
/// <param name="Reason">Why an operator makes it.</param>
/// <param name="Flaws">What could not be read; then nothing is given.</param>
internal sealed record SentForm(IReadOnlyList<PurposePath> Given, IReadOnlyList<string> Withdrawn, string? Notice, string? Reference, string? Reason, IReadOnlyList<JsonFlaw> Flaws)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="JsonException">Which boxes were shown, or which are ticked, cannot be told.</exception>
    public static SentForm Read(ReadOnlyMemory<byte> body)
    {
        using var document = RequestBody.Parse(body);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("shown", out var shown) || shown.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("$.shown: an object is wanted, with each box that was shown and whether it was ticked.", "$.shown", null, null);
        }

        if (!document.RootElement.TryGetProperty("ticked", out var ticked) || ticked.ValueKind != JsonValueKind.Array || ticked.EnumerateArray().Any(t => t.ValueKind != JsonValueKind.String))
        {
            throw new JsonException("$.ticked: a list of the boxes that are ticked now is wanted.", "$.ticked", null, null);
        }

        if (document.RootElement.EnumerateObject().Count(m => m.NameEquals("shown")) > 1 || document.RootElement.EnumerateObject().Count(m => m.NameEquals("ticked")) > 1)
        {
            throw new JsonException("$: shown and ticked are to be there once: nobody can tell which is meant.", "$", null, null);
        }

        var flaws = new List<JsonFlaw>();
        var now = ticked.EnumerateArray().Select(t => t.GetString()!).ToHashSet(StringComparer.Ordinal);
        var given = new List<PurposePath>();
        var withdrawn = new List<string>();
        foreach (var box in shown.EnumerateObject())
        {
            var isTicked = now.Remove(box.Name);
            switch (box.Value.ValueKind)
            {
                case JsonValueKind.True when !isTicked:
                    withdrawn.Add(box.Name);
                    break;
                case JsonValueKind.False when isTicked && PurposePath.TryParse(box.Name, null, out var purpose):
                    given.Add(purpose);
                    break;
                case JsonValueKind.True or JsonValueKind.False when !isTicked || box.Value.ValueKind == JsonValueKind.True:
                    break;
                default:
                    if (!isTicked && box.Value.ValueKind == JsonValueKind.String && string.Equals(box.Value.GetString(), "true", StringComparison.OrdinalIgnoreCase))
                    {
                        withdrawn.Add(box.Name);
                    }

                    flaws.Add(new("$.shown", "a box is to have the path of a purpose for its name, and true or false."));
                    break;
            }
        }

        if (now.Count > 0)
        {
            flaws.Add(new("$.ticked", "a box is ticked that was not shown: it says nothing."));
        }

        var (notice, reference) = (Text(document.RootElement, "notice", flaws), Text(document.RootElement, "reference", flaws));
        var reason = Text(document.RootElement, "reason", flaws);
        flaws.AddRange(Unknown(document.RootElement));
        if (given.Count > 0 && reference is null)
        {
            flaws.Add(new("$.reference", "it is missing: where the form stands, which is the evidence of what is given."));
        }

        return new(flaws.Count == 0 ? given : [], withdrawn, notice, reference, reason, flaws) { RefusedStatements = flaws.Count == 0 ? 0 : given.Count };
    }

    /// <summary>How much was given and is not taken, because of the flaws.</summary>
    public int RefusedStatements { get; private init; }

    private static IEnumerable<JsonFlaw> Unknown(JsonElement form) => form.EnumerateObject().Where(m => m.Name is not ("shown" or "ticked" or "notice" or "reference" or "reason"))
        .Select(_ => new JsonFlaw("$", "there are members besides shown, ticked, notice, reference and reason."));

    private static string? Text(JsonElement form, string name, List<JsonFlaw> flaws)
    {
        if (!form.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (member.ValueKind == JsonValueKind.String && member.GetString() is { } text && !string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        flaws.Add(new($"$.{name}", "a text is wanted."));
        return null;
    }
}
