using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Erases one person, step by step; whatever stops it, doing it again carries it on.</summary>
/// <remarks>
/// One transaction marks the person's records as being erased and appends the <c>erased</c> entry that names what goes; only then the store takes it
/// away. So what is missing is always covered by an entry. An entry about the person that came between (a reading) is covered by another round.
/// </remarks>
internal sealed class Erasing(TrackingContext tracking, Actor actor, ErasureRequest request)
{
    private readonly HashSet<ContactId> _person = [request.Contact];

    public async ValueTask<ErasureOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var outcome = ErasureOutcome.NothingOnRecord;
        while (true)
        {
            var loaded = await tracking.LoadAsync([.. _person.Select(id => new ContactLookup(id))], cancellationToken).ConfigureAwait(false);
            var known = loaded.PersonOf([.. _person]);
            _person.UnionWith(known.LinkedWith(request.Contact));
            var histories = new List<AuditEntry>();
            foreach (var contact in known.Contacts)
            {
                histories.AddRange(await tracking.EntriesOfAsync(contact.Id, cancellationToken).ConfigureAwait(false));
            }

            var plan = Plan(known, histories);
            if (plan.Entries.IsEmpty)
            {
                return outcome;
            }

            if (_person.Any(id => LogEvents.IsHeld(histories.Where(e => e.Subject!.Contact == id))))
            {
                return ErasureOutcome.Held;
            }

            if (await MarkAsync(plan, loaded, cancellationToken).ConfigureAwait(false))
            {
                await tracking.CheckpointAsync(cancellationToken).ConfigureAwait(false);
                await tracking.EraseAsync(plan.Erasures, cancellationToken).ConfigureAwait(false);
                outcome = plan.Erasures.Any(e => e.SuppressedSince is not null) || outcome == ErasureOutcome.ErasedAndSuppressed
                    ? ErasureOutcome.ErasedAndSuppressed
                    : ErasureOutcome.Erased;
            }
        }
    }

    private ErasurePlan Plan(PersonConsents known, List<AuditEntry> histories)
    {
        var ids = _person;
        var gone = histories.Where(e => ids.Contains(e.Subject!.Contact) || (e.Subject.Other is { } other && ids.Contains(other))).ToList();
        var entries = IndexRanges.Of(gone.Select(e => e.Index));
        var now = tracking.Now;
        var isSuppressed = !request.ForgetWholly && ids.Any(id => known[id].Flags.Any(f => f.InForce.IsProtective));
        var going = known.Contacts.Where(c => ids.Contains(c.Id)).ToList();
        var erasures = going.Select((contact, i) => new ContactErasure(
            contact.Id, contact.Revision.Incarnation, i == 0 ? entries : [], isSuppressed ? now : null));

        // Contacts that were linked once and are no more stay; but nothing in their records may name the person.
        var staying = known.Contacts.Where(c => !ids.Contains(c.Id) && c.Links.Any(l => ids.Contains(l.Other))).ToList();
        var recording = tracking.RecordingBy(actor, ChangePort.OneContact);
        var remains = staying.Select(c => LinkRemains.Entry(c, ids, tracking.Rules, recording, ChangeId.From(Guid.CreateVersion7().ToString()))).OfType<AuditEntry>().ToList();
        var rest = known.Contacts.Where(c => !ids.Contains(c.Id)).Select(c => c.Id).ToList();
        var folded = staying.Count == 0 ? null : PersonConsents.Fold(rest, tracking.Rules.Taxonomy, [.. histories.Except(gone), .. remains]);
        return new(
            entries,
            [LogEvents.Erased(entries, request.Ground, 1, actor, tracking.Rules, now), .. remains],
            [.. going.Select(c => c.Erasing()), .. folded?.Contacts ?? []],
            [.. erasures]);
    }

    private async ValueTask<bool> MarkAsync(ErasurePlan plan, LoadedContacts loaded, CancellationToken cancellationToken)
    {
        var commit = new ConsentCommit
        {
            Entries = plan.Log,
            Snapshots = [.. plan.Snapshots.Where(s => loaded.VersionOf(s.Id) > 0).Select(s => new SnapshotWrite(s, loaded.VersionOf(s.Id)))],
        };
        if ((await tracking.CommitAsync([commit], cancellationToken).ConfigureAwait(false))[0] is CommitOutcome.Committed)
        {
            return true;
        }

        ConsentTelemetry.CountConflict();
        return false;
    }

    /// <param name="Entries">The entries whose slots go.</param>
    /// <param name="Log">The entries to append.</param>
    /// <param name="Snapshots">The records as they are marked, and of those that stay as they become.</param>
    /// <param name="Erasures">What the store takes away.</param>
    private sealed record ErasurePlan(
        ImmutableArray<IndexRange> Entries, ImmutableArray<AuditEntry> Log, ImmutableArray<ContactConsents> Snapshots, ImmutableArray<ContactErasure> Erasures);
}
