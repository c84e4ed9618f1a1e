using System.Globalization;

namespace Consent.Storage;

/// <content>The values of keys.</content>
public sealed partial class ConsentSettings
{
    /// <summary>A text; <see langword="null"/>: it is left out, or is none, which is told.</summary>
    public string? Text(string name)
    {
        if (Find(name) is not { } found)
        {
            return null;
        }

        if (found.HasMembers)
        {
            found.PassOver();
            found.Flaw("it is one value, and keys are below it.");
            return null;
        }

        return string.IsNullOrWhiteSpace(found.Value) ? null : found.Value;
    }

    /// <summary>A text that must be there.</summary>
    /// <param name="name">The key.</param>
    /// <param name="example">What might be written, for the error message.</param>
    public string? Required(string name, string example)
    {
        var text = Text(name);
        if (text is null && Find(name) is not { HasMembers: true })
        {
            Flaw(name, $"it is missing. Write, for instance, {example}.");
        }

        return text;
    }

    /// <summary>Yes or no.</summary>
    public bool? Flag(string name) => Read<bool>(name, bool.TryParse, "write true or false");

    /// <summary>A whole number.</summary>
    public int? Number(string name) => Read(name, (string text, out int number) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number), "write a whole number, such as 3");

    /// <summary>A length of time: <c>00:01:00</c> is a minute, <c>7.00:00:00</c> a week, <c>never</c> has no end.</summary>
    /// <remarks>A number alone is told: of what, days or seconds, nobody can see.</remarks>
    public TimeSpan? Span(string name) => Read<TimeSpan>(name, TryReadSpan, "write hours, minutes and seconds, such as 00:01:00, with days before them 7.00:00:00");

    /// <summary>An instant, such as <c>2026-08-10T22:00:00Z</c>.</summary>
    public Timestamp? Instant(string name) => Read<Timestamp>(name, TryReadInstant, "write an instant with its offset, such as 2026-08-10T22:00:00Z");

    /// <summary>One of the names of an enumeration.</summary>
    public T? Choice<T>(string name)
        where T : struct, Enum => Read<T>(name, TryName, $"write one of {string.Join(", ", Enum.GetNames<T>())}");

    /// <summary>A path of a file or directory, whole: what is written is relative to the host's content root.</summary>
    public string? Path(string name) => Text(name) is { } path ? PathOf(path) : null;

    /// <summary>A path made whole.</summary>
    /// <param name="path">As it was written: whole, or relative to the host's content root.</param>
    public string PathOf(string path) => System.IO.Path.GetFullPath(path, System.IO.Path.GetFullPath(_contentRoot));

    private static bool TryReadSpan(string text, out TimeSpan span)
    {
        span = Timeout.InfiniteTimeSpan;
        return string.Equals(text, "never", StringComparison.OrdinalIgnoreCase)
            || (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out span));
    }

    private static bool TryReadInstant(string text, out Timestamp at)
    {
        string[] forms = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz"];
        var isInstant = DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant);
        at = isInstant ? instant : default;
        return isInstant;
    }

    private static bool TryName<T>(string text, out T value)
        where T : struct, Enum
    {
        value = Enum.GetValues<T>().FirstOrDefault(v => string.Equals(v.ToString(), text, StringComparison.OrdinalIgnoreCase));
        return string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase);
    }

    private T? Read<T>(string name, Reading<T> read, string advice)
        where T : struct
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (read(text.Trim(), out var value))
        {
            return value;
        }

        // What stands there is not quoted: a key may be another's secret in the wrong place.
        Flaw(name, $"it cannot be read: {advice}.");
        return null;
    }

    private delegate bool Reading<T>(string text, out T value);
}
