using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Consent.Interchange;

/// <summary>The consents of the product's documents (ContactHub): reads them, and writes them. Immutable; make one for each taxonomy and keep it.</summary>
/// <remarks>
/// <para>Each node is an object under its name inside the one above it; a purpose has <c>status</c>, <c>limitation</c> and <c>objection</c>, and
/// beside them what stands below it. The product says <c>telephonic</c> and <c>papery</c> for phone and paper; a host's own purposes are called
/// as the last segment of their path, unless <see cref="ContactHubOptions.Names"/> says otherwise. Absent and <c>null</c> are the same and unset nothing.</para>
/// <para>Dates are RFC 3339 date-times, or nearly: a blank or <c>T</c>, with or without seconds, a fraction behind a point or comma (floored to the
/// microsecond), an offset with or without colon and minutes; or a day, which is a day and no midnight. 23:59:60 UTC is the last microsecond
/// before midnight. A local time, without an offset, is an error. An empty text, the year 1 and the beginning of 1970 are no date.</para>
/// <para>A disclaimer with only a version was accepted, as far as anybody knows, at the document's date; that date is written from then on. One with
/// only a date accepts the version <c>unversioned</c>, which is written as absent. A blank version is absent.</para>
/// <para><b>A document with an error keeps its noes</b>, if it names the contact: wherever the error is, what is <c>status: false</c>, <c>limitation: true</c> or
/// <c>objection: true</c> is read, on groups and unknown purposes too; of a flag that stands there twice, the no. Its yeses and its notice
/// are left out, and told. A byte order mark at the beginning is passed over.</para>
/// </remarks>
/// <example><code>
/// var format = ContactHubFormat.Predefined;
/// var export = new ContactHubExport("contacthub", exportedAt, "customers.jsonl");
/// await foreach (var line in format.ReadLinesAsync(stream, export, cancellationToken))
/// {
///     foreach (var error in line.Errors)
///     {
///         Console.WriteLine(error); // line 40: $.consents.disclaimer.date is no date such as … (INVALID_DATE)
///     }
///
///     if (line.IsRead)
///     {
///         documents.Add(line.Document); // hand them to ConsentBulk (Consent.Tracking)
///     }
/// }
/// </code></example>
public sealed partial class ContactHubFormat
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
    /// <param name="error">Why it was not read, or why only its noes were: the first thing that is wrong. Its path begins at the object.</param>
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

        var line = WireDocument.Read(utf8Json, contact, export, WirePlace.Alone, _tree, _options);
        (document, error) = (line.Document, line.Error);
        return line.IsRead;
    }

    /// <summary>Reads a customer document: who it is, and <c>consents</c>. Everything else is passed over and never kept.</summary>
    /// <param name="utf8Json">The document, and nothing else.</param>
    /// <param name="export">Where it comes from, and which property names the contact.</param>
    /// <param name="document">What it says. <see cref="ConsentDocument.Against"/> yields the changes.</param>
    /// <param name="error">Why it was not read, or why only its noes were: the first thing that is wrong.</param>
    /// <example><code>
    /// if (format.TryReadCustomer(File.ReadAllBytes("customer.json"), export, out var document, out var error))
    /// </code></example>
    public bool TryReadCustomer(
        ReadOnlySpan<byte> utf8Json, ContactHubExport export, [NotNullWhen(true)] out ConsentDocument? document, [NotNullWhen(false)] out ContactHubError? error)
    {
        ArgumentNullException.ThrowIfNull(export);
        var line = WireDocument.Read(utf8Json, default, export, WirePlace.Alone, _tree, _options);
        (document, error) = (line.Document, line.Error);
        return line.IsRead;
    }

    /// <summary>Reads a whole file of customer documents as it comes: the memory in use is bounded by the longest document allowed.</summary>
    /// <remarks>
    /// One document a line (JSON Lines), one array of them, pages of the product's API (<c>{"elements":[…],"page":{…}}</c>), documents over many lines one after
    /// another: it is seen from the file. UTF-8 or UTF-16, with or without a mark; lines end with LF, CR LF or CR. A file that has something in
    /// it gives at least one document or error; one that ends inside an array gives an error at its end.
    /// </remarks>
    /// <param name="file">The file. It is read to its end and not closed.</param>
    /// <param name="export">Where it comes from, and which property names the contact.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>What each document gave, in order. A bad one does not stop the others.</returns>
    public IAsyncEnumerable<ContactHubLine> ReadLinesAsync(Stream file, ContactHubExport export, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(export);
        return Lines(file, export, cancellationToken);
    }

    /// <summary>The taxonomy: no personal data.</summary>
    public override string ToString() => $"ContactHub, {Taxonomy}";

    private async IAsyncEnumerable<ContactHubLine> Lines(Stream stream, ContactHubExport export, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var frames = new WireFrames(stream, _options.MaxDocumentBytes);
        bool hasMore;
        do
        {
            hasMore = await frames.FillAsync(cancellationToken).ConfigureAwait(false);
            while (Next(frames, export) is { } line)
            {
                yield return line;
            }
        }
        while (hasMore);
    }

    private ContactHubLine? Next(WireFrames frames, ContactHubExport export)
    {
        if (!frames.TryTake(out var frame))
        {
            return null;
        }

        var place = new WirePlace(frame.Line, frame.Array, frame.Element, IsInFile: true);
        return frame.Kind switch
        {
            WireFrameKind.Document => WireDocument.Read(frame.Bytes, default, export, place, _tree, _options),
            WireFrameKind.TooLong => WireDocument.TooLarge(place, _options),
            WireFrameKind.CutOff => new(frame.Line, null, [new(ContactHubErrorCode.CutOff, frame.Line, "$", "is cut off: the file ends inside an array")]),
            _ => new(frame.Line, null, [new(ContactHubErrorCode.NoCustomers, frame.Line, "$", "holds no customer")]),
        };
    }
}
