namespace Consent.Storage.Tests.Broken;

/// <summary>The last writer wins.</summary>
internal sealed class LostUpdates : BrokenStore
{
    public override async ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) =>
        await OneByOneAsync(batch, async commit =>
        {
            while (true)
            {
                var found = await Inner.FindAsync([.. commit.Snapshots.Select(s => new ContactLookup(s.Snapshot.Id))], cancellationToken);
                var forced = commit with { Snapshots = [.. commit.Snapshots.Select((s, i) => s with { ExpectedVersion = found[i].Version })] };
                if (await InnerAsync(forced) is var outcome && outcome is not CommitOutcome.Conflict)
                {
                    return outcome;
                }
            }
        });
}

/// <summary>Looks at the version of the first snapshot alone.</summary>
internal sealed class ChecksOneVersion : BrokenStore
{
    public override async ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) =>
        await OneByOneAsync(batch, async commit =>
        {
            var found = await Inner.FindAsync([.. commit.Snapshots.Select(s => new ContactLookup(s.Snapshot.Id))], cancellationToken);
            return await InnerAsync(commit with { Snapshots = [.. commit.Snapshots.Select((s, i) => i == 0 ? s : s with { ExpectedVersion = found[i].Version })] });
        });
}

/// <summary>Does not remember change ids.</summary>
internal sealed class ForgottenIdempotency : BrokenStore
{
    public override ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) =>
        Inner.CommitAsync([.. batch.Select(c => c with { Change = default })], cancellationToken);
}

/// <summary>Looks at the versions first, so that a late repetition looks like a conflict.</summary>
internal sealed class VersionsBeforeChangeIds : BrokenStore
{
    public override async ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) =>
        await OneByOneAsync(batch, async commit =>
        {
            foreach (var (snapshot, expected) in commit.Snapshots)
            {
                if ((await Inner.FindAsync([new(snapshot.Id)], cancellationToken))[0].Version is var actual && actual != expected)
                {
                    return new CommitOutcome.Conflict(snapshot.Id, actual);
                }
            }

            return await InnerAsync(commit);
        });
}

/// <summary>Writes the entries, then the snapshots: two transactions.</summary>
internal sealed class EntriesApartFromSnapshots : BrokenStore
{
    public override async ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) =>
        await OneByOneAsync(batch, async commit =>
        {
            var logged = await InnerAsync(commit with { Snapshots = [] });
            if (logged is not CommitOutcome.Committed)
            {
                return logged;
            }

            return await InnerAsync(new() { Snapshots = commit.Snapshots }) is CommitOutcome.Conflict conflict ? conflict : logged;
        });
}

/// <summary>Writes the snapshots one after the other; readers meet them half done.</summary>
internal sealed class SnapshotsOneByOne : BrokenStore
{
    public override async ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) =>
        await OneByOneAsync(batch, async commit =>
        {
            var outcome = await InnerAsync(commit with { Snapshots = [.. commit.Snapshots.Take(1)] });
            foreach (var write in commit.Snapshots.Skip(outcome is CommitOutcome.Committed ? 1 : int.MaxValue))
            {
                await Task.Delay(5, cancellationToken);
                await InnerAsync(new() { Snapshots = [write] });
            }

            return outcome;
        });
}

/// <summary>Gives up a batch at its first conflict.</summary>
internal sealed class StopsAtConflict : BrokenStore
{
    public override async ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken)
    {
        CommitOutcome? conflict = null;
        return await OneByOneAsync(batch, async commit =>
        {
            var outcome = conflict ?? await InnerAsync(commit);
            conflict = outcome as CommitOutcome.Conflict;
            return outcome;
        });
    }
}

/// <summary>Writes one entry of a change, as if no change had several.</summary>
internal sealed class FirstEntryOnly : BrokenStore
{
    public override ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) =>
        Inner.CommitAsync([.. batch.Select(c => c with { Entries = [.. c.Entries.Take(1)] })], cancellationToken);
}

/// <summary>Does not look at the token.</summary>
internal sealed class DeafToCancellation : BrokenStore
{
    public override ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) => Inner.CommitAsync(batch, default);

    public override IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, CancellationToken cancellationToken) => Inner.ScanAsync(after, default);
}

/// <summary>Looks, and then writes: right as long as nobody comes in between.</summary>
internal sealed class ChecksThenActs : BrokenStore
{
    public override async ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) =>
        await OneByOneAsync(batch, async commit =>
        {
            var found = await VersionsAsync(commit);
            if (commit.Snapshots.Where((s, i) => s.ExpectedVersion != found[i]).Select((s, i) => new CommitOutcome.Conflict(s.Snapshot.Id, found[i])).FirstOrDefault() is { } conflict)
            {
                return conflict;
            }

            CommitOutcome outcome;
            do
            {
                await Task.Delay(1, cancellationToken);
                found = await VersionsAsync(commit);
                outcome = await InnerAsync(commit with { Snapshots = [.. commit.Snapshots.Select((s, i) => s with { ExpectedVersion = found[i] })] });
            }
            while (outcome is CommitOutcome.Conflict);
            return outcome;
        });

    private async Task<List<long>> VersionsAsync(ConsentCommit commit) =>
        [.. (await Inner.FindAsync([.. commit.Snapshots.Select(s => new ContactLookup(s.Snapshot.Id))], default)).Select(f => f.Version)];
}

/// <summary>Stops between the entries and the snapshots when it is cancelled.</summary>
internal sealed class HalfWhenCancelled : BrokenStore
{
    public override async ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await OneByOneAsync(batch, async commit =>
        {
            var logged = await InnerAsync(commit with { Snapshots = [] });
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            return logged is CommitOutcome.Committed && await InnerAsync(new() { Snapshots = commit.Snapshots }) is CommitOutcome.Conflict conflict ? conflict : logged;
        });
    }
}

/// <summary>Calls a cancellation trouble with the storage, as a driver does whose command was interrupted.</summary>
internal sealed class TroubleWhenCancelled : BrokenStore
{
    public override async ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.Yield();
        if (cancellationToken.IsCancellationRequested)
        {
            throw new ConsentStoreException("The command was interrupted.");
        }

        return await Inner.EraseAsync(erasures, default);
    }
}
