using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>A person's choices as a page shows them: each purpose in use, what was said of it, and what decides whether it may be used. Immutable.</summary>
/// <remarks>It looks at every id that is one person with the contact, as a decision does, and states no facts: what only a sale or a register would permit is not permitted here.</remarks>
[JsonConverter(typeof(ConsentJsonConverter<ConsentPreferences>))]
public sealed class ConsentPreferences
{
    internal ConsentPreferences(ContactId contact, ImmutableArray<PurposePreference> purposes)
    {
        Contact = contact;
        Purposes = purposes;
    }

    /// <summary>The contact asked about.</summary>
    public ContactId Contact { get; }

    /// <summary>The purposes in use, in the order of the taxonomy.</summary>
    public ImmutableArray<PurposePreference> Purposes { get; }

    /// <summary>The choice for one purpose, or <see langword="null"/> when it is not among them.</summary>
    public PurposePreference? this[PurposePath purpose] => Purposes.FirstOrDefault(p => p.Purpose == purpose);

    /// <summary>Works them out.</summary>
    /// <param name="person">The records of all ids that were ever linked with it.</param>
    /// <param name="contact">The contact asked about.</param>
    /// <param name="rules">By which rules.</param>
    /// <param name="now">Our clock.</param>
    /// <param name="under">Only purposes at or below this node; <see langword="null"/>: all.</param>
    /// <param name="isRestorePending">Whether a restored database waits for confirmation.</param>
    /// <exception cref="ArgumentException">The contact's record is not here.</exception>
    public static ConsentPreferences Of(
        PersonConsents person, ContactId contact, ConsentRules rules, Timestamp now, PurposePath? under = null, bool isRestorePending = false)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(rules);
        ImmutableArray<ContactConsents> ids = [.. person.LinkedWith(person[contact].Id).Select(id => person[id].Under(rules.Taxonomy))];
        var nodes = rules.Taxonomy.Nodes.Where(n => !n.IsGroup && !n.IsRetired && (under is null || IsAtOrBelow(n.Path, under)));
        return new(contact, [.. nodes.Select(n => new PurposePreference(n.Path, Said(ids, n.Path), person.Decide(ProcessingRequest.ToUse(contact, n), rules, now, isRestorePending)))]);
    }

    /// <summary>How many purposes: no personal data.</summary>
    public override string ToString() => $"{Purposes.Length} purpose(s)";

    /// <summary>Over all ids: a no of any one counts.</summary>
    private static NodeConsent Said(ImmutableArray<ContactConsents> ids, PurposePath node)
    {
        var all = ids.Select(id => id.Effective(node)).ToList();
        return new(
            all.Exists(n => n.Status == FlagValue.Inactive) ? FlagValue.Inactive : all.Max(n => n.Status),
            all.Max(n => n.Restriction),
            all.Max(n => n.Objection));
    }

    private static bool IsAtOrBelow(PurposePath path, PurposePath node)
    {
        for (PurposePath? at = path; at is not null; at = at.Parent)
        {
            if (at == node)
            {
                return true;
            }
        }

        return false;
    }
}
