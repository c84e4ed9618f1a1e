using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Consent.Hub;

/// <summary>What a form brought, as it was typed; and what is wrong with it, by field.</summary>
internal sealed class HubForm(IFormCollection? fields)
{
    private readonly Dictionary<string, string> _flaws = new(StringComparer.Ordinal);

    public static HubForm Empty { get; } = new(null);

    public IReadOnlyDictionary<string, string> Flaws => _flaws;

    /// <summary>The text of a field without blanks around it; empty where there is none.</summary>
    public string this[string field] => fields is null ? "" : fields[field].ToString().Trim();

    public void Flaw(string field, string text) => _flaws.TryAdd(field, text);

    public string? FlawOf(string field) => _flaws.GetValueOrDefault(field);

    /// <summary>A text that must be there.</summary>
    public string Required(string field, string flaw)
    {
        if (this[field].Length == 0)
        {
            Flaw(field, flaw);
        }

        return this[field];
    }

    /// <summary>A day, as browsers write it.</summary>
    public DateOnly? Day(string field) => DateOnly.TryParseExact(this[field], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and <= 9998 ? day : null;
}
