namespace Consent.Reference;

/// <summary>Rows 5-8, 21 and 22, which Italy adds.</summary>
internal static class ItalianRows
{
    private const string Automatic = "marketing.automatic";
    private const string Traditional = "marketing.traditional";
    private const int ContractGraceDays = 30;

    /// <summary>Rows 5-8: what stops.</summary>
    public static RefDecision? Stop(Case it, RefNode purpose)
    {
        // Row 5
        if (IsTraditional(purpose) && ObjectionExtends(it, purpose.Path))
        {
            return it.Deny("OBJECTION_EXTENDS_TO_TRADITIONAL", Automatic);
        }

        if (purpose.Channel is "phone" or "automatedPhone")
        {
            return PhoneRegister(it, purpose);
        }

        // Row 8
        if (purpose.Channel == "paper"
            && it.Request.AddressSource == RefAddressSource.PublicDirectory
            && it.Request.PostalEnrolledAt is not null
            && it.Person.Status(purpose.Path).Value != RefValue.Active)
        {
            return it.Deny("OPPOSITION_REGISTER_POSTAL", purpose.Path);
        }

        return null;
    }

    /// <summary>Row 21: a clean consent to an automatic purpose, under a notice that says so, covers a traditional one.</summary>
    public static RefDecision? Extension(Case it, RefNode purpose)
    {
        if (!IsTraditional(purpose) || (purpose.Channel == "paper" && !it.IsPaperAddressKnown))
        {
            return null;
        }

        var automatic = it.Taxonomy.PurposesUnder(Automatic).Where(node => !node.Retired).ToList();
        var extending = automatic.Where(node => Extends(it, node)).ToList();
        var needed = it.Jurisdiction.AllAutomatedForExtension ? automatic.Count : 1;
        return extending.Count > 0 && extending.Count >= needed
            ? it.Permit("AUTOMATED_COVERS_TRADITIONAL", extending[0].Path)
            : null;
    }

    /// <summary>Row 22: the public directory, unless enrolled.</summary>
    public static RefDecision? Directory(Case it, RefNode purpose)
    {
        var enrolledAt = purpose.Channel == "phone" ? it.Request.PhoneEnrolledAt : it.Request.PostalEnrolledAt;
        return purpose.Channel is "phone" or "paper"
            && it.Request.AddressSource == RefAddressSource.PublicDirectory
            && enrolledAt is null
            && it.IsRegisterCheckFresh
                ? it.Permit("DIRECTORY_OPT_OUT", purpose.Path)
                : null;
    }

    /// <summary>Row 21, never the reverse: a consent to a traditional purpose helps no automatic one.</summary>
    public static void NeverTheReverse(Case it, RefNode purpose)
    {
        if (RefTaxonomy.IsUnder(purpose.Path, Automatic)
            && it.Taxonomy.PurposesUnder(Traditional).Any(node => it.Person.Status(node.Path).Value == RefValue.Active))
        {
            it.Fails.Add("TRADITIONAL_DOES_NOT_COVER_AUTOMATED");
        }
    }

    private static bool IsTraditional(RefNode purpose) => RefTaxonomy.IsUnder(purpose.Path, Traditional);

    /// <summary>Row 5: an objection on the automatic group, not retracted later on the traditional side of this id.</summary>
    private static bool ObjectionExtends(Case it, string purpose)
    {
        if (!it.Taxonomy.Knows(Automatic))
        {
            return false;
        }

        var nodes = it.Covering.Between(Traditional, purpose).Prepend(Traditional).Where(it.Taxonomy.Knows).ToList();
        return it.Person.NoViews.Any(view => view.Standing(RefFlag.Objection, Automatic)
            .Any(it => !nodes.Any(node => view.IsRetracted(RefFlag.Objection, node, it.Since))));
    }

    private static RefDecision? PhoneRegister(Case it, RefNode purpose)
    {
        var request = it.Request;

        // Row 6: a consent given after the enrolment passes, a contract too.
        if (request.PhoneEnrolledAt is { } enrolledAt)
        {
            var consent = it.Person.Status(purpose.Path).Cited;
            var hasContract = request.ContractActive == true
                || (request.ContractEndedAt is { } ended && Clock.IsWithinDays(ended, request.AsOf, ContractGraceDays));
            if (!(consent is not null && consent.At > enrolledAt) && !hasContract)
            {
                return it.Deny("OPPOSITION_REGISTER_PHONE", purpose.Path);
            }
        }

        // Row 7: a check dated after the as-of instant is none.
        if (request.RegisterCheckedAt is not { } checkedAt || checkedAt > request.AsOf)
        {
            return it.Review("OPPOSITION_REGISTER_NOT_CHECKED", purpose.Path);
        }

        return it.IsRegisterCheckFresh ? null : it.Review("OPPOSITION_REGISTER_STALE", purpose.Path);
    }

    private static bool Extends(Case it, RefNode automatic)
    {
        if (!it.Person.IsClear(automatic.Path) || it.Person.IsUnknown(automatic.Path)
            || ConsentBasis.FailsOf(it, automatic).Count > 0
            || it.Person.Status(automatic.Path).Cited is not { } give)
        {
            return false;
        }

        return it.Published(GiveNotice.VersionOf(it, give)) is { SaysAutomatedCoversTraditional: true } notice
            && notice.PublishedAt <= it.Request.AsOf;
    }
}
