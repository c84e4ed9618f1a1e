namespace Consent.Reference;

/// <summary>Rows 9-15: consent.</summary>
internal static class ConsentBasis
{
    private static readonly string[] MissingProof = ["NOTICE_UNKNOWN", "NOTICE_MISSING", "NOT_DEMONSTRABLE"];

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
        if (status.Cited is not { } give)
        {
            return WithoutConsent(it, purpose.Path, status);
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
        else if (it.Notices.Any() && it.Published(version) is null)
        {
            fails.Add("NOTICE_UNKNOWN");
        }

        // A confirmation counts for the address that it came from.
        var isConfirmed = give.Confirmed && (request.Point is not { } point || give.ConfirmedPoint == point.Digest);
        var isUnconfirmed = !isConfirmed && it.Jurisdiction.DoubleOptIn?.Asks(give.Method, give.At) == true;
        if (!give.Complete || (!give.IsAttested && version is null) || isUnconfirmed)
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

    /// <summary>Rows 11, 13 and 14 where D is not Active.</summary>
    private static List<string> WithoutConsent(Case it, string purpose, RefEffective status)
    {
        var fails = new List<string>();

        // Row 11: a pending give later than every no.
        if (it.Person.Views.Select(view => view.PendingGive(purpose)).Any(pending => pending is not null && !(pending.At <= it.Person.LatestRefusal(purpose))))
        {
            fails.Add("PENDING_CONFIRMATION");
        }

        // Row 13: until is over, from is to come; the give counts as not said. Of several ids', what is to come is told.
        var outOfTime = it.Person.Views.Select(view => view.GiveOutOfTime(purpose)).OfType<RefStatement>().ToList();
        if (outOfTime.Count > 0)
        {
            fails.Add(outOfTime.Exists(give => it.Request.AsOf < give.From) ? "CONSENT_NOT_YET" : "CONSENT_EXPIRED");
        }

        // Row 14; after row 13 only where D is Inactive.
        if (status.Value == RefValue.Inactive)
        {
            fails.Add(status.Withdrawn ? "CONSENT_WITHDRAWN" : status.Erased ? "ERASED" : "CONSENT_REFUSED");
        }
        else if (outOfTime.Count == 0)
        {
            fails.Add("CONSENT_NEVER_ASKED");
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
