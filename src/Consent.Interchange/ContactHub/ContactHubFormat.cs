using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Consent.Interchange;

/// <summary>The consents of the product's documents (ContactHub): reads them, and writes them. Immutable; make one for each taxonomy and keep it.</summary>
/// <remarks>
/// <para>Each node is an object under its name inside the one above it; a purpose has <c>status</c>, <c>limitation</c> and <c>objection</c>, and
/// beside them what stands below it. The product says <c>telephonic</c> and <c>papery</c> for phone and paper; a host's own purposes are called
/// as the last segment of their path, unless <see cref="ContactHubOptions.Names"/> says otherwise. Absent and <c>null</c> are the same and unset nothing.</para>
/// <para>Dates are RFC 3339 date-times; an offset may lack its colon; a fraction is floored to the microsecond; 23:59:60 UTC is the last
/// microsecond before midnight. A local time, without an offset, is an error.</para>
/// <para>A disclaimer with only a version was accepted, as far as anybody knows, at the document's date; that date is written from then on. One with
/// only a date accepts the version <c>unversioned</c>, which is written as absent. A blank version is absent.</para>
/// <para>A document with an error is not read at all. Only the first error is reported. A byte order mark at the beginning is passed over.</para>
/// </remarks>
/// <example><code>
/// var format = ContactHubFormat.Predefined;
/// var export = new ContactHubExport("contacthub", exportedAt, "customers.jsonl");
/// await foreach (var line in format.ReadLinesAsync(stream, export, cancellationToken))
/// {
///     if (line.IsRead)
///     {
///         changes.AddRange(line.Document.Against(current[line.Document.Contact]));
///     }
///     else
///     {
///         Console.WriteLine(line.Error); // line 40: $.consents.disclaimer.date is no date-time … (INVALID_DATE)
///     }
/// }
/// </code></example>
public sealed class ContactHubFormat
{
    private readonly WireTree _tree;
    private readonly ContactHubOptions _options;

