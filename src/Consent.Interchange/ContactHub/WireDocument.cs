using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Consent.Interchange;

/// <summary>Makes a <see cref="ConsentDocument"/> of the bytes of one document, or an error.</summary>
internal static class WireDocument
{
    /// <summary>The version of a notice of which only the date of acceptance is said. Written back as absent.</summary>
    public const string Unversioned = "unversioned";

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a document.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="contact">Of whom; <see langword="default"/>: it is a customer, who is named in it.</param>
    /// <param name="export">Where it comes from.</param>
    /// <param name="line">The line of the file that it is; 0: it is a document of its own.</param>
    /// <param name="tree">The names.</param>
    /// <param name="options">The limits.</param>
    /// <param name="error">Why there is none.</param>
    public static ConsentDocument? Read(
        ReadOnlySpan<byte> bytes, ContactId contact, ContactHubExport export, long line, WireTree tree, ContactHubOptions options, out ContactHubError? error)
    {
        var firstLine = Math.Max(1, line);
        if (bytes.Length > options.MaxDocumentBytes)
        {
            error = TooLarge(firstLine, options);
            return null;
        }

        if (bytes.StartsWith(ByteOrderMark))
        {
            bytes = bytes[ByteOrderMark.Length..];
        }

        Span<ushort> found = stackalloc ushort[tree.Nodes.Length];
        found.Clear();
        var reader = new WireReader(bytes, found, options.MaxDepth);
        if (FailureOf(ref reader, bytes, contact.IsDefault, export, tree) is { } failure)
        {
            error = failure.Describe(bytes, firstLine, contact.IsDefault, options.MaxDepth);
            return null;
        }

        if (contact.IsDefault)
        {
            if (reader.Id is null)
            {
                error = new(ContactHubErrorCode.MissingId, firstLine, $"$.{Encoding.ASCII.GetString(NameOf(export.IdProperty))}", "is missing");
                return null;
            }

            contact = ContactId.From(reader.Id);
        }

        error = null;
        return Document(in reader, contact, export, line, tree);
    }

    /// <summary>The error of a document, or line, that is too long.</summary>
    public static ContactHubError TooLarge(long line, ContactHubOptions options) =>
        new(ContactHubErrorCode.TooLarge, line, "$", $"is longer than {options.MaxDocumentBytes} bytes");

    private static WireFailure? FailureOf(ref WireReader reader, ReadOnlySpan<byte> bytes, bool isCustomer, ContactHubExport export, WireTree tree)
    {
        if (!Utf8.IsValid(bytes))
        {
            return new(ContactHubErrorCode.NotUtf8, FirstInvalid(bytes), "has bytes that are not UTF-8");
        }

        try
        {
            if (!(isCustomer ? reader.ReadCustomer(tree.Root, NameOf(export.IdProperty)) : reader.ReadConsents(tree.Root)))
            {
                var failure = reader.Failure;
                return failure with { At = Math.Min(failure.At, bytes.Length) };
            }
        }
        catch (JsonException exception)
        {
            return WireFailure.From(exception, bytes);
        }

        return bytes[reader.Consumed..].IndexOfAnyExcept(" \t\r\n"u8) is >= 0 and var rest
            ? new(ContactHubErrorCode.TrailingData, reader.Consumed + rest, "is followed by something else")
            : null;
    }

    private static ConsentDocument Document(in WireReader reader, ContactId contact, ContactHubExport export, long line, WireTree tree)
    {
        Span<byte> packed = stackalloc byte[tree.WithFlags.Length];
        for (var i = 0; i < packed.Length; i++)
        {
            packed[i] = reader.FlagsOf(tree.WithFlags[i]);
        }

        var acceptance = reader is { NoticeVersion: null, NoticeDate: null } ? null : new NoticeAcceptance(reader.NoticeVersion ?? Unversioned, reader.NoticeDate ?? export.AsOf);
        var place = line > 0 ? $"{export.File ?? export.Source}:{line}" : export.File;
        return new(contact, export.Source, export.AsOf, NodeFlags.FromPacked(tree.Paths.AsSpan(), packed), acceptance, place)
        {
            IsAcceptanceUndated = acceptance is not null && reader.NoticeDate is null,
            Source = export.ArrivedBy,
        };
    }

    private static ReadOnlySpan<byte> NameOf(ContactHubIdProperty property) => property == ContactHubIdProperty.ExternalId ? "externalId"u8 : "id"u8;

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
