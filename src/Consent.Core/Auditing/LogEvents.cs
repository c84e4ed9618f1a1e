using System.Collections.Immutable;

namespace Consent;

/// <summary>Makes the entries of events other than changes, links and readings: notices, holds, erasures, another taxonomy or rule set, a restored database, renewed keys.</summary>
public static partial class LogEvents
{
    private const string Ground = "ground";
    private const string GroundSha256 = "groundSha256";
    private const string Requests = "requests";
    private const string Before = "before";
    private const string Now = "now";
    private const string List = "list";

    /// <summary>A legal hold was placed on a contact, or released: while it lasts, nothing of the contact is erased (GDPR art. 17(3)(e)).</summary>
    /// <param name="contact">Whose.</param>
    /// <param name="isHeld">Placed, or released.</param>
    /// <param name="reason">Why, by which a hold is known, such as a case number: 1,024 characters are kept, and of another text the digest of the whole.</param>
    /// <param name="actor">Who.</param>
    /// <param name="rules">The rules in force.</param>
    /// <param name="at">Our clock.</param>
    public static AuditEntry Hold(ContactId contact, bool isHeld, string reason, Actor actor, ConsentRules rules, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(reason);
        ArgumentNullException.ThrowIfNull(actor);
        return Entry(isHeld ? AuditEntryType.Held : AuditEntryType.Released, rules, at, Details()) with
        {
            Subject = new(contact, null),
            Actor = EntryActor.Of(actor),
            Evidence = new() { Reason = StoredText.Cut(reason, Evidence.MaxTextLength, out var whole), ReasonSha256 = whole },
        };
    }

    /// <summary>Whether a contact's entries leave it under a legal hold: one that was placed for a reason and not released for the same.</summary>
    /// <param name="history">The contact's entries, in order.</param>
    /// <param name="reason">Under the hold for this reason; <see langword="null"/>: under any.</param>
    public static bool IsHeld(IEnumerable<AuditEntry> history, string? reason = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        var asked = reason is null ? default : (Reason: StoredText.Cut(reason, Evidence.MaxTextLength, out var whole), Whole: whole);
        return history.Where(e => e.Type == AuditEntryType.Held || e.Type == AuditEntryType.Released).GroupBy(e => (e.Evidence?.Reason, Whole: e.Evidence?.ReasonSha256))
            .Any(hold => hold.Last().Type == AuditEntryType.Held && (reason is null || hold.Key == asked));
    }

    /// <summary>An id was closed, or its date moved. Names nobody: neither the id, nor the contact where they did it themselves.</summary>
    /// <param name="closed">What is kept of it.</param>
    /// <param name="linked">The digests of the closed ids that it stays linked with.</param>
    /// <param name="actor">Who.</param>
    /// <param name="rules">The rules in force.</param>
    /// <param name="at">Our clock.</param>
    public static AuditEntry Closed(ClosedId closed, ImmutableArray<Sha256Digest> linked, Actor actor, ConsentRules rules, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(closed);
        ArgumentNullException.ThrowIfNull(actor);
        var entry = Entry(AuditEntryType.Closed, rules, at, Details());
        return entry with
        {
            Facts = entry.Facts with { Closing = closed, ClosedWith = linked },
            Actor = StaffOnly(actor),
        };
    }

    /// <summary>A list closed an id, or closed it again.</summary>
    /// <param name="closed">What is kept of it, the list included.</param>
    /// <param name="list">The name of the list.</param>
    /// <param name="linked">The digests of the closed ids that it stays linked with.</param>
    /// <param name="actor">Who.</param>
    /// <param name="rules">The rules in force.</param>
    /// <param name="at">Our clock.</param>
    public static AuditEntry ClosedByList(ClosedId closed, string list, ImmutableArray<Sha256Digest> linked, Actor actor, ConsentRules rules, Timestamp at)
    {
        var entry = Closed(closed, linked, actor, rules, at);
        return entry with { Facts = entry.Facts with { Details = Details((List, list)) } };
    }

    /// <summary>Of an entry that says that a list closed an id, the name of the list; of any other <see langword="null"/>.</summary>
    public static string? ListOf(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Type == AuditEntryType.Closed && entry.Facts is { Rectifies: null, Closing: not null } ? entry.Facts.Details.GetValueOrDefault(List) : null;
    }

    /// <summary>The entries to write when a host starts with another taxonomy or rule set than the last entry of its log was written under.</summary>
    public static ImmutableArray<AuditEntry> Changed(AuditEntry last, ConsentRules rules, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(last);
        ArgumentNullException.ThrowIfNull(rules);
        var entries = ImmutableArray.CreateBuilder<AuditEntry>(2);
        Compare(AuditEntryType.TaxonomyChanged, last.Facts.TaxonomyVersion, rules.Taxonomy.Stamp);
        Compare(AuditEntryType.RulesChanged, last.Facts.RulesVersion, rules.Version);
        return entries.DrainToImmutable();

        void Compare(AuditEntryType type, string before, string now)
        {
            if (!string.Equals(before, now, StringComparison.Ordinal))
            {
                entries.Add(Entry(type, rules, at, Details((Before, before), (Now, now))));
            }
        }
    }

    private static AuditEntry Entry(AuditEntryType type, ConsentRules rules, Timestamp at, ImmutableSortedDictionary<string, string> details)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return new()
        {
            Facts = new() { Type = type, RecordedAt = at, TaxonomyVersion = rules.Taxonomy.Stamp, RulesVersion = rules.Version, Details = details },
        };
    }

    private static ImmutableSortedDictionary<string, string> Details(params ReadOnlySpan<(string Name, string Value)> details)
    {
        var made = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in details)
        {
            made[name] = value;
        }

        return made.ToImmutable();
    }
}
