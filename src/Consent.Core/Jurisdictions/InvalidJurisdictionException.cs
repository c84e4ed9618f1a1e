using System.Collections.Immutable;

namespace Consent;

/// <summary>A jurisdiction does not hold together. <see cref="Errors"/> has everything that is wrong with it, not only the first thing.</summary>
public sealed class InvalidJurisdictionException : ArgumentException
{
    internal InvalidJurisdictionException(string name, ImmutableArray<string> errors)
        : base($"The jurisdiction {name} has {errors.Length} error(s): {string.Join(" ", errors)}") => Errors = errors;

    /// <summary>What is wrong, a sentence each, in the order of declaration.</summary>
    public ImmutableArray<string> Errors { get; }
}
