using System.Globalization;

namespace Consent.Interchange;

/// <summary>Where a document stands in its file.</summary>
/// <param name="Line">The line that it begins on, from 1.</param>
/// <param name="Array">The array that it stands in, as a path goes on from <c>$</c>.</param>
/// <param name="Element">Its place in that array, from 0; -1: it stands in none.</param>
/// <param name="IsInFile">Whether it stands in a file; else it is a document of its own.</param>
internal readonly record struct WirePlace(long Line, string Array, long Element, bool IsInFile)
{
    /// <summary>A document of its own.</summary>
    public static WirePlace Alone { get; } = new(1, "", -1, IsInFile: false);

    /// <summary>Where its paths begin: <c>$</c>, or <c>$.elements[3]</c>.</summary>
    public string Root => Element < 0 ? "$" : string.Create(CultureInfo.InvariantCulture, $"${Array}[{Element}]");

    /// <summary>What evidence says of it: <c>customers.jsonl:17</c>, <c>page.json:1[3]</c>; <see langword="null"/>: nothing but the source.</summary>
    public string? In(ContactHubExport export) =>
        !IsInFile ? export.File
        : Element < 0 ? string.Create(CultureInfo.InvariantCulture, $"{export.File ?? export.Source}:{Line}")
        : string.Create(CultureInfo.InvariantCulture, $"{export.File ?? export.Source}:{Line}[{Element}]");
}
