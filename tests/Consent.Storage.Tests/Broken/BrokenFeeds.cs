using System.Collections.Concurrent;

namespace Consent.Storage.Tests.Broken;

/// <summary>Gives a change now and then too late: who asks after a later position never hears of it.</summary>
internal sealed class LosesChanges : BrokenStore
{
    public override IAsyncEnumerable<AudienceChange> ReadChangesAsync(long after, CancellationToken cancellationToken) =>
        Inner.ReadChangesAsync(after, cancellationToken).Where(c => c.Position % 4 != 3);
}

/// <summary>Gives the change at the position again.</summary>
internal sealed class TellsTwice : BrokenStore
{
    public override IAsyncEnumerable<AudienceChange> ReadChangesAsync(long after, CancellationToken cancellationToken) =>
        Inner.ReadChangesAsync(Math.Max(0, after - 1), cancellationToken);
}

/// <summary>Gives each contact's first record.</summary>
internal sealed class TellsWhatWas : BrokenStore
{
    private readonly ConcurrentDictionary<ContactId, ContactConsents> _first = new();

    public override IAsyncEnumerable<AudienceChange> ReadChangesAsync(long after, CancellationToken cancellationToken) =>
        Inner.ReadChangesAsync(after, cancellationToken).Select(c => c.Snapshot is { } snapshot ? c with { Snapshot = _first.GetOrAdd(snapshot.Id, snapshot) } : c);
}

/// <summary>Says nothing of contacts that went away.</summary>
internal sealed class TellsNoErasure : BrokenStore
{
    public override IAsyncEnumerable<AudienceChange> ReadChangesAsync(long after, CancellationToken cancellationToken) =>
        Inner.ReadChangesAsync(after, cancellationToken).Where(c => c.Snapshot is not null);
}

/// <summary>Gives one number to two contacts.</summary>
internal sealed class SharesNumbers : BrokenStore
{
    public override IAsyncEnumerable<AudienceChange> ReadChangesAsync(long after, CancellationToken cancellationToken) =>
        Inner.ReadChangesAsync(after, cancellationToken).Select(c => c with { Number = c.Number / 2 });
}

/// <summary>Finds what it has found before.</summary>
internal sealed class FindsTheGone : BrokenStore
{
    private readonly ConcurrentDictionary<long, ContactConsents> _found = new();

    public override async IAsyncEnumerable<AudienceChange> ReadChangesAsync(long after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var change in Inner.ReadChangesAsync(after, cancellationToken))
        {
            _ = change.Snapshot is { } snapshot ? _found[change.Number] = snapshot : null;
            yield return change;
        }
    }

    public override ValueTask<IReadOnlyList<ContactConsents?>> FindByNumberAsync(IReadOnlyList<long> numbers, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<ContactConsents?>>([.. numbers.Select(n => _found.GetValueOrDefault(n))]);
}
