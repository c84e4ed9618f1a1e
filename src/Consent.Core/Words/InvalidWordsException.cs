using System.Collections.Immutable;

namespace Consent;

/// <summary>A host's texts cannot be taken. <see cref="Errors"/> has everything that is wrong with them, not only the first thing.</summary>
public sealed class InvalidWordsException : ArgumentException
{
    internal InvalidWordsException(ImmutableArray<string> errors)
        : base($"The words have {errors.Length} error(s): {string.Join(" ", errors)}") => Errors = errors;

    /// <summary>What is wrong, a sentence each, in the order of the texts.</summary>
    public ImmutableArray<string> Errors { get; }
}
