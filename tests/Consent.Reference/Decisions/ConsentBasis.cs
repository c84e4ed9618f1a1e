namespace Consent.Reference;

/// <summary>Rows 9-15: consent.</summary>
internal static class ConsentBasis
{
    private static readonly string[] MissingProof = ["NOTICE_UNKNOWN", "NOTICE_MISSING", "NOT_DEMONSTRABLE"];

    /// <summary>The own consent that passes rows 9-14, where there is one.</summary>
    public static RefStatement? Own(Case it, RefNode purpose, bool attestedOnly) =>
        FailsOf(it, purpose).Count == 0 && it.Person.Status(purpose.Path).Cited is { } give && (give.IsAttested || !attestedOnly) ? give : null;

    public static RefDecision? Decide(Case it, RefNode purpose, bool attestedOnly)
    {
        var fails = FailsOf(it, purpose);
        it.Fails.UnionWith(fails);
        if (Own(it, purpose, attestedOnly) is { } give)
        {
            return it.Permit("CONSENT", purpose.Path, TellsOfMajority(it, give) ? ["TELL_OF_MAJORITY"] : []); // Row 15
        }

        return null;
    }

    /// <summary>Row 10, switch: Review for legacy data where this is the only Fail of consent, and nothing else permits.</summary>
    public static RefDecision? Legacy(Case it, RefNode purpose, bool attestedOnly)
    {
        var fails = FailsOf(it, purpose);
        var couldPermit = !attestedOnly || it.Person.Status(purpose.Path).Cited is { IsAttested: true };
        return it.Law.ReviewLegacyConsent && couldPermit && fails.Count > 0 && fails.All(MissingProof.Contains)
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
        if (!IsGuardians(give) && it.Law.MinorAge is { } limit
            && (AgesStated(request, give).Any(age => age < limit) || (request.AimedAtMinors && request.BornOn is null)))
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
        var isUnconfirmed = !isConfirmed && it.Law.DoubleOptIn?.Asks(give.Method, give.At) == true;
        if (!give.Complete || (!give.IsAttested && version is null) || isUnconfirmed
            || it.Narrowing("proof", purpose).Any(part => AsksOf(part, give) && !part.Names("needs").All(need => Has(give, need, isConfirmed))))
        {
            fails.Add("NOT_DEMONSTRABLE");
        }

        // Row 12
        if (version is not null && GiveNotice.IsMateriallyChanged(it, give, version, purpose.Path))
        {
            fails.Add("NOTICE_MATERIALLY_CHANGED");
        }

        // Row 13
        if (EndsOf(it, purpose, give).Any(end => end <= request.AsOf))
        {
            fails.Add("CONSENT_EXPIRED");
        }

        // Row 14, last: an objection on it or a covering node, lifted since, that is not older than the give.
        if (it.Law.ObjectionOutdatesConsent && give.At <= it.Person.LatestObjection(purpose.Path))
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

    private static bool IsGuardians(RefStatement give) => give is { ByGuardian: true, IsAttested: true };

    /// <summary>Row 9: a guardian consented, and the person has come of age since.</summary>
    public static bool TellsOfMajority(Case it, RefStatement give) =>
        IsGuardians(give) && Ages.StatedNow(it.Request).Any(age => age >= it.Law.MinorAge);

    /// <summary>Row 9: the ages stated, now and at the give.</summary>
    private static IEnumerable<int> AgesStated(RefRequest request, RefStatement give) =>
        request.BornOn is { } bornOn ? Ages.StatedNow(request).Append(Ages.At(bornOn, give.At)) : Ages.StatedNow(request);

    /// <summary>Row 10: whether a part about proof is about this give's method; without methods it is about all.</summary>
    private static bool AsksOf(RefLawPart part, RefStatement give) =>
        !part.Has("methods") || part.Names("methods").Contains(give.Method?.Trim(), StringComparer.OrdinalIgnoreCase);

    private static bool Has(RefStatement give, string need, bool isConfirmed) => need switch
    {
        "reference" => give.HasReference,
        "textDigest" => give.HasTextDigest,
        "confirmed" => isConfirmed,
        "contract" => give.HasContract,
        "details" => give.HasDetails,
        "guardian" => give.ByGuardian,
        "controller" => give.ByController,
        _ => false,
    };

    /// <summary>Row 13: when the consent ends, by the jurisdiction and by the purpose's own months.</summary>
    public static IEnumerable<long> EndsOf(Case it, RefNode purpose, RefStatement give)
    {
        foreach (var part in it.Narrowing("validity", purpose))
        {
            var isRenewed = part.Flag("fromActivity") && it.Request.LastActivityAt > give.At && it.Request.LastActivityAt <= it.Request.AsOf;
            yield return Clock.AddMonths(isRenewed ? it.Request.LastActivityAt!.Value : give.At, part.Number("months")!.Value);
        }

        if (purpose.ValidityMonths is { } own)
        {
            yield return Clock.AddMonths(give.At, own);
        }
    }
}
