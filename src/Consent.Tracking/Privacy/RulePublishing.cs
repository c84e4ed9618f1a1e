using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>Publishes a notice or purposes: looks, writes, and looks again, because another host may have been first.</summary>
/// <remarks>Of two that contradict each other, the one that the log has first stands, for every host; the other decides nothing, and its publisher is told.</remarks>
internal sealed class RulePublishing(TrackingContext tracking, Actor actor)
{
    private static readonly PublicationResult s_otherContent = new() { Outcome = ChangeOutcome.Refused, Code = ChangeCode.NoticeOtherContent };

    public async ValueTask<PublicationResult> PublishAsync(Notice notice, CancellationToken cancellationToken)
    {
        await tracking.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        var known = tracking.Rules.Notices;
        if (ReferenceEquals(known.With([notice], out var refused), known))
        {
            return refused.IsEmpty ? new PublicationResult { Outcome = ChangeOutcome.Unchanged } : s_otherContent;
        }

        await WriteAsync(LogEvents.NoticePublished(notice, actor, tracking.Rules, tracking.Now), cancellationToken).ConfigureAwait(false);
        tracking.Rules.Notices.With([notice], out refused);
        return refused.IsEmpty ? new PublicationResult { Outcome = ChangeOutcome.Recorded } : s_otherContent;
    }

    public async ValueTask<PublicationResult> PublishAsync(TaxonomyAddition addition, CancellationToken cancellationToken)
    {
        await tracking.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        var rules = tracking.Rules;
        if (!rules.Taxonomy.TryAdd(addition, out var taxonomy, out var errors))
        {
            return new() { Outcome = ChangeOutcome.Refused, Errors = errors };
        }

        if (ReferenceEquals(taxonomy, rules.Taxonomy))
        {
            return new() { Outcome = ChangeOutcome.Unchanged };
        }

        await WriteAsync(LogEvents.PurposesPublished(addition, actor, rules.With(taxonomy), tracking.Now), cancellationToken).ConfigureAwait(false);
        return tracking.Rules.Taxonomy.TryAdd(addition, out _, out errors) ? new PublicationResult { Outcome = ChangeOutcome.Recorded } : new() { Outcome = ChangeOutcome.Refused, Errors = errors };
    }

    private async ValueTask WriteAsync(ImmutableArray<AuditEntry> entries, CancellationToken cancellationToken)
    {
        await tracking.CommitAsync([new() { Entries = entries }], cancellationToken).ConfigureAwait(false);
        await tracking.CatchUpAsync(cancellationToken).ConfigureAwait(false);
    }
}
