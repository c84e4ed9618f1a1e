using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Files one request of one contact: first the no that it is, then the entry that says what is due.</summary>
/// <remarks>Whatever stops it between the two, no no is lost, and filing it again does the rest.</remarks>
internal sealed class Filing
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(20);

    private readonly TrackingContext _tracking;
    private readonly Actor _actor;
    private readonly ContactId _contact;
    private readonly ChangeId? _id;
    private readonly ImmutableArray<PurposePath> _nodes;
    private readonly Timestamp? _receivedAt;
    private readonly SubjectRequest _request;

    public Filing(TrackingContext tracking, Actor actor, ContactId contact, SubjectRequestKind kind, Timestamp? receivedAt, ChangeId? id, ImmutableArray<PurposePath> nodes)
    {
        (_tracking, _actor, _contact, _id) = (tracking, actor, contact, id);
        var isNo = kind is SubjectRequestKind.Objection or SubjectRequestKind.Restriction;
        if (!isNo && !nodes.IsEmpty)
        {
            throw new ArgumentException("Only an objection and a restriction are to something.", nameof(nodes));
        }

        _nodes = !isNo ? [] : nodes.IsEmpty ? [PurposePath.All] : nodes;
        var now = tracking.Now;
        _receivedAt = receivedAt is { } at && at <= now && at >= tracking.Rules.EarliestPlausible ? at : null;
        _request = SubjectRequest.Received(NewNumber(), kind, _receivedAt ?? now, tracking.TimeZone);
    }

    public async ValueTask<SubjectRequestResult> RunAsync(CancellationToken cancellationToken)
    {
        await _tracking.StartedAsync(cancellationToken).ConfigureAwait(false);
        var filedAs = await FiledAsAsync(cancellationToken).ConfigureAwait(false);
        var (change, altered) = await SayNoAsync((await BeforeAsync(filedAs, cancellationToken).ConfigureAwait(false))?.Number ?? _request.Number, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var found = (await _tracking.FindAsync([new(_contact)], Doubtful.Denied, cancellationToken).ConfigureAwait(false))[0];
            if (found.Snapshot is { State: ContactState.Erasing })
            {
                // What is filed now is none of what goes.
                await _tracking.CarryOnErasuresAsync(cancellationToken).ConfigureAwait(false);
                await Task.Delay(s_moment, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var before = await BeforeAsync(filedAs, cancellationToken).ConfigureAwait(false);
            if (before is null && !await CommitAsync(found, filedAs, cancellationToken).ConfigureAwait(false))
            {
                ConsentTelemetry.CountConflict();
                continue;
            }

            // Of two tries at the same instant the first in the log is the request: then it is found by the next look.
            var number = (before ?? _request).Number;
            var requests = await _tracking.Requests.ReadAsync(_tracking, cancellationToken).ConfigureAwait(false);
            if (requests.Readable.GetValueOrDefault(number)?.Request is { } request)
            {
                altered?.Throw();
                return new(number == _request.Number ? SubjectRequestOutcome.Recorded : SubjectRequestOutcome.Repeated, request) { Change = change };
            }
        }
    }

    /// <summary>The <c>requested</c> entries of a contact, under the id and under the name of what is kept of it, in the order of the log.</summary>
    public static async ValueTask<IReadOnlyList<AuditEntry>> EntriesAsync(TrackingContext tracking, ContactId contact, CancellationToken cancellationToken)
    {
        var own = await tracking.EntriesAsync(new() { Contact = contact, Type = AuditEntryType.Requested }, cancellationToken).ConfigureAwait(false);
        var name = ClosedId.NameOf(await tracking.DigestOfAsync(contact, cancellationToken).ConfigureAwait(false));
        return [.. own.Concat(await tracking.EntriesAsync(new() { Contact = name, Type = AuditEntryType.Requested }, cancellationToken).ConfigureAwait(false)).OrderBy(e => e.Index)];
    }

    /// <summary>The same request as it was filed before, if it was.</summary>
    private async ValueTask<SubjectRequest?> BeforeAsync(Sha256Digest filedAs, CancellationToken cancellationToken) =>
        (await EntriesAsync(_tracking, _contact, cancellationToken).ConfigureAwait(false)).FirstOrDefault(e => LogEvents.FilingOf(e) == filedAs) is { } before ? LogEvents.RequestOf(before) : null;

    private static SubjectRequestNumber NewNumber()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        return SubjectRequestNumber.FromBits(BitConverter.ToUInt128(bytes) is var bits && bits != 0 ? bits : 1);
    }

    /// <summary>A no needs no request to count: it is a change like any other, under an id made from the request's number. Where the record was altered it cannot be written, and the request is due all the same.</summary>
    private async ValueTask<(ChangeResult? Change, ExceptionDispatchInfo? Altered)> SayNoAsync(SubjectRequestNumber number, CancellationToken cancellationToken)
    {
        if (_nodes.IsEmpty)
        {
            return default;
        }

        var evidence = new Evidence { ActedBy = ActingParty.Person, Method = "subject request", Reference = number.ToString() };
        Occurrence? said = _receivedAt is { } at ? Occurrence.At(at) : null;
        var change = ConsentChange.For(_contact).WithId(ChangeId.From($"request:{number}"))
            .From(_actor.Own == _contact ? ChangeSource.SelfService : ChangeSource.UserInterface);
        foreach (var node in _nodes)
        {
            change = _request.Kind == SubjectRequestKind.Objection ? change.Object(node, said, evidence) : change.Restrict(node, said, evidence);
        }

        var work = new ChangeWork(0, change);
        try
        {
            await new ChangeBatch(_tracking, _actor, ChangePort.OneContact).RunAsync([work], cancellationToken).ConfigureAwait(false);
        }
        catch (RecordAlteredException altered)
        {
            return (null, ExceptionDispatchInfo.Capture(altered));
        }

        ConsentTelemetry.Count(work.Results[0]);
        return (work.Results[0], null);
    }

    /// <summary>By what another try is known: made with the store's key, so that nobody can try ids, and of chance where the caller names none.</summary>
    private async ValueTask<Sha256Digest> FiledAsAsync(CancellationToken cancellationToken)
    {
        var digest = await _tracking.DigestOfAsync(_contact, cancellationToken).ConfigureAwait(false);
        return Sha256Digest.OfText($"request {_request.Kind} {digest} {_id?.Value ?? _request.Number.ToString()}");
    }

    /// <summary>The record is written as it is: so an erasure at the same time is a conflict, and nobody who is erased is named again. An id that is not on record, is closed, or whose record was altered, is called by its keyed digest.</summary>
    private async ValueTask<bool> CommitAsync(StoredContact found, Sha256Digest filedAs, CancellationToken cancellationToken)
    {
        var isOpen = found.Snapshot is { State: ContactState.Open };
        var name = isOpen ? _contact : ClosedId.NameOf(await _tracking.DigestOfAsync(_contact, cancellationToken).ConfigureAwait(false));
        var commit = new ConsentCommit
        {
            Entries = [LogEvents.Requested(_request, name, filedAs, _actor, _tracking.Rules, _tracking.Now)],
            Snapshots = isOpen ? [new(found.Snapshot!, found.Version) { ExpectedLastEntry = found.LastEntry }] : [],
        };
        return (await _tracking.CommitAsync([commit], cancellationToken).ConfigureAwait(false))[0] is CommitOutcome.Committed;
    }
}
