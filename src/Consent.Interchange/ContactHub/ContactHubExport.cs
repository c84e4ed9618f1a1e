namespace Consent.Interchange;

/// <summary>Where documents come from: which source says so, as of when, in which file. Immutable.</summary>
/// <example><code>
/// var export = new ContactHubExport("contacthub", exportedAt, "customers.jsonl") { IdProperty = ContactHubIdProperty.ExternalId };
/// </code></example>
public sealed class ContactHubExport
{
    /// <summary>The greatest length of a file's name, in UTF-16 code units: a line's and an element's number must fit behind it.</summary>
    public const int MaxFileLength = 960;

    /// <summary>Documents of a source.</summary>
    /// <param name="source">The source, by a name that stays the same from export to export: 1 to 128 characters.</param>
    /// <param name="asOf">The date of the documents. What they say without a date of its own is dated so.</param>
    /// <param name="file">The file's name, 1 to 960 characters; evidence then says <c>customers.jsonl:17</c>. <see langword="null"/>: the source's name.</param>
    /// <exception cref="ArgumentException">The source is blank, too long or not well-formed; the file's name is too long. What else is wrong with that is mended, as in all evidence.</exception>
    public ContactHubExport(string source, Timestamp asOf, string? file = null)
    {
        if (file?.Length > MaxFileLength)
        {
            throw new ArgumentException($"The file's name is longer than {MaxFileLength} characters.", nameof(file));
        }

        // The names are checked by what they are made for.
        Source = new SourceDocument(source, asOf, NodeFlags.Empty).Source;
        File = file is null ? null : Evidence.Asserted(file).Source;
        AsOf = asOf;
    }

    /// <summary>The source's name.</summary>
    public string Source { get; }

    /// <summary>The date of the documents.</summary>
    public Timestamp AsOf { get; }

    /// <summary>The file's name, if any.</summary>
    public string? File { get; }

    /// <summary>Which property of a customer names the contact.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such property.</exception>
    public ContactHubIdProperty IdProperty
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "No such property.");
    }

    /// <summary>How the documents arrived: <see cref="ChangeSource.Import"/> unless said otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such source.</exception>
    public ChangeSource ArrivedBy
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "No such source.");
    } = ChangeSource.Import;

    /// <summary>What the source means by <c>status: false</c>: a no, unless said otherwise. Some forms write it for what they did not ask.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such meaning.</exception>
    public FalseMeans FalseMeans
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "No such meaning.");
    }

    /// <summary>
    /// How the source writes days besides <c>2018-05-25</c>: <c>dd/MM/yyyy</c>, <c>d.M.yyyy</c>. Nothing is guessed: without it <c>05/06/2018</c> is no date.
    /// </summary>
    /// <exception cref="ArgumentException">Not <c>d</c> or <c>dd</c>, <c>M</c> or <c>MM</c>, and <c>yyyy</c>, each once, with signs between them.</exception>
    public string? DayForm
    {
        get;
        init
        {
            Days = value is null ? null : new WireDayForm(value);
            field = value;
        }
    }

    /// <summary>The time zone of the source's days. <see langword="null"/>: not known; a yes of a day then counts from the first instant that it has anywhere.</summary>
    public TimeZoneInfo? DayZone { get; init; }

    /// <summary>The date: no personal data.</summary>
    public override string ToString() => $"as of {AsOf}";

    internal WireDayForm? Days { get; private init; }
}
