using Consent.Storage;

namespace Consent.Tracking;

/// <content>The start, and what was published since.</content>
internal sealed partial class TrackingContext
{
    /// <summary>Reads what the log knows and the options do not: all of it once, before anything else is read or written, and from time to time what other hosts published since.</summary>
    public ValueTask StartedAsync(CancellationToken cancellationToken) =>
        _isStarting ? ValueTask.CompletedTask
        : !_start.IsDone ? new(_start.RunAsync(this, cancellationToken))
        : Publisher.Guard.IsKnown ? Publisher.Guard.Refusal()
        : _rules.IsDue(Now, _options.PublicationInterval) ? LookAsync(cancellationToken)
        : ValueTask.CompletedTask;

    /// <summary>Knows from now on all that was published in the log so far.</summary>
    public async ValueTask CatchUpAsync(CancellationToken cancellationToken) =>
        await RetriedAsync(
            async () =>
            {
                await StartedAsync(cancellationToken).ConfigureAwait(false);
                await _rules.ReadAsync(Store, Now, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Looks whether another host has published a purpose that is not known here.</summary>
    public ValueTask KnowAsync(PurposePath? purpose, CancellationToken cancellationToken) =>
        purpose is null || Rules.Taxonomy.Find(purpose) is not null ? ValueTask.CompletedTask : CatchUpAsync(cancellationToken);

    /// <summary>Looks whether another host has published what a change names and is not known here.</summary>
    /// <returns>Whether it had to look.</returns>
    public async ValueTask<bool> KnowAsync(ConsentChange change, CancellationToken cancellationToken)
    {
        if (!NamesUnknown(change, Rules))
        {
            return false;
        }

        await CatchUpAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static bool NamesUnknown(ConsentChange change, ConsentRules rules)
    {
        if (change.Acceptance is { } accepted && rules.Notices.FlawOf(accepted.Version, accepted.TextSha256) is not null)
        {
            return true;
        }

        foreach (var said in change.Statements)
        {
            if (rules.Taxonomy.Find(said.Node) is null || (said.NoticeVersion is { } version && rules.Notices.FlawOf(version, null) is not null))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Lets the log go on from a restored backup.</summary>
    public Task<LogRecovery> RecoverAsync(Actor actor, IReadOnlyCollection<IErasureJournal> journalsOfOthers, CancellationToken cancellationToken) =>
        _start.RecoverAsync(this, actor, journalsOfOthers, cancellationToken);

    /// <summary>Lets another key sign checkpoints.</summary>
    public Task<SignerChange> ChangeSignerAsync(Actor actor, CancellationToken cancellationToken) => _start.ChangeSignerAsync(this, actor, cancellationToken);
}
