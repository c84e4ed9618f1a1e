using System.Collections.Immutable;
using Consent.Hub.Sections;

namespace Consent.Hub.Customers;

/// <summary>What the consents area of one customer shows.</summary>
internal sealed record CustomerModel(ContactId Contact, string Key, ContactConsents Record, ImmutableArray<PurposeSection> Sections)
{
    /// <summary>Whether this actor may record a yes.</summary>
    public bool MayPermit { get; init; }

    /// <summary>Whether this actor may hold or erase the customer's data as a whole.</summary>
    public bool MayHold { get; init; }

    /// <summary>What became of the change that led here.</summary>
    public Outcome? Told { get; init; }

    public NoticeAcceptance? Notice => Record.Acceptances.IsEmpty ? null : Record.Acceptances[^1];

    public PurposeView? Find(PurposePath purpose) => Sections.SelectMany(s => s.Purposes).FirstOrDefault(p => p.Purpose == purpose);

    public static async Task<CustomerModel> ReadAsync(HubRequest request, ContactId contact)
    {
        var record = await request.Acting.GetAsync(contact, request.Stop).ConfigureAwait(false);
        var preferences = await request.Acting.PreferencesAsync(contact, cancellationToken: request.Stop).ConfigureAwait(false);
        var rules = await request.Tracker.GetRulesAsync(request.Stop).ConfigureAwait(false);
        return new(contact, request.Keys.KeyOf(contact), record, PurposeSection.Of(record, preferences, rules, request.Now))
        {
            MayPermit = rules.Access.Check(request.Actor, Permission.Permit, contact, hasReason: true) == AccessVerdict.Allowed,
            MayHold = HubAreas.Privacy.Roles.Any(request.Actor.Roles.Contains),
            Told = Outcome.Read(request.Http.Request.Query),
        };
    }
}
