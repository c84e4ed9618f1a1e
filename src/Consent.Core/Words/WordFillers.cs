namespace Consent;

/// <summary>What fills the placeholders of a text; what is not known is <see langword="null"/>.</summary>
internal readonly record struct WordFillers
{
    public string? List { get; init; }

    public string? Purpose { get; init; }

    public string? Article { get; init; }

    public string? Jurisdiction { get; init; }

    public string? Until { get; init; }

    public string? Missing { get; init; }

    public string? Outcome { get; init; }

    public string? Obligations { get; init; }

    public string? Day { get; init; }

    public string? Month { get; init; }

    public string? Year { get; init; }

    public string? Of(WordPlaceholders placeholder) => placeholder switch
    {
        WordPlaceholders.List => List,
        WordPlaceholders.Purpose => Purpose,
        WordPlaceholders.Article => Article,
        WordPlaceholders.Jurisdiction => Jurisdiction,
        WordPlaceholders.Until => Until,
        WordPlaceholders.Missing => Missing,
        WordPlaceholders.Outcome => Outcome,
        WordPlaceholders.Obligations => Obligations,
        WordPlaceholders.Day => Day,
        WordPlaceholders.Month => Month,
        WordPlaceholders.Year => Year,
        _ => null,
    };
}
