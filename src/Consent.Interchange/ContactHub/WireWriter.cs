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
    /// <param name="person">The records of the person's ids, that of the one written first.</param>
    /// <param name="terms">When its consents were given, and under which notice.</param>
    public readonly void Write(ContactConsents[] person, WireTerms terms)
    {
        foreach (var node in tree.WithFlags)
        {
            _flags[node.Number] = Packed(person, node, terms);
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

    /// <summary>A yes that cannot be said with its own date and notice is not said; of the person's other ids the noes are.</summary>
    private static byte Packed(ContactConsents[] person, WireNode node, WireTerms terms)
    {
        var said = person[0].Effective(node.Path);
        var (status, restriction, objection) = said with { Status = said.Status == FlagValue.Active && !terms.CanSay(node) ? FlagValue.Unset : said.Status };
        foreach (var other in person.AsSpan(1))
        {
            var linked = other.Effective(node.Path);
            status = linked.Status == FlagValue.Inactive ? FlagValue.Inactive : status;
            restriction = linked.Restriction == FlagValue.Active ? FlagValue.Active : restriction;
            objection = linked.Objection == FlagValue.Active ? FlagValue.Active : objection;
        }

        return (byte)((int)status | ((int)restriction << 2) | ((int)objection << 4));
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
                if (ValueOf(child, ConsentFlag.Status) == FlagValue.Active && terms.Own(child) is { } own)
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
        if (ValueOf(node, flag) is not FlagValue.Unset and var value)
        {
            json.WriteBoolean(NameOf(flag), value == FlagValue.Active);
        }
    }

    private readonly FlagValue ValueOf(WireNode node, ConsentFlag flag) => (FlagValue)((_flags[node.Number] >> ((int)flag * 2)) & 3);
}
