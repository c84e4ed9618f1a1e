using System.Collections.Immutable;

namespace Consent;

/// <summary>What a <c>used</c> entry says: that decisions about many contacts were used, for what, and what they rested on. It names no contact. Immutable.</summary>
/// <remarks>Decisions are functions of the log, the rules and the request, so that whoever has the log can work out for any contact what the answer was.</remarks>
public sealed record RecordedUse
{
    /// <summary>Of how many different kinds the requests of one use may be, whomever they are about: 6.</summary>
    public const int MaxRequests = 6;

    /// <summary>What it was for.</summary>
    public required UseReference Reference { get; init; }

    /// <summary>What was asked, each once, in the order in which it was asked first; at most <see cref="MaxRequests"/>.</summary>
    public required ImmutableArray<UsedRequest> Requests { get; init; }

    /// <summary>The facts that all requests stated alike and that are nobody's own.</summary>
    public RequestFacts SharedFacts { get; init; } = RequestFacts.None;

    /// <summary>Whether a request stated more than <see cref="SharedFacts"/>. Nothing of that is on record: whoever asks about a contact states it again.</summary>
    public bool HasOtherFacts { get; init; }

    /// <summary>How many entries the log had before the first record was read: all of these are in the decisions.</summary>
    public required long LogSize { get; init; }

    /// <summary>How many it had after the last: nothing beyond is in the decisions. The same, unless somebody wrote meanwhile.</summary>
    public required long LogSizeAfter { get; init; }

    /// <summary>The instant of the first decisions, where a request named none of its own.</summary>
    public required Timestamp DecidedFrom { get; init; }

    /// <summary>The instant of the last.</summary>
    public required Timestamp DecidedUntil { get; init; }

    /// <summary>How many requests were answered; <see langword="null"/>: everybody on record was asked about.</summary>
    public long? Asked { get; init; }

    /// <summary>How many were permitted; of an audience, how many contacts were listed.</summary>
    public required long Permitted { get; init; }

    /// <summary>Whether it came to no end: cancelled, failed, or not read on.</summary>
    public bool IsCutOff { get; init; }

    /// <summary>Whether a record was known that had been altered in the database, or whose history did not come to it: who it was of was denied (<see cref="DecisionCode.RecordAltered"/>), whatever the log says of them. It is not said who.</summary>
    public bool HasMetAltered { get; init; }

    /// <summary>Whether the host knew of a restored database that waited (<see cref="DecisionCode.AfterRestore"/>) while any of it was decided: it may not have heard yet that another process had confirmed it.</summary>
    public bool HasAwaitedRestore { get; init; }

    /// <summary>The notices that were in use (<see cref="NoticeCatalog.Fingerprint"/>); <see langword="null"/>: notices, purposes or rules became others meanwhile.</summary>
    public Sha256Digest? Notices { get; init; }

    /// <summary>The same content; the requests are compared one by one.</summary>
    public bool Equals(RecordedUse? other) => other is not null && Reference == other.Reference && Requests.AsSpan().SequenceEqual(other.Requests.AsSpan()) && SharedFacts == other.SharedFacts
        && HasOtherFacts == other.HasOtherFacts && LogSize == other.LogSize && LogSizeAfter == other.LogSizeAfter && DecidedFrom == other.DecidedFrom && DecidedUntil == other.DecidedUntil
        && Asked == other.Asked && Permitted == other.Permitted && IsCutOff == other.IsCutOff && HasMetAltered == other.HasMetAltered && HasAwaitedRestore == other.HasAwaitedRestore && Notices == other.Notices;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Reference, Requests.Length, LogSize, DecidedFrom, Asked, Permitted, IsCutOff);

    /// <summary>The counts: no personal data.</summary>
    public override string ToString() => $"{Permitted} permitted of {Asked?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "everybody"}{(IsCutOff ? ", cut off" : "")}";

    /// <summary>The same use of these requests: what they ask and what facts all of them state, and nothing of anybody.</summary>
    /// <param name="requests">The requests.</param>
    /// <exception cref="ArgumentException">They are of more than <see cref="MaxRequests"/> kinds.</exception>
    public RecordedUse Of(IEnumerable<ProcessingRequest> requests)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var kinds = new List<UsedRequest>();
        RequestFacts? first = null;
        var (shared, hasOther) = (RequestFacts.None, false);
        foreach (var request in requests)
        {
            var kind = UsedRequest.Of(request);
            if (!kinds.Contains(kind))
            {
                kinds.Add(kinds.Count < MaxRequests ? kind : throw new ArgumentException($"One use asks at most {MaxRequests} kinds of things; ask each kind in a call of its own.", nameof(requests)));
            }

            if (first is null)
            {
                (first, shared) = (request.Facts, Consent.SharedFacts.Of(request.Facts));
                hasOther = first != shared;
            }
            else if (!ReferenceEquals(first, request.Facts))
            {
                shared = Consent.SharedFacts.Common(shared, request.Facts);
                hasOther |= first != request.Facts;
            }
        }

        return this with { Requests = [.. kinds], SharedFacts = shared, HasOtherFacts = hasOther };
    }
}
