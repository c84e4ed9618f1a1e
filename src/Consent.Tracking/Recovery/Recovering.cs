using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Lets a log go on that came back from a backup: what was erased is to be erased anew, and the log says under which origin it goes on.</summary>
/// <remarks>
/// The journal comes first: then the <c>restored</c> entry lets hosts start, and whichever starts carries the erasures on before its first call. Cut off at any
/// step, the same call or the next start does the rest.
/// </remarks>
internal sealed class Recovering(TrackingContext tracking, Actor actor, IReadOnlyCollection<IErasureJournal> journalsOfOthers)
{
    public async Task<LogRecovery> RunAsync(CancellationToken cancellationToken)
    {
        var erasuresOfOthers = await ErasuresOfOthersAsync(cancellationToken).ConfigureAwait(false);
        if (tracking.Store is IHeadMemory memory)
        {
            // The log that came back is shorter than what this process has seen: on purpose.
            await memory.ForgetHeadAsync(cancellationToken).ConfigureAwait(false);
        }

        await tracking.Erasures.ForgetAsync(cancellationToken).ConfigureAwait(false);
        await tracking.Requests.ForgetAsync(cancellationToken).ConfigureAwait(false);
        var publisher = tracking.Publisher;
        var survey = await publisher.SurveyAsync(tracking.Store, cancellationToken).ConfigureAwait(false);
        if (survey.Kept is { } kept && kept.Size > survey.Size)
        {
            throw new ConsentStoreException($"The database keeps a checkpoint of {kept.Size} entries and has {survey.Size}: it is no backup but a damaged database. Restore a whole backup, then recover.");
        }

        var resuming = new Resuming(tracking);
        var adopted = await resuming.AdoptAsync(erasuresOfOthers, cancellationToken).ConfigureAwait(false);
        var isLost = adopted > 0 || survey.Shortage is not null || (publisher.Guard.IsAltered && !publisher.Guard.MayBeWhole(survey.Size)) || survey.Size != (survey.Published?.Size ?? 0)
            || await resuming.ReappearedAsync(cancellationToken).ConfigureAwait(false) is not null;
        if (!isLost)
        {
            return new(null, 0);
        }

        var reopened = await resuming.ReopenAsync(cancellationToken).ConfigureAwait(false);
        var restoration = new Restoration(
            survey.Published?.Origin ?? publisher.Identity.OriginOf(survey.Lineage.Current),
            survey.Published?.Head,
            await tracking.Store.Log.HeadAtAsync(survey.Size, cancellationToken).ConfigureAwait(false),
            publisher.Identity.OriginOf(1 + Math.Max(survey.Lineage.Current, LatestOf(survey))));
        await tracking.Store.CommitAsync([new() { Entries = [LogEvents.Restored(restoration, actor, tracking.Rules, tracking.Now)] }], cancellationToken).ConfigureAwait(false);
        TrackingLog.Recovered(tracking.Logger, restoration.Restored.Size, reopened);
        tracking.Altered.Clear();
        await new LastVerified(tracking.Now, LogFlaw.None, -1) { Doubted = [] }.KeepAsync(tracking.Store, cancellationToken).ConfigureAwait(false);
        return new(restoration, reopened);
    }

    /// <summary>All of them before anything is done: one that cannot be read stops it.</summary>
    private async Task<List<ErasureRecord>> ErasuresOfOthersAsync(CancellationToken cancellationToken)
    {
        var records = new List<ErasureRecord>();
        foreach (var journal in journalsOfOthers)
        {
            ArgumentNullException.ThrowIfNull(journal, nameof(journalsOfOthers));
            var named = await journal.ReadAsync(cancellationToken).ConfigureAwait(false);
            records.AddRange(named.Count > 0 ? named : throw new ConsentStoreException("A journal of another host names no erasure: is it the right file? Leave out a host that never erased anybody."));
        }

        return records;
    }

    /// <summary>The latest origin of this log that anybody has a checkpoint of: it is never used again.</summary>
    private long LatestOf(LogSurvey survey) => survey.Published is { } published ? LogOrigin.NumberOf(tracking.Publisher.Identity.FirstOrigin, published.Origin) ?? 1 : 1;
}
