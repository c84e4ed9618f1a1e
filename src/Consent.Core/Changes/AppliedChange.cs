using System.Collections.Immutable;

namespace Consent;

/// <summary>What a change would do: the records after it, the entry to write, and the answer to give.</summary>
/// <param name="After">The records after it.</param>
/// <param name="Changed">Those that differ from before, the addressed one first; empty when nothing is to be written.</param>
/// <param name="Entry">The first entry to write; <see langword="null"/> when nothing is.</param>
/// <param name="Result">The answer.</param>
public sealed record AppliedChange(PersonConsents After, ImmutableArray<ContactConsents> Changed, AuditEntry? Entry, ChangeResult Result)
{
    /// <summary>All entries to write, together or not at all: more than one for a change with more than <see cref="ConsentChange.MaxStatements"/> statements.</summary>
    public ImmutableArray<AuditEntry> Entries => Entry is null ? [] : [Entry, .. FurtherEntries];

    internal ImmutableArray<AuditEntry> FurtherEntries { get; init; } = [];
}
