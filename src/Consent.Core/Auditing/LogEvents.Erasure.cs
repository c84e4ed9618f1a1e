using System.Collections.Immutable;
using System.Globalization;

namespace Consent;

/// <content>Erasures.</content>
public static partial class LogEvents
{
    private const string Erasure = "erasure";
    private const string Keeps = "keeps";

    /// <summary>Contacts were erased: names the entries whose slots go, and no id. Whoever finds them still there carries the erasure on by what stands here.</summary>
    /// <param name="entries">Those entries.</param>
    /// <param name="ground">The legal ground, such as <c>GDPR 17(1)(b)</c>; no personal data: it stays. 1,024 characters are kept, and of another text the digest of the whole.</param>
    /// <param name="requests">How many requests it answers.</param>
    /// <param name="actor">Who.</param>
    /// <param name="rules">The rules in force.</param>
    /// <param name="at">Our clock.</param>
    /// <param name="erasure">The random id that the journal knows the erasure by.</param>
    /// <param name="keeps">What the request wants to be kept.</param>
    /// <param name="others">Those among the entries that are somebody else's, who stays; ascending.</param>
    public static AuditEntry Erased(
        ImmutableArray<IndexRange> entries, string ground, int requests, Actor actor, ConsentRules rules, Timestamp at, Guid erasure = default, ErasureKeeps keeps = ErasureKeeps.Erased,
        ImmutableArray<ErasedOther> others = default)
    {
        ArgumentNullException.ThrowIfNull(ground);
        ArgumentNullException.ThrowIfNull(actor);
        var details = Details((Requests, requests.ToString(CultureInfo.InvariantCulture)), (Keeps, keeps.ToString()));
        details = erasure == Guid.Empty ? details : details.Add(Erasure, erasure.ToString("N"));
        details = StoredText.Cut(ground, Evidence.MaxTextLength, out var whole) is { } kept ? details.Add(Ground, kept) : details;
        details = whole is { } digest ? details.Add(GroundSha256, digest.ToString()) : details;
        var entry = Entry(AuditEntryType.Erased, rules, at, details);
        return entry with { Facts = entry.Facts with { Erased = entries, ErasedOthers = others.IsDefault ? [] : others }, Actor = EntryActor.Of(actor) };
    }

    /// <summary>What an <c>erased</c> entry says of the erasure that it is part of.</summary>
    /// <exception cref="ArgumentException">Not such an entry.</exception>
    public static ErasureTerms ErasureOf(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Type != AuditEntryType.Erased)
        {
            throw new ArgumentException("Not the entry of an erasure.", nameof(entry));
        }

        var details = entry.Facts.Details;
        return new(
            Guid.TryParseExact(details.GetValueOrDefault(Erasure), "N", out var id) ? id : Guid.Empty,
            Enum.TryParse<ErasureKeeps>(details.GetValueOrDefault(Keeps), out var keeps) && Enum.IsDefined(keeps) ? keeps : ErasureKeeps.Erased,
            details.GetValueOrDefault(Ground) ?? "");
    }
}
