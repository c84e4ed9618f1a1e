using System.Collections.Immutable;
using Consent.Hub.Customers;
using Consent.Hub.Sections;

namespace Consent.Hub.Preferences;

/// <summary>What a person sees of their own choices.</summary>
internal sealed record PreferencesModel(ContactConsents Record, ImmutableArray<PurposeSection> Sections)
{
    /// <summary>The notice in force, that a yes is given under; <see langword="null"/>: none was published.</summary>
    public string? Notice { get; init; }

    public bool MayGive { get; init; }

    /// <summary>Whether they may have their data and receipts, and file requests: not by a link.</summary>
    public bool IsSignedIn { get; init; }

    public ImmutableArray<SubjectRequest> Requests { get; init; } = [];

    public Outcome? Told { get; init; }

    /// <summary>Whether a request was filed just now.</summary>
    public bool IsFiled { get; init; }

    public bool ObjectsToAll => Record[PurposePath.All].Objection == FlagValue.Active;

    public static async Task<PreferencesModel> ReadAsync(HubRequest request)
    {
        var own = request.Actor.Own;
        var record = await request.Acting.GetAsync(own, request.Stop).ConfigureAwait(false);
        var preferences = await request.Acting.PreferencesAsync(own, cancellationToken: request.Stop).ConfigureAwait(false);
        var rules = await request.Tracker.GetRulesAsync(request.Stop).ConfigureAwait(false);
        var mayFile = rules.Access.Check(request.Actor, Permission.FileRequest, own) == AccessVerdict.Allowed;
        return new(record, PurposeSection.Of(record, preferences, rules, request.Now))
        {
            Notice = NoticeOf(rules, request.Now),
            MayGive = rules.Access.Check(request.Actor, Permission.Permit, own) == AccessVerdict.Allowed,
            IsSignedIn = rules.Access.Check(request.Actor, Permission.ExportOwn, own) == AccessVerdict.Allowed,
            Requests = mayFile ? [.. await request.Acting.Requests.OfAsync(own, request.Stop).ConfigureAwait(false)] : [],
            Told = Outcome.Read(request.Http.Request.Query),
            IsFiled = request.Http.Request.Query.ContainsKey("filed"),
        };
    }

    public static string? NoticeOf(ConsentRules rules, Timestamp now) =>
        rules.Notices.Notices.Where(n => n.PublishedAt <= now).OrderByDescending(n => n.PublishedAt).FirstOrDefault()?.Version;
}
