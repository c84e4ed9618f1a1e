using System.Collections.Immutable;

namespace Consent.Storage;

/// <summary>One erasure in the journal. No contact id: whom it is about is read from the entries, as long as they can be read.</summary>
/// <param name="Id">A random id.</param>
/// <param name="At">When it was begun.</param>
/// <param name="Ground">The legal ground; no personal data.</param>
/// <param name="Keeps">What the request wants to be kept.</param>
/// <param name="Kept">What is kept of each id that goes. A repetition keeps the same.</param>
/// <param name="Entries">The entries that go, ascending.</param>
public sealed record ErasureRecord(Guid Id, Timestamp At, string Ground, ErasureKeeps Keeps, ImmutableArray<JournaledClosing> Kept, ImmutableArray<JournaledEntry> Entries)
{
    /// <summary>The persons' requests (GDPR art. 15-22) of whoever goes, as they stand after it: those that it answers, and those that are due all the same. They name nobody.</summary>
    public ImmutableArray<SubjectRequest> Requests { get; init; } = [];

    /// <summary>How far it has come.</summary>
    public ErasureState State { get; init; }

    /// <summary>The same content; entries, what is kept and requests are compared one by one.</summary>
    public bool Equals(ErasureRecord? other) =>
        other is not null && Id == other.Id && At == other.At && string.Equals(Ground, other.Ground, StringComparison.Ordinal) && Keeps == other.Keeps
        && Kept.AsSpan().SequenceEqual(other.Kept.AsSpan()) && State == other.State && Requests.AsSpan().SequenceEqual(other.Requests.AsSpan()) && Entries.AsSpan().SequenceEqual(other.Entries.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, At, Keeps, State);

    /// <summary>How many entries, and how far: no personal data.</summary>
    public override string ToString() => $"{(Entries.IsDefault ? 0 : Entries.Length)} entries, {State}";
}
