using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Consent.Interchange;

/// <summary>Makes of the bytes of one document what it says, and what is wrong with it.</summary>
internal static class WireDocument
{
    /// <summary>The version of a notice of which only the date of acceptance is said. Written back as absent.</summary>
    public const string Unversioned = "unversioned";

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a document.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="contact">Of whom; <see langword="default"/>: it is a customer, who is named in it.</param>
    /// <param name="export">Where it comes from.</param>
    /// <param name="place">Where it stands in its file.</param>
    /// <param name="tree">The names.</param>
    /// <param name="options">The limits.</param>
    public static ContactHubLine Read(ReadOnlySpan<byte> bytes, ContactId contact, ContactHubExport export, WirePlace place, WireTree tree, ContactHubOptions options)
    {
        if (bytes.Length > options.MaxDocumentBytes)
        {
            return TooLarge(place, options);
        }

        if (bytes.StartsWith(ByteOrderMark))
        {
            bytes = bytes[ByteOrderMark.Length..];
        }

        Span<ushort> found = stackalloc ushort[tree.Nodes.Length];
        found.Clear();
        var isUtf8 = Utf8.IsValid(bytes);
        var reader = new WireReader(bytes, isUtf8, found, export, options.MaxDepth);
        if (!isUtf8)
        {
            reader.Note(new(ContactHubErrorCode.NotUtf8, FirstInvalid(bytes), "has bytes that are not UTF-8"));
        }

        ReadAll(ref reader, bytes, contact.IsDefault, tree);
        return Line(ref reader, bytes, contact, export, place, tree);
    }

    /// <summary>What is told of a document, or line, that is too long.</summary>
    public static ContactHubLine TooLarge(WirePlace place, ContactHubOptions options) =>
        new(place.Line, null, [new(ContactHubErrorCode.TooLarge, place.Line, place.Root, $"is longer than {options.MaxDocumentBytes} bytes")]);

    /// <summary>The property that names the contact.</summary>
    public static ReadOnlySpan<byte> NameOf(ContactHubIdProperty property) => property == ContactHubIdProperty.ExternalId ? "externalId"u8 : "id"u8;

    private static void ReadAll(ref WireReader reader, ReadOnlySpan<byte> bytes, bool isCustomer, WireTree tree)
    {
        try
        {
            var isWhole = isCustomer ? reader.ReadCustomer(tree.Root) : reader.ReadConsents(tree.Root);
            if (isWhole && bytes[reader.Consumed..].IndexOfAnyExcept(" \t\r\n"u8) is >= 0 and var rest)
            {
                reader.Note(new(ContactHubErrorCode.TrailingData, reader.Consumed + rest, "is followed by something else"));
            }
        }
        catch (JsonException exception)
        {
            reader.Note(WireFailure.From(exception, bytes));
        }
    }

    private static ContactHubLine Line(ref WireReader reader, ReadOnlySpan<byte> bytes, ContactId contact, ContactHubExport export, WirePlace place, WireTree tree)
    {
        var isCustomer = contact.IsDefault;
        contact = isCustomer && reader.Id is { } id ? ContactId.From(id) : contact;
        if (reader.Faults is null && !contact.IsDefault)
        {
            return new(place.Line, WireContent.Whole(in reader, contact, export, place, tree), [], WireContent.Contradictions(in reader, bytes, place, tree));
        }

        var errors = ImmutableArray.CreateBuilder<ContactHubError>();
        foreach (var fault in reader.Faults ?? [])
        {
            errors.Add(fault.Describe(bytes, place, isCustomer));
        }

        if (isCustomer && !reader.IsNamed && !reader.IsCutOff && errors.All(e => e.Code != ContactHubErrorCode.NotJson) && IsObject(bytes))
        {
            errors.Add(new(ContactHubErrorCode.MissingId, place.Line, $"{place.Root}.{Encoding.ASCII.GetString(NameOf(export.IdProperty))}", "is missing; which property names the contact is said by the export (IdProperty)"));
        }

        var document = contact.IsDefault ? null : WireContent.Noes(in reader, contact, export, place, tree);
        return new(place.Line, document, document is null ? errors.ToImmutable() : [.. errors, .. WireContent.LeftOut(in reader, place, isCustomer, tree)]);
    }

    private static bool IsObject(ReadOnlySpan<byte> bytes) => bytes.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }
}
