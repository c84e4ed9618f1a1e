using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Which origins the log has had, as its own <c>restored</c> entries tell. Immutable.</summary>
/// <param name="Restores">For each time that it was recovered from a backup: the number of the origin from there on, and how many entries had come back.</param>
/// <param name="IsPending">Whether the last of them still waits for the word that the changes since were sent again.</param>
internal sealed record LogLineage(ImmutableArray<(long Number, long Size)> Restores, bool IsPending)
{
    public static LogLineage Unbroken { get; } = new([], IsPending: false);

    /// <summary>The number of the origin now.</summary>
    public long Current => Restores.IsEmpty ? 1 : Restores[^1].Number;

    /// <summary>The numbers of all origins of this log, the current one last. A number that is missing was that of a log which was lost.</summary>
    public IEnumerable<long> Numbers => Restores.Select(r => r.Number).Prepend(1).Distinct();

    /// <summary>Reads it from the log.</summary>
    /// <param name="store">Whose.</param>
    /// <param name="first">The log's first origin.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async ValueTask<LogLineage> ReadAsync(IConsentStore store, string first, CancellationToken cancellationToken)
    {
        var restores = ImmutableArray.CreateBuilder<(long Number, long Size)>();
        var isPending = false;
        await foreach (var entry in store.ReadLogAsync(new() { Type = AuditEntryType.Restored }, cancellationToken).ConfigureAwait(false))
        {
            var restoration = LogEvents.RestorationOf(entry);
            isPending = restoration is not null;
            if (restoration is not null && LogOrigin.NumberOf(first, restoration.NewOrigin) is { } number)
            {
                restores.Add((number, restoration.Restored.Size));
            }
        }

        return new(restores.ToImmutable(), isPending);
    }

    /// <summary>Up to which size a checkpoint under an origin must fit this log: under an earlier one, what was lost is beyond it. <see langword="null"/>: none of this log's.</summary>
    public long? LimitOf(long number) =>
        number == Current ? long.MaxValue : number < Current && Numbers.Contains(number) ? Restores.First(r => r.Number > number).Size : null;
}
