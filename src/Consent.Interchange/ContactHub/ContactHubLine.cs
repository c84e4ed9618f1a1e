using System.Diagnostics.CodeAnalysis;

namespace Consent.Interchange;

/// <summary>What one line of a JSON Lines file gave: a document, or an error.</summary>
public sealed class ContactHubLine
{
    internal ContactHubLine(long number, ConsentDocument? document, ContactHubError? error)
    {
        Number = number;
        Document = document;
        Error = error;
    }

    /// <summary>The line's number, from 1; blank lines count and give nothing.</summary>
    public long Number { get; }

    /// <summary>The document; <see langword="null"/> when there is an error.</summary>
    public ConsentDocument? Document { get; }

    /// <summary>Why there is no document.</summary>
    public ContactHubError? Error { get; }

    /// <summary>Whether there is a document.</summary>
    [MemberNotNullWhen(true, nameof(Document))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsRead => Document is not null;

    /// <summary>The error, or that there is none: no personal data.</summary>
    public override string ToString() => Error?.ToString() ?? $"line {Number}: read";
}
