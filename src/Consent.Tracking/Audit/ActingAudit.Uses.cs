using System.Runtime.CompilerServices;

namespace Consent.Tracking;

/// <content>What decisions were used for, and what they rested on.</content>
public sealed partial class ActingAudit
{
    /// <summary>The uses on record, oldest first: each call that decided about many contacts and said what for.</summary>
    /// <param name="reference">Only those of this campaign, and of this message where one is named; <see langword="null"/>: all.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="FormatException">A later version of this library wrote one of them in a way that this one cannot read.</exception>
    public async IAsyncEnumerable<LoggedUse> UsesAsync(UseReference? reference = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var entry in ReadAsync(new() { Type = AuditEntryType.Used }, "uses", cancellationToken).ConfigureAwait(false))
        {
            var use = LoggedUse.Of(entry);
            if (reference is null
                || (string.Equals(use.Use.Reference.Campaign, reference.Campaign, StringComparison.Ordinal) && (reference.Message is null || use.Use.Reference == reference)))
            {
                yield return use;
            }
        }
    }

    /// <summary>What a use came to for one contact: the decision that was made then, by the log and the rules of then, whatever was said since. For a use that asked one kind of thing.</summary>
    /// <remarks>Whether the contact was among those asked is for the host to say: the log names none of them. It is itself recorded as a reading of the contact's history, before anything is shown.</remarks>
    /// <param name="index">The place of the use's entry in the log (<see cref="LoggedUse.Index"/>).</param>
    /// <param name="contact">Whom.</param>
    /// <param name="facts">The facts that were stated of this contact then. Wanted where the use has some that are not on record (<see cref="RecordedUse.HasOtherFacts"/>); else left out.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The entry is no use; or it asked several kinds of things, or at addresses: state the request; or facts are wanted, or others are stated than are on record.</exception>
    public ValueTask<UseExplanation> ExplainUseAsync(long index, ContactId contact, RequestFacts? facts = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Nobody(contact);
        return ExplainUseAsync(index, contact, null, AskedOf, cancellationToken);

        ProcessingRequest AskedOf(RecordedUse use) =>
            use.Requests is not [{ IsAtAddress: false } only] ? throw new ArgumentException("The use asked several kinds of things, or at addresses: state the request as it was asked of this contact.", nameof(index))
            : facts is null && use.HasOtherFacts ? throw new ArgumentException("Facts were stated that are nowhere on record: state those of this contact again.", nameof(facts))
            : only.Asked.About(contact).With(FactsOf(use, facts ?? RequestFacts.None));
    }

    /// <summary>What a use came to for one contact, for one of the things that it asked; as above.</summary>
    /// <param name="index">The place of the use's entry in the log (<see cref="LoggedUse.Index"/>).</param>
    /// <param name="request">The request as it was asked of this contact then, with the facts stated of it and the address named. Facts that are on record may be left out.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">The entry is no use, or it asked nothing of the kind; or other facts are stated than are on record.</exception>
    public ValueTask<UseExplanation> ExplainUseAsync(long index, ProcessingRequest request, CancellationToken cancellationToken = default)
    {
        ThrowIf.Nobody(request.Contact);
        return ExplainUseAsync(index, request.Contact, request.Point?.Id, AskedOf, cancellationToken);

        ProcessingRequest AskedOf(RecordedUse use) => use.Requests.Contains(UsedRequest.Of(request))
            ? request.With(FactsOf(use, request.Facts))
            : throw new ArgumentException($"The use asked nothing of the kind, but {string.Join("; ", use.Requests.Select(r => $"{r}{(r.IsAtAddress ? " at an address" : "")}"))}.", nameof(request));
    }

    private static RequestFacts FactsOf(RecordedUse use, RequestFacts stated) =>
        RestatedFacts.Of(use.SharedFacts, stated) is { } facts && (use.HasOtherFacts || facts == use.SharedFacts) ? facts
        : throw new ArgumentException("Other facts are on record for this use than are stated: leave out what all requests stated alike.", nameof(stated));

    private async ValueTask<UseExplanation> ExplainUseAsync(long index, ContactId contact, ContactId? point, Func<RecordedUse, ProcessingRequest> asked, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        using var watch = ConsentTelemetry.Watch("consent.audit");
        var said = new HashSet<ContactId>();
        await TellAsync(point is { } address ? [contact, address] : [contact]).ConfigureAwait(false);
        var found = await _tracking.EntriesAsync(new() { From = index, To = index + 1, Type = AuditEntryType.Used }, cancellationToken).ConfigureAwait(false);
        var use = found is [var entry] ? LoggedUse.Of(entry) : throw new ArgumentException("The log has no entry there, or it tells of no use.", nameof(index));
        return await new UseExplaining(_tracking, TellAsync).ExplainAsync(use, asked(use.Use), cancellationToken).ConfigureAwait(false);

        // Each id whose history is read says once who read it.
        async ValueTask TellAsync(List<ContactId> contacts)
        {
            if (contacts.FindAll(said.Add) is { Count: > 0 } unsaid)
            {
                await RecordAsync(unsaid, $"what the use at entry {index} came to", cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
