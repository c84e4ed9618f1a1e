using System.Collections.Immutable;
using Consent.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Consent.Tracking;

/// <summary>What the three facades share: the store, the rules, the clock, and load - decide - commit.</summary>
internal sealed class TrackingContext
{
    private readonly ConsentTrackingOptions _options;
    private readonly ILogger _logger;

    /// <param name="services">Lends the store once the options are known to be good, so that a missing store is reported as such.</param>
    /// <param name="options">The options; reading them checks them.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">The log, if the host keeps one.</param>
    public TrackingContext(IServiceProvider services, IOptions<ConsentTrackingOptions> options, TimeProvider clock, ILogger<ConsentTracker>? logger = null)
    {
        _options = options.Value;
        _logger = logger ?? (ILogger)Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;
        Rules = new(_options.Taxonomy, _options.Jurisdiction, _options.Notices, _options.Access, _options.FutureTolerance);
        Store = (IConsentStore)services.GetService(typeof(IConsentStore))!;
        Clock = clock;
    }

    public IConsentStore Store { get; }

    public ConsentRules Rules { get; }

    public TimeProvider Clock { get; }

    public Timestamp Now => Clock.GetUtcNow();

    public ILogger Logger => _logger;

    public Recording RecordingBy(Actor actor, ChangePort port) => new(Now, actor, port, Guid.NewGuid());

    /// <summary>Checks the permission table; a refusal is counted and says nothing of the contact.</summary>
    public void Demand(Actor actor, Permission permission, ContactId contact = default, bool hasReason = false) =>
        Watched(() =>
        {
            Rules.Access.Demand(actor, permission, contact, hasReason);
            return true;
        });

