using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Consent.Testing.Conformance;

/// <summary>Writes a value out in full, so that two can be compared, and their difference read, as text. For test data only: it hides nothing.</summary>
internal static class Rendering
{
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        return text.ToString();
    }

    /// <summary>All that a snapshot says, read through the conformance taxonomy.</summary>
    public static string Of(ContactConsents? snapshot)
    {
        var read = snapshot?.Under(Given.Rules.Taxonomy);
        return read is null ? "null" : Of((object)new
        {
            read.Id,
            read.Revision,
            read.Flags,
            read.OwnFlags,
            read.Acceptances,
            Links = read.Links.OrderBy(l => l.Other).ThenBy(l => l.OccurredAt).ThenBy(l => l.IsLinked),
            Sources = read.Sources.Values,
            read.Unknown,
            read.State,
            read.Closing,
        });
    }

    private static void Write(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string s:
                text.Append(JsonSerializer.Serialize(s));
                break;
            case ContactId id:
                Write(text, id.IsDefault ? null : id.Value, depth);
                break;
            case ChangeId id:
                Write(text, id.IsDefault ? null : id.Value, depth);
                break;
            case ContactConsents snapshot:
                text.Append(Of(snapshot));
                break;
            case NodeFlags flags:
                Write(text, flags.Nodes.SelectMany(n => Enum.GetValues<ConsentFlag>().Select(f => $"{n} {f} {flags[n, f]}")), depth);
                break;
            case Enum or bool or IFormattable or PurposePath or Sha256Digest or AuditEntryType:
                text.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            case IEnumerable items:
                text.Append('[');
                foreach (var item in items)
                {
                    WriteOn(text, "", item, depth + 1);
                }

                text.Append(']');
                break;
            default:
                foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0))
                {
                    WriteOn(text, $"{property.Name}: ", property.GetValue(value), depth + 1);
                }

                break;
        }
    }

    private static void WriteOn(StringBuilder text, string name, object? value, int depth)
    {
        text.Append('\n').Append(' ', depth * 2).Append(name);
        Write(text, value, depth);
    }
}
