namespace Consent.Reference;

/// <summary>RULES 3 from top to bottom: Deny and Review stop, a Fail rules one basis out, the first Permit wins.</summary>
internal static class Decider
{
    public static RefDecision Decide(Case it, bool restorePending)
    {
        var decision = DecideAsIfNotRestored(it);

        // Last row, from which rows 1-2' are exempt. Obligations and Fail codes stay visible to whoever reviews.
        return restorePending && decision.Outcome == RefOutcome.Permit && UsesPurpose(it)
            ? decision with { Outcome = RefOutcome.Review, Code = "AFTER_RESTORE" }
            : decision;
    }

    private static bool UsesPurpose(Case it) => it.Request.Operation is RefOperation.ToContact or RefOperation.Profiling or RefOperation.TransferToThirdParty or RefOperation.ToAsk;

    private static RefDecision DecideAsIfNotRestored(Case it)
    {
        switch (it.Request.Operation)
        {
            case RefOperation.Store:
                return StorageRow.Decide(it);

            case RefOperation.LegalClaim or RefOperation.ProtectRights or RefOperation.PublicInterest:
                return Claims(it);
        }

        if (ServiceRow.Decide(it) is { } served)
        {
            return served with { Obligations = it.Narrowing("obligation", it.Taxonomy.Find(it.Request.Purpose)!).SelectMany(Obliging.Of).Where(Obliging.IsOfEveryUse).ToHashSet(StringComparer.Ordinal) };
        }

        // Row 2a, of both nodes of a request for soft spam
        var asked = it.Taxonomy.Find(it.Request.Purpose);
        if (it.Person.IsSuppressed(it.Request.Purpose ?? "") || (asked?.SoftSpamFor is { } channel && it.Person.IsSuppressed(channel)))
        {
            return it.Deny("SUPPRESSED", null);
        }

        // Row 2d
        if (it.Request.HasDied)
        {
            return it.Deny("DECEASED", null);
        }

        if (NotFitting(it, asked, it.Request.Purpose) is { } unfit)
        {
            return unfit;
        }

        // A request for softSpam.X asks for that use of X's channel.
        var isUse = asked!.SoftSpamFor is not null;
        var purpose = isUse ? it.Taxonomy.Find(asked.SoftSpamFor) : asked;
        if (isUse && NotFitting(it, purpose, asked.SoftSpamFor) is { } unfitChannel)
        {
            return unfitChannel;
        }

        if (it.Request.Operation == RefOperation.ToAsk)
        {
            RefNode[] both = isUse ? [purpose!, asked] : [asked];
            return Blocked(it, isUse ? [asked, purpose!] : [asked])
                ?? both.Select(node => ExtensionRows.Objection(it, node)).FirstOrDefault(denied => denied is not null)
                ?? AskingRow.Decide(it, asked);
        }

        if (it.Request.Point?.Serves(purpose!.Channel) == false)
        {
            return it.NoBasis("OPERATION_DOES_NOT_FIT", it.Request.Purpose);
        }

        RefNode[] nodes = isUse ? [asked, purpose!] : [asked];
        var decision = Blocked(it, nodes)
            ?? nodes.Select(node => ExtensionRows.Objection(it, node)).FirstOrDefault(denied => denied is not null)
            ?? (asked.Basis is null || it.Person.Status(asked.Path).Value == RefValue.Active ? ListRow.Decide(it, nodes, ConsentBasis.Own(it, asked, attestedOnly: isUse)) : null)
            ?? (isUse ? BasisOfUse(it, purpose!, asked) : Basis(it, purpose!))
            ?? it.NoBasis("NO_BASIS", asked.Path); // Row 24

        // A permit bears the obligations of its basis and of its purpose.
        return decision.Outcome == RefOutcome.Permit
            ? decision with { Obligations = decision.Obligations.Concat(it.Narrowing("obligation", purpose!).SelectMany(Obliging.Of)).ToHashSet(StringComparer.Ordinal) }
            : decision;
    }

    /// <summary>Rows 2 and 2'.</summary>
    private static RefDecision Claims(Case it)
    {
        if (string.IsNullOrWhiteSpace(it.Request.Ground))
        {
            return it.NoBasis("NO_BASIS", null);
        }

        return it.Request.Operation != RefOperation.LegalClaim && it.Person.Blocking(RefFlag.Objection, RefTaxonomy.Root) is not null
            ? it.Review("OVERRIDE_TO_BE_SHOWN", RefTaxonomy.Root)
            : it.Permit("CLAIMS_EXCEPTION", null);
    }

    /// <summary>Rows 2b and 2c.</summary>
    private static RefDecision? NotFitting(Case it, RefNode? node, string? path)
    {
        if (node is { Retired: true })
        {
            return it.NoBasis("RETIRED_PURPOSE", path);
        }

        if (node is not { IsPurpose: true })
        {
            return it.NoBasis("UNKNOWN_PURPOSE", path);
        }

        return Fits(it, node) || it.Request.Operation == RefOperation.ToAsk ? null : it.NoBasis("OPERATION_DOES_NOT_FIT", path);
    }

