using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>What becomes of the person's requests: what says whose they are goes, and what is due stays.</summary>
internal sealed partial class Erasing
{
    /// <summary>The entries that tell of the person's open requests without naming them: that one is answered by this, and that the others wait. And how all of theirs stand then.</summary>
    private async ValueTask<(IReadOnlyList<AuditEntry> Said, ImmutableArray<SubjectRequest> Standing)> RequestsAsync(IReadOnlyList<AuditEntry> histories, IReadOnlyList<AuditEntry> closings, IEnumerable<Sha256Digest> digests, CancellationToken cancellationToken)
    {
        List<AuditEntry> going = [.. histories.Where(e => _person.Ids.Contains(e.Subject!.Contact)).Concat(closings).Where(e => e.Type == AuditEntryType.Requested)];
        if (_shut != ShutHistories.None || (going.Count == 0 && _answers is null))
        {
            // While entries cannot be read, nor can the register: what the journal says of the requests is told in the end.
            return ([], []);
        }

        var register = (await _tracking.Requests.ReadAsync(_tracking, cancellationToken).ConfigureAwait(false)).Readable;
        var said = new List<AuditEntry>();
        var standing = new Dictionary<SubjectRequestNumber, SubjectRequest>();
        if (_answers is { } answered && register.GetValueOrDefault(answered) is { } asked && await IsTheirsAsync(asked, digests, cancellationToken).ConfigureAwait(false)
            && asked.Request.Answer(Timestamp.Max(_tracking.Now, asked.Request.ReceivedAt), byErasure: true) is { Outcome: SubjectRequestOutcome.Recorded, Request: { } answer })
        {
            said.Add(LogEvents.RequestAnswered(answer, null, _actor, _tracking.Rules, _tracking.Now));
            standing.Add(answer.Number, answer);
        }

        foreach (var entry in going)
        {
            // One that was filed twice at the same instant is on record once.
            if (register.GetValueOrDefault(LogEvents.RequestOf(entry).Number) is { } registered && registered.NamedAt == entry.Index && standing.TryAdd(registered.Request.Number, registered.Request)
                && registered is { OutlastsErasure: false, Request.State: SubjectRequestState.Open })
            {
                said.Add(LogEvents.Requested(registered.Request, default, null, _actor, _tracking.Rules, _tracking.Now));
            }
        }

        return (said, [.. standing.Values.OrderBy(r => r.Number)]);
    }

    /// <summary>Whether a request is one of the person's, or nobody's any more.</summary>
    private async ValueTask<bool> IsTheirsAsync(RegisteredRequest asked, IEnumerable<Sha256Digest> digests, CancellationToken cancellationToken)
    {
        if (asked.NamedAt is not { } index)
        {
            return true;
        }

        var found = await _tracking.EntriesAsync(new() { Type = AuditEntryType.Requested, From = index, To = index + 1 }, cancellationToken).ConfigureAwait(false);
        return found is not [{ Subject.Contact: var contact }] || _person.Ids.Contains(contact) || digests.Select(ClosedId.NameOf).Contains(contact);
    }
}
