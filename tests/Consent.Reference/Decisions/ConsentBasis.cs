namespace Consent.Reference;

/// <summary>Rows 9-15: consent.</summary>
internal static class ConsentBasis
{
    private static readonly string[] MissingProof = ["NOTICE_MISSING", "NOT_DEMONSTRABLE"];

    public static RefDecision? Decide(Case it, RefNode purpose)
    {
        var fails = FailsOf(it, purpose);
        it.Fails.UnionWith(fails);
        if (fails.Count == 0)
        {
            return it.Permit("CONSENT", purpose.Path); // Row 15
        }

        // Row 10, switch: Review for legacy data where this is the only Fail of consent.
        return it.Jurisdiction.ReviewLegacyConsent && fails.All(MissingProof.Contains)
            ? it.Review(MissingProof.First(fails.Contains), purpose.Path)
            : null;
    }

    /// <summary>The codes of rows 9-14 that rule consent out for a purpose; empty where a consent is clean.</summary>
    public static List<string> FailsOf(Case it, RefNode purpose)
    {
        var status = it.Person.Status(purpose.Path);
        if (status.Value == RefValue.Inactive)
        {
            return [status.Withdrawn ? "CONSENT_WITHDRAWN" : "CONSENT_REFUSED"]; // Row 14
        }

        if (status.Cited is not { } give)
        {
            return ["CONSENT_NEVER_ASKED"]; // Row 14
        }

        var request = it.Request;
        var version = GiveNotice.VersionOf(it, give);
        var fails = new List<string>();

        // Row 9
        if (request.AimedAtMinors && !(request.Age >= it.Jurisdiction.MinorAge) && request.Guardian != true)
        {
            fails.Add("MINOR_WITHOUT_GUARDIAN");
        }

        // Row 10
        if (version is null)
        {
            fails.Add("NOTICE_MISSING");
        }

        var mustBeConfirmed = give.Method == "web form" && give.At >= it.Jurisdiction.DoubleOptInSince;
        if (!give.Complete || (!give.IsAttested && version is null) || (mustBeConfirmed && !give.Confirmed))
        {
            fails.Add("NOT_DEMONSTRABLE");
        }

        // Row 12
        if (version is not null && GiveNotice.IsMateriallyChanged(it, give, version))
        {
            fails.Add("NOTICE_MATERIALLY_CHANGED");
        }

        // Row 13
        if (ValidityMonths(it.Jurisdiction, purpose) is { } months && request.AsOf >= Clock.AddMonths(give.At, months))
        {
            fails.Add("CONSENT_EXPIRED");
        }

        // Row 14, last: an objection on it or a covering node, lifted since, that is not older than the give.
        if (it.Jurisdiction.PredatesObjectionCheck && give.At <= it.Person.LatestObjection(purpose.Path))
        {
            fails.Add("CONSENT_PREDATES_OBJECTION");
        }

        return fails;
    }

    /// <summary>Row 13: the smaller of the jurisdiction's and the purpose's own.</summary>
    private static int? ValidityMonths(RefJurisdiction jurisdiction, RefNode purpose)
    {
        var ofFamily = purpose.Family switch
        {
            "contact" => jurisdiction.ContactValidityMonths,
            "profiling" => jurisdiction.ProfilingValidityMonths,
            "transfer" => jurisdiction.TransferValidityMonths,
            _ => null,
        };
        return new[] { ofFamily, purpose.ValidityMonths }.Min();
    }
}
