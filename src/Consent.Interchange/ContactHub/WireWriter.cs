using System.Text.Json;

namespace Consent.Interchange;

/// <summary>Writes what takes effect for a contact as a <c>consents</c> object, in the order of the taxonomy.</summary>
internal ref struct WireWriter(Utf8JsonWriter json, WireTree tree, Span<byte> flags, Span<bool> isWritten)
{
    private static readonly JsonEncodedText s_status = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText s_limitation = JsonEncodedText.Encode("limitation");
    private static readonly JsonEncodedText s_objection = JsonEncodedText.Encode("objection");

    private readonly Span<byte> _flags = flags;
    private readonly Span<bool> _isWritten = isWritten;

    /// <summary>What the format calls a flag.</summary>
    public static JsonEncodedText NameOf(ConsentFlag flag) => flag switch
    {
        ConsentFlag.Status => s_status,
        ConsentFlag.Restriction => s_limitation,
        _ => s_objection,
    };

    /// <summary>Writes the object.</summary>
    public readonly void Write(ContactConsents contact, WireTerms terms)
    {
        foreach (var node in tree.WithFlags)
        {
            _flags[node.Number] = Packed(contact, node, terms);
        }

        MarkWritten(tree.Root);
        json.WriteStartObject();
        if (terms.OfDocument is { } acceptance)
        {
            WriteDisclaimer(acceptance.AcceptedAt, acceptance.Version);
        }

        WriteChildren(tree.Root, terms);
        json.WriteEndObject();
    }

    /// <summary>A yes that cannot be said with its own date and notice is not said.</summary>
    private static byte Packed(ContactConsents contact, WireNode node, WireTerms terms)
    {
        var effective = contact.Effective(node.Path);
        var status = effective.Status == FlagValue.Active && !terms.CanSay(node) ? FlagValue.Unset : effective.Status;
        return (byte)((int)status | ((int)effective.Restriction << 2) | ((int)effective.Objection << 4));
    }

    private readonly bool MarkWritten(WireNode node)
    {
        var hasFlags = _flags[node.Number] != 0;
        foreach (var child in node.Children)
        {
            hasFlags |= MarkWritten(child);
        }

        return _isWritten[node.Number] = hasFlags;
    }

    private readonly void WriteDisclaimer(Timestamp date, string? version)
    {
        Span<byte> text = stackalloc byte[WireDate.MaxLength];
        json.WriteStartObject("disclaimer"u8);
        json.WriteString("date"u8, text[..WireDate.Write(date, text)]);
        if (version is not null && !string.Equals(version, WireDocument.Unversioned, StringComparison.Ordinal))
        {
            json.WriteString("version"u8, version);
        }

        json.WriteEndObject();
    }

    private readonly void WriteChildren(WireNode node, WireTerms terms)
    {
        foreach (var child in node.Children)
        {
            if (_isWritten[child.Number])
            {
                json.WriteStartObject(child.EncodedName);
                WriteFlag(child, ConsentFlag.Status);
                WriteFlag(child, ConsentFlag.Restriction);
                WriteFlag(child, ConsentFlag.Objection);
                if (terms.Own(child) is { } own)
                {
                    WriteDisclaimer(own.At, own.Version);
                }

                WriteChildren(child, terms);
                json.WriteEndObject();
            }
        }
    }

    private readonly void WriteFlag(WireNode node, ConsentFlag flag)
    {
        if ((FlagValue)((_flags[node.Number] >> ((int)flag * 2)) & 3) is not FlagValue.Unset and var value)
        {
            json.WriteBoolean(NameOf(flag), value == FlagValue.Active);
        }
    }
}
