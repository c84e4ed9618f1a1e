using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Consent.Repository.Tests;

/// <summary>What the XML documentation of Core says of a member, as Markdown: so the pages say it in the code's own words.</summary>
internal static class WrittenDocs
{
    private static readonly Dictionary<string, XElement> s_members = XDocument.Load(Path.ChangeExtension(typeof(ContactId).Assembly.Location, ".xml"))
        .Descendants("member").ToDictionary(m => (string)m.Attribute("name")!, StringComparer.Ordinal);

    public static string SummaryOf(PropertyInfo property) => SummaryOf($"P:{property.DeclaringType!.FullName}.{property.Name}");

    public static string SummaryOf<T>(T value)
        where T : struct, Enum => SummaryOf($"F:{typeof(T).FullName}.{value}");

    private static string SummaryOf(string member) => s_members.TryGetValue(member, out var docs) && docs.Element("summary") is { } summary
        ? Regex.Replace(string.Concat(summary.Nodes().Select(Text)), @"\s+", " ").Trim()
        : throw new InvalidOperationException($"{member} is not documented.");

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => $"`{(string?)see.Attribute("langword") ?? ((string)see.Attribute("cref")!).Split('.')[^1]}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement other => string.Concat(other.Nodes().Select(Text)),
        _ => "",
    };
}
