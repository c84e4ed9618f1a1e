using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>The audit log as one actor may read it. Every reading is itself an entry, written before anything is shown.</summary>
/// <remarks>Each member throws <see cref="ConsentStoreException"/> when the storage is in trouble, after transient trouble was tried again; then nothing is shown.</remarks>
public sealed partial class ActingAudit
{
    private readonly TrackingContext _tracking;
    private readonly Actor _actor;

    internal ActingAudit(TrackingContext tracking, Actor actor)
    {
        _tracking = tracking;
        _actor = actor;
    }

    /// <summary>Every entry about a contact, in order, readings of it included. An id that is not on record, or is closed, is named in them by its keyed digest alone: asking for it does not write it again.</summary>
    public async ValueTask<ImmutableArray<AuditEntry>> HistoryAsync(ContactId contact, CancellationToken cancellationToken = default)
    {
        ThrowIf.Nobody(contact);
        using var watch = ConsentTelemetry.Watch("consent.audit");
        await RecordAsync([contact], "history", cancellationToken).ConfigureAwait(false);
        var own = await _tracking.EntriesOfAsync(contact, cancellationToken).ConfigureAwait(false);
        var named = await _tracking.EntriesOfAsync(ClosedId.NameOf(await _tracking.DigestOfAsync(contact, cancellationToken).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);
        return named.IsEmpty ? own : [.. own.Concat(named).OrderBy(e => e.Index)];
    }

    /// <summary>A range of the log, in order.</summary>
    /// <param name="from">The first index.</param>
    /// <param name="to">The index after the last.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or the end before the beginning.</exception>
    public IAsyncEnumerable<AuditEntry> ReadAsync(long from, long to, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        return ReadAsync(new LogQuery { From = from, To = to }, $"entries {from} to {to}", cancellationToken);
    }

    /// <summary>The entries with a statement on the quarantine list: an asserted yes against a no.</summary>
    public IAsyncEnumerable<AuditEntry> QuarantineAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(new LogQuery { QuarantinedOnly = true }, "quarantine", cancellationToken);

    /// <summary>Proves that a change is in the log as it stands: a receipt that shows every slot, checked offline with the log's key alone.</summary>
    /// <returns>The receipt; <see langword="null"/> when no such change is on record for the contact.</returns>
    public async ValueTask<Receipt?> ProveAsync(ContactId contact, ChangeId change, CancellationToken cancellationToken = default)
    {
        ThrowIf.Nobody(contact);
        await RecordAsync([contact], "proof of a change", cancellationToken).ConfigureAwait(false);
        var found = (await _tracking.FindAsync([new(contact, change)], cancellationToken).ConfigureAwait(false))[0];
        return found.Recorded is { } recorded ? await new LogProofs(_tracking).ReceiptAsync(recorded.Index, [], cancellationToken).ConfigureAwait(false) : null;
    }

    /// <summary>A contact's dossier: its history with every slot opened, proofs and checkpoint, notice texts, decisions explained. For a dispute, a regulator or the person (GDPR art. 5(2), 7(1), 15).</summary>
    /// <param name="contact">Whose; linked contacts have dossiers of their own.</param>
    /// <param name="content">What it holds besides the history; <see langword="null"/>: nothing.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The dossier; <see langword="null"/> when nothing is on record.</returns>
    /// <exception cref="ArgumentException">A decision is asked about another contact, or at an address, whose history is another contact's; or the text of a notice is not the one on record.</exception>
    public async ValueTask<Dossier?> DossierAsync(ContactId contact, DossierContent? content = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Nobody(contact);
        var asked = content ?? DossierContent.None;
        if (asked.Decisions.Any(request => request.Contact != contact || request.Point is not null))
        {
            throw new ArgumentException("A decision is asked about another contact, or at an address, whose history is another contact's.", nameof(content));
        }

        await RecordAsync([contact], "dossier", cancellationToken).ConfigureAwait(false);
        return await new LogProofs(_tracking).DossierAsync(contact, asked, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Proves that the log only grew from one size to a later one.</summary>
    /// <param name="oldSize">The earlier size: that of a checkpoint which somebody holds.</param>
    /// <param name="newSize">The later size.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ConsentStoreException">The log is shorter than that.</exception>
    public async ValueTask<ConsistencyProof> ConsistencyAsync(long oldSize, long newSize, CancellationToken cancellationToken = default)
    {
        await RecordAsync([default], $"consistency of {oldSize} and {newSize} entries", cancellationToken).ConfigureAwait(false);
        return await new LogProofs(_tracking).ConsistencyAsync(oldSize, newSize, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Checks the whole log, entry by entry, against every checkpoint that was signed for it; then folds every history and every closing, and compares all that decisions rest on with it: a record that was altered, taken away
    /// or put back as it once was is found. Names the first flaw.
    /// </summary>
    /// <remarks>Others may write meanwhile. It takes about as long as reading the log and every record, and some hundred bytes of memory for each contact.</remarks>
    /// <param name="progress">Told how many entries, and then contacts, were checked, every 1,000.</param>
    /// <param name="cancellationToken">Stops checking.</param>
    public async ValueTask<LogVerdict> VerifyAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        await RecordAsync([default], "verification of the whole log", cancellationToken).ConfigureAwait(false);
        return await new LogProofs(_tracking).VerifyAsync(
            done =>
            {
                progress?.Report(done);
                return ValueTask.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<AuditEntry> ReadAsync(LogQuery query, string what, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using (ConsentTelemetry.Watch("consent.audit"))
        {
            // How long the reader takes over the entries is the reader's affair.
            await RecordAsync([default], what, cancellationToken).ConfigureAwait(false);
        }

        await foreach (var entry in _tracking.Store.ReadLogAsync(query, cancellationToken).ConfigureAwait(false))
        {
            yield return entry;
        }
    }

    private async ValueTask RecordAsync(List<ContactId> contacts, string what, CancellationToken cancellationToken)
    {
        await _tracking.RecordReadingAsync(AuditEntryType.Read, contacts, what, _actor, cancellationToken).ConfigureAwait(false);
        TrackingLog.LogRead(_tracking.Logger, contacts[0].IsDefault ? "a range" : "one contact's history");
    }
}