    /// <summary>Whether the purpose is for the operation asked about.</summary>
    public static bool Fits(Case it, RefNode node) => node.Family == it.Request.Operation switch
    {
        RefOperation.ToContact => "contact",
        RefOperation.Profiling => "profiling",
        RefOperation.TransferToThirdParty => "transfer",
        _ => "no family fits",
    };

    /// <summary>Row 4: compelling grounds are stated, and no direct marketing is served.</summary>
    public static bool IsOverridden(Case it, params RefNode[] nodes) =>
        it.Request.Operation != RefOperation.ToAsk && it.Request.ServesNoDirectMarketing && !string.IsNullOrWhiteSpace(it.Request.CompellingGrounds)
            && !nodes.Any(node => it.Taxonomy.Knows("marketing") && it.Covering.Covers("marketing", node.Path));

    /// <summary>Rows 3, 4 and 4a, over the nodes in this order.</summary>
    private static RefDecision? Blocked(Case it, RefNode[] nodes)
    {
        var restricted = nodes.Select(node => it.Person.Blocking(RefFlag.Restriction, node.Path)).FirstOrDefault(node => node is not null);
        if (restricted is not null)
        {
            return it.Deny("RESTRICTED", restricted);
        }

        // Row 4 is not asked where compelling grounds are stated, which count for no direct marketing.
        var isOverridden = IsOverridden(it, nodes);
        var objected = nodes.Select(node => it.Person.Blocking(RefFlag.Objection, node.Path)).FirstOrDefault(node => node is not null);
        if (objected is not null && !isOverridden)
        {
            return it.Deny("OBJECTED", objected);
        }

        var unknown = nodes.Select(node => it.Person.UnknownNode(node.Path)).FirstOrDefault(node => node is not null);
        return unknown is null ? null : it.Review("UNKNOWN_ENTRY_KIND", unknown);
    }

    /// <summary>Rows 9-23 of a purpose that is no use of another's channel.</summary>
    private static RefDecision? Basis(Case it, RefNode purpose)
    {
        if (ConsentBasis.Decide(it, purpose, attestedOnly: false) is { } decided)
        {
            return decided;
        }

        // Row 15': nothing else permits what rests on a contract or a duty.
        if (purpose.Basis is not null)
        {
            it.Fails.UnionWith(ServiceRow.IsRefusedItself(it, purpose) ? [] : ["BASIS_NOT_STATED"]);
            return ConsentBasis.Legacy(it, purpose, attestedOnly: false);
        }

        if (RefusalRow.Blocks(it, purpose))
        {
            return null;
        }

        var isRefused = it.Person.Status(purpose.Path).Value == RefValue.Inactive;
        return (it.Narrowing("optInOnly", purpose).Any() ? null : WithoutConsent(it, purpose, isRefused))
            ?? ConsentBasis.Legacy(it, purpose, attestedOnly: false)
            ?? NationalLaw(it, purpose, isRefused);
    }

    /// <summary>Rows 17-22b; where the person refused, only the customer exception is asked.</summary>
    private static RefDecision? WithoutConsent(Case it, RefNode purpose, bool isRefused)
    {
        if (it.Request.Operation == RefOperation.ToContact && CustomerException.Decide(it, purpose, CustomerException.UseOf(it, purpose)) is { } customer)
        {
            return customer;
        }

        if (isRefused)
        {
            return null;
        }

        if (ExtensionRows.Consent(it, purpose) is { } extended)
        {
            return extended;
        }

        ExtensionRows.NeverTheReverse(it, purpose);
        return BaseRules.Decide(it, purpose);
    }

    /// <summary>Rows 9-19 of a request for softSpam.X, row 16 first; after 19 nothing.</summary>
    private static RefDecision? BasisOfUse(Case it, RefNode purpose, RefNode use)
    {
        if (RefusalRow.Blocks(it, purpose) || RefusalRow.BlocksUse(it, use))
        {
            return null;
        }

        return ConsentBasis.Decide(it, use, attestedOnly: true)
            ?? (purpose.Basis is not null || it.Narrowing("optInOnly", purpose).Any() ? null : CustomerException.Decide(it, purpose, use))
            ?? ConsentBasis.Legacy(it, use, attestedOnly: true);
    }

    /// <summary>Row 22d: a legal person, left to national law that the request does not name.</summary>
    private static RefDecision? NationalLaw(Case it, RefNode purpose, bool isRefused) =>
        !isRefused && it.IsOnlyLaw && it.Request.Subscriber == "legalPerson" && it.Narrowing("nationalLaw", purpose).Any()
            ? it.Review("NATIONAL_LAW_DECIDES", purpose.Path)
            : null;
}