    /// <summary>The format for a taxonomy.</summary>
    /// <param name="taxonomy">The purposes: the predefined ones, those and a host's own, or a host's own alone.</param>
    /// <param name="options">Names and limits; <see langword="null"/>: the defaults.</param>
    /// <exception cref="ArgumentException">Two nodes have one name in one object, or an option is outside its range.</exception>
    public ContactHubFormat(PurposeTaxonomy taxonomy, ContactHubOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(taxonomy);
        Taxonomy = taxonomy;
        _options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxDocumentBytes, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_options.MaxDocumentBytes, 1 << 30, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxDepth, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_options.MaxDepth, 1000, nameof(options));
        ArgumentNullException.ThrowIfNull(_options.Names, nameof(options));
        ArgumentNullException.ThrowIfNull(_options.Notices, nameof(options));
        _tree = new(taxonomy, _options.Names);
    }

    /// <summary>The format as the product has it: the 13 predefined purposes.</summary>
    public static ContactHubFormat Predefined { get; } = new(ContactlabTaxonomy.Instance);

    /// <summary>The purposes that it speaks of.</summary>
    public PurposeTaxonomy Taxonomy { get; }

    /// <summary>Reads a <c>consents</c> object; <c>null</c> is one that names nothing.</summary>
    /// <param name="utf8Json">The object, and nothing else.</param>
    /// <param name="contact">Whose it is.</param>
    /// <param name="export">Where it comes from.</param>
    /// <param name="document">What it says. <see cref="ConsentDocument.Against"/> yields the changes.</param>
    /// <param name="error">Why it was not read; its path begins at the object.</param>
    /// <exception cref="ArgumentException"><paramref name="contact"/> is <see langword="default"/>.</exception>
    /// <example><code>
    /// if (format.TryReadConsents("""{"softSpam":{"email":{"objection":true}}}"""u8, id, export, out var document, out var error))
    /// </code></example>
    public bool TryReadConsents(
        ReadOnlySpan<byte> utf8Json, ContactId contact, ContactHubExport export, [NotNullWhen(true)] out ConsentDocument? document, [NotNullWhen(false)] out ContactHubError? error)
    {
        ArgumentNullException.ThrowIfNull(export);
        if (contact.IsDefault)
        {
            throw new ArgumentException("Consents are somebody's.", nameof(contact));
        }

        document = WireDocument.Read(utf8Json, contact, export, 0, _tree, _options, out error);
        return document is not null;
    }

    /// <summary>Reads a customer document: who it is, and <c>consents</c>. Everything else is passed over and never kept.</summary>
    /// <param name="utf8Json">The document, and nothing else.</param>
    /// <param name="export">Where it comes from, and which property names the contact.</param>
    /// <param name="document">What it says. <see cref="ConsentDocument.Against"/> yields the changes.</param>
    /// <param name="error">Why it was not read.</param>
    /// <example><code>
    /// if (format.TryReadCustomer(File.ReadAllBytes("customer.json"), export, out var document, out var error))
    /// </code></example>
    public bool TryReadCustomer(
        ReadOnlySpan<byte> utf8Json, ContactHubExport export, [NotNullWhen(true)] out ConsentDocument? document, [NotNullWhen(false)] out ContactHubError? error)
    {
        ArgumentNullException.ThrowIfNull(export);
        document = WireDocument.Read(utf8Json, default, export, 0, _tree, _options, out error);
        return document is not null;
    }

    /// <summary>Reads JSON Lines, one customer document a line, as they come: the memory in use is bounded by the longest line allowed.</summary>
    /// <param name="utf8Lines">The lines, ended by LF or CR LF. It is read to its end and not closed.</param>
    /// <param name="export">Where they come from, and which property names the contact.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>A document or an error for each line that is not blank, in order. A bad line does not stop the others.</returns>
    public IAsyncEnumerable<ContactHubLine> ReadLinesAsync(Stream utf8Lines, ContactHubExport export, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(utf8Lines);
        ArgumentNullException.ThrowIfNull(export);
        return Lines(utf8Lines, export, cancellationToken);
    }

    /// <summary>Writes what takes effect for a contact as a <c>consents</c> object.</summary>
    /// <remarks>
    /// Each purpose has its effective flags: a no on a group or another covering node is written with every purpose that it covers, for the wire
    /// has no flags on groups. What nobody said anything about is left out. The disclaimer is the latest acceptance. A contact that was erased
    /// and must not be contacted objects to everything. What stands on paths that the taxonomy does not have is not written. The order is the taxonomy's.
    /// </remarks>
    /// <param name="writer">To where; not flushed.</param>
    /// <param name="contact">Of whom.</param>
    /// <example><code>
    /// using var writer = new Utf8JsonWriter(stream);
    /// format.WriteConsents(writer, contact);
    /// </code></example>
    public void WriteConsents(Utf8JsonWriter writer, ContactConsents contact)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(contact);
        Span<byte> flags = stackalloc byte[_tree.Nodes.Length];
        Span<bool> isWritten = stackalloc bool[_tree.Nodes.Length];
        flags.Clear();
        new WireWriter(writer, _tree, flags, isWritten).Write(contact.Under(Taxonomy), LatestAcceptance(contact));
    }

    /// <summary>Writes a customer document with nothing but <c>id</c> and <c>consents</c>.</summary>
    /// <inheritdoc cref="WriteConsents" path="/remarks|/param"/>
    /// <example><code>
    /// format.WriteCustomer(writer, contact); // {"id":"C-1001","consents":{"softSpam":{"email":{"objection":true}}}}
    /// </code></example>
    public void WriteCustomer(Utf8JsonWriter writer, ContactConsents contact)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(contact);
        writer.WriteStartObject();
        writer.WriteString("id"u8, contact.Id.Value);
        writer.WritePropertyName("consents"u8);
        WriteConsents(writer, contact);
        writer.WriteEndObject();
    }

    /// <summary>Writes a customer document as a line of JSON Lines.</summary>
    /// <inheritdoc cref="WriteConsents" path="/remarks"/>
    /// <param name="buffer">To where.</param>
    /// <param name="contact">Of whom.</param>
    public void WriteLine(IBufferWriter<byte> buffer, ContactConsents contact)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WriteCustomer(writer, contact);
        }

        buffer.Write("\n"u8);
    }

    /// <summary>The taxonomy: no personal data.</summary>
    public override string ToString() => $"ContactHub, {Taxonomy}";

    private async IAsyncEnumerable<ContactHubLine> Lines(Stream stream, ContactHubExport export, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var lines = new WireLines(stream, _options.MaxDocumentBytes);
        var number = 0L;
        bool hasMore;
        do
        {
            hasMore = await lines.FillAsync(cancellationToken).ConfigureAwait(false);
            while (Next(lines, export, ref number, out var line))
            {
                if (line is not null)
                {
                    yield return line;
                }
            }
        }
        while (hasMore);
    }

    private bool Next(WireLines lines, ContactHubExport export, ref long number, out ContactHubLine? result)
    {
        result = null;
        if (!lines.TryTake(out var line, out var isTooLong))
        {
            return false;
        }

        number++;
        if (isTooLong)
        {
            result = new(number, null, WireDocument.TooLarge(number, _options));
        }
        else if (line.IndexOfAnyExcept(" \t\r"u8) >= 0)
        {
            var document = WireDocument.Read(line, default, export, number, _tree, _options, out var error);
            result = new(number, document, error);
        }

        return true;
    }

    private NoticeAcceptance? LatestAcceptance(ContactConsents contact) =>
        contact.Acceptances
            .OrderBy(a => a.AcceptedAt)
            .ThenBy(a => !string.Equals(a.Version, WireDocument.Unversioned, StringComparison.Ordinal))
            .ThenBy(a => _options.Notices.Find(a.Version)?.PublishedAt)
            .ThenBy(a => a.Version, StringComparer.Ordinal)
            .LastOrDefault();
}
