using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Consent.Interchange;

/// <summary>What one document gave, a line of a file mostly: what it says, and what is wrong with it.</summary>
/// <remarks>
/// A document with an error still says its noes, if it has any and names the contact: then there is a <see cref="Document"/> and an
/// <see cref="Error"/>, and each yes that is left out is told as <see cref="ContactHubErrorCode.PartlyRead"/>.
/// </remarks>
public sealed class ContactHubLine
{
    internal ContactHubLine(long number, ConsentDocument? document, ImmutableArray<ContactHubError> errors, ImmutableArray<ContactHubError> warnings = default)
    {
        Number = number;
        Document = document;
        Errors = errors;
        Warnings = warnings.IsDefault ? [] : warnings;
    }

    /// <summary>The line that the document begins on, from 1; blank lines count and give nothing.</summary>
    public long Number { get; }

    /// <summary>What is to be recorded: all that the document says, or its noes; <see langword="null"/> when nothing could be read.</summary>
    public ConsentDocument? Document { get; }

    /// <summary>What is wrong, first thing first; past the first hundred faults, no more are told. Empty: nothing.</summary>
    public ImmutableArray<ContactHubError> Errors { get; }

    /// <summary>The first of <see cref="Errors"/>.</summary>
    public ContactHubError? Error => Errors.IsEmpty ? null : Errors[0];

    /// <summary>What should be looked at, though nothing is wrong: subscriptions that contradict the consents.</summary>
    public ImmutableArray<ContactHubError> Warnings { get; }

    /// <summary>Whether there is something to record.</summary>
    [MemberNotNullWhen(true, nameof(Document))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsRead => Document is not null;

    /// <summary>Whether only the noes are there, as something else is wrong (<c>PARTLY_READ</c>).</summary>
    [MemberNotNullWhen(true, nameof(Document), nameof(Error))]
    public bool IsPartlyRead => Document is not null && !Errors.IsEmpty;

    /// <summary>The first error, or that there is none: no personal data.</summary>
    public override string ToString() => Error is { } error ? $"{error}{(IsPartlyRead ? "; the noes are kept" : "")}" : $"line {Number}: read";
}
