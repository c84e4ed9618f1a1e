using System.Collections.Immutable;

namespace Consent;

/// <summary>What is remembered of all sources, by name.</summary>
internal static class SourceMemories
{
    public static ImmutableSortedDictionary<string, SourceMemory> None { get; } = ImmutableSortedDictionary.Create<string, SourceMemory>(StringComparer.Ordinal);

    /// <summary>What is known after a document that was recorded.</summary>
    public static ImmutableSortedDictionary<string, SourceMemory> After(this ImmutableSortedDictionary<string, SourceMemory> memories, SourceDocument document, bool isForgotten = false) =>
        memories.SetItem(document.Source, (memories.GetValueOrDefault(document.Source) ?? new(document.Source, [])).After(document, isForgotten));

    /// <summary>What two copies of a contact's record know together.</summary>
    public static ImmutableSortedDictionary<string, SourceMemory> Join(this ImmutableSortedDictionary<string, SourceMemory> memories, ImmutableSortedDictionary<string, SourceMemory> others)
    {
        foreach (var other in others.Values)
        {
            memories = memories.SetItem(other.Source, memories.TryGetValue(other.Source, out var mine) ? mine.Join(other) : other);
        }

        return memories;
    }
}
