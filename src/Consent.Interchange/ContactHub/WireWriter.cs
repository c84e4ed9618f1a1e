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

    /// <summary>Writes the object.</summary>
    public readonly void Write(ContactConsents contact, NoticeAcceptance? acceptance)
    {
        foreach (var node in tree.WithFlags)
        {
            _flags[node.Number] = Packed(contact, node.Path);
        }

        MarkWritten(tree.Root);
        json.WriteStartObject();
        WriteDisclaimer(acceptance);
        WriteChildren(tree.Root);
        json.WriteEndObject();
    }

    /// <summary>A contact that must not be contacted objects to everything: nobody who reads the document may lose that.</summary>
    private static byte Packed(ContactConsents contact, PurposePath path)
    {
        var effective = contact.State == ContactState.Suppressed ? new NodeConsent(default, default, FlagValue.Active) : contact.Effective(path);
        return (byte)((int)effective.Status | ((int)effective.Restriction << 2) | ((int)effective.Objection << 4));
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

    private readonly void WriteDisclaimer(NoticeAcceptance? acceptance)
    {
        if (acceptance is null)
        {
            return;
        }

        Span<byte> date = stackalloc byte[WireDate.MaxLength];
        json.WriteStartObject("disclaimer"u8);
        json.WriteString("date"u8, date[..WireDate.Write(acceptance.AcceptedAt, date)]);
        if (!string.Equals(acceptance.Version, WireDocument.Unversioned, StringComparison.Ordinal))
        {
            json.WriteString("version"u8, acceptance.Version);
        }

        json.WriteEndObject();
    }

    private readonly void WriteChildren(WireNode node)
    {
        foreach (var child in node.Children)
        {
            if (_isWritten[child.Number])
            {
                json.WriteStartObject(child.EncodedName);
                WriteFlag(s_status, child, ConsentFlag.Status);
                WriteFlag(s_limitation, child, ConsentFlag.Restriction);
                WriteFlag(s_objection, child, ConsentFlag.Objection);
                WriteChildren(child);
                json.WriteEndObject();
            }
        }
    }

    private readonly void WriteFlag(JsonEncodedText name, WireNode node, ConsentFlag flag)
    {
        if ((FlagValue)((_flags[node.Number] >> ((int)flag * 2)) & 3) is not FlagValue.Unset and var value)
        {
            json.WriteBoolean(name, value == FlagValue.Active);
        }
    }
}