    /// <summary>Does something that may refuse access; a refusal is counted.</summary>
    public T Watched<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (ConsentAccessDeniedException denied)
        {
            ConsentTelemetry.CountDenied(denied.Permission);
            TrackingLog.AccessDenied(_logger, denied.Permission);
            throw;
        }
    }

    /// <summary>Reads a contact's record and those of all contacts ever linked with it.</summary>
    public async ValueTask<LoadedPerson> LoadAsync(ContactId contact, ChangeId change, CancellationToken cancellationToken)
    {
        var records = new List<ContactConsents>();
        var versions = new Dictionary<ContactId, long>();
        AuditEntry? recorded = null;
        IReadOnlyList<ContactLookup> wanted = [new(contact, change)];
        while (wanted.Count > 0)
        {
            var found = await FindAsync(wanted, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < wanted.Count; i++)
            {
                records.Add(RecordOf(wanted[i].Contact, found[i]));
                versions.Add(wanted[i].Contact, found[i].Version);
                recorded ??= found[i].Recorded;
            }

            wanted = [.. records.SelectMany(r => r.Links).Select(l => l.Other).Distinct().Where(id => !versions.ContainsKey(id)).Select(id => new ContactLookup(id))];
        }

        return new(PersonConsents.Of(records), versions, recorded);
    }

    public ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken) =>
        RetriedAsync(() => Store.FindAsync(lookups, cancellationToken), cancellationToken);

    /// <summary>The record found, read through the taxonomy in use; empty when there is none.</summary>
    public ContactConsents RecordOf(ContactId contact, StoredContact found)
    {
        if (found.Snapshot is not { } snapshot)
        {
            return ContactConsents.Empty(contact, Rules.Taxonomy);
        }

        // A store is not trusted to compare ids ordinally.
        return snapshot.Id == contact ? snapshot.Under(Rules.Taxonomy) : throw new ConsentStoreException("The store returned the record of another contact.");
    }

    /// <summary>Commits; transient trouble is tried again. A commit whose answer was lost is recognised by its change id.</summary>
    public ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) =>
        RetriedAsync(() => Store.CommitAsync(batch, cancellationToken), cancellationToken);

    /// <summary>Loads, applies and commits one contact's changes until no conflict is in the way.</summary>
    /// <param name="contact">The contact.</param>
    /// <param name="id">The change id that says whether it was done before.</param>
    /// <param name="prepare">The changes to apply to the record as it is; asked again after a conflict.</param>
    /// <param name="actor">Who.</param>
    /// <param name="port">Through which door.</param>
    /// <param name="cancellationToken">Stops trying.</param>
    public async ValueTask<ImmutableArray<ChangeResult>> ApplyAsync(
        ContactId contact, ChangeId id, Func<ContactConsents, ImmutableArray<ConsentChange>> prepare, Actor actor, ChangePort port, CancellationToken cancellationToken)
    {
        var results = ImmutableArray.CreateBuilder<ChangeResult>();
        while (true)
        {
            var loaded = await LoadAsync(contact, id, cancellationToken).ConfigureAwait(false);
            var changes = prepare(loaded.Person[contact]);
            if (loaded.Recorded is { } recorded)
            {
                results.Add(Repeated(changes, id, recorded));
                return results.ToImmutable();
            }

            if (changes.IsEmpty)
            {
                return results.ToImmutable();
            }

            var change = changes[0];
            var applied = Watched(() => loaded.Person.Apply(change, Rules, RecordingBy(actor, port)));
            if (await CommitAsync(applied, change, loaded.Versions, cancellationToken).ConfigureAwait(false) is not { } result)
            {
                ConsentTelemetry.CountConflict();
                continue;
            }

            results.Add(result);
            if (changes.Length == 1)
            {
                return results.ToImmutable();
            }

            if (result.Outcome == ChangeOutcome.Unchanged || result.Outcome == ChangeOutcome.Refused)
            {
                // What is left must not be prepared in vain again and again.
                prepare = Rest(prepare, change.Id);
            }
        }
    }

    /// <summary>Every entry about a contact, in order.</summary>
    public async ValueTask<ImmutableArray<AuditEntry>> EntriesOfAsync(ContactId contact, CancellationToken cancellationToken)
    {
        var entries = ImmutableArray.CreateBuilder<AuditEntry>();
        await foreach (var entry in Store.ReadLogAsync(new() { Contact = contact }, cancellationToken).ConfigureAwait(false))
        {
            entries.Add(entry);
        }

        return entries.ToImmutable();
    }

    /// <summary>The commit of one applied change.</summary>
    public static ConsentCommit CommitOf(AppliedChange applied, ConsentChange change, IReadOnlyDictionary<ContactId, long> versions) => new()
    {
        Contact = change.Contact,
        Change = change.Id ?? default,
        Entries = applied.Entry is { } entry ? [entry] : [],
        Snapshots = [.. applied.Changed.Select(c => new SnapshotWrite(c, versions[c.Id]))],
    };

    /// <summary>The answer to a change whose id is on record; a document whose id is on record says the same by definition.</summary>
    public static ChangeResult Repeated(ImmutableArray<ConsentChange> changes, ChangeId id, AuditEntry recorded) =>
        changes is [{ Document: null } change]
            ? ChangeResult.ForRecorded(change.WithId(id), recorded)
            : new()
            {
                Outcome = ChangeOutcome.Repeated,
                Change = id,
                Revision = recorded.Subject?.Revision ?? default,
                Index = recorded.Index,
                Code = ChangeCode.RepeatedChange,
                RecordedAs = recorded,
            };

    private async ValueTask<ChangeResult?> CommitAsync(
        AppliedChange applied, ConsentChange change, IReadOnlyDictionary<ContactId, long> versions, CancellationToken cancellationToken)
    {
        if (applied.Changed.IsEmpty)
        {
            return applied.Result;
        }

        var outcome = (await CommitAsync([CommitOf(applied, change, versions)], cancellationToken).ConfigureAwait(false))[0];
        return outcome switch
        {
            CommitOutcome.Committed committed => applied.Result with { Index = committed.Entries.IsEmpty ? null : committed.Entries[0].Index },
            CommitOutcome.AlreadyRecorded recorded => Repeated([change], change.Id!.Value, recorded.Entry),
            _ => null,
        };
    }

    private async ValueTask<T> RetriedAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken)
    {
        var delay = _options.TransientRetryDelay;
        for (var left = _options.TransientRetries; ; left--)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (ConsentStoreException trouble) when (trouble.IsTransient && left > 0)
            {
                ConsentTelemetry.CountRetry();
                TrackingLog.TransientTrouble(_logger, left);
                await Task.Delay(delay, Clock, cancellationToken).ConfigureAwait(false);
                delay *= 2;
            }
        }
    }

    private static Func<ContactConsents, ImmutableArray<ConsentChange>> Rest(Func<ContactConsents, ImmutableArray<ConsentChange>> prepare, ChangeId? done) =>
        record => [.. prepare(record).Where(c => c.Id != done)];
}
