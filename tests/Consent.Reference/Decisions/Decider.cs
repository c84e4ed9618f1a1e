namespace Consent.Reference;

/// <summary>RULES 3 from top to bottom: Deny and Review stop, a Fail rules one basis out, the first Permit wins.</summary>
internal static class Decider
{
    public static RefDecision Decide(Case it, bool restorePending)
    {
        var decision = DecideAsIfNotRestored(it);

        // Last row. Obligations and Fail codes stay visible to whoever reviews.
        return restorePending && decision.Outcome == RefOutcome.Permit
            ? decision with { Outcome = RefOutcome.Review, Code = "AFTER_RESTORE" }
            : decision;
    }

    private static RefDecision DecideAsIfNotRestored(Case it)
    {
        switch (it.Request.Operation)
        {
            case RefOperation.Store:
                return StorageRow.Decide(it);

            case RefOperation.LegalClaim or RefOperation.ProtectRights or RefOperation.PublicInterest:
                // Row 2
                return string.IsNullOrWhiteSpace(it.Request.Ground)
                    ? it.NoBasis("NO_BASIS", null)
                    : it.Permit("CLAIMS_EXCEPTION", null);
        }

        // Row 2a, of both nodes of a request for soft spam
        var asked = it.Taxonomy.Find(it.Request.Purpose);
        if (it.Person.IsSuppressed(it.Request.Purpose ?? "") || (asked?.SoftSpamFor is { } channel && it.Person.IsSuppressed(channel)))
        {
            return it.Deny("SUPPRESSED", null);
        }

        if (NotFitting(it, asked, it.Request.Purpose) is { } unfit)
        {
            return unfit;
        }

        // A request for softSpam.X is rewritten to its channel's purpose with basis soft spam only.
        var isSoftSpam = asked!.SoftSpamFor is not null;
        var purpose = isSoftSpam ? it.Taxonomy.Find(asked.SoftSpamFor) : asked;
        if (isSoftSpam && NotFitting(it, purpose, asked.SoftSpamFor) is { } unfitChannel)
        {
            return unfitChannel;
        }

        if (it.Request.Point?.Serves(purpose!.Channel) == false)
        {
            return it.NoBasis("OPERATION_DOES_NOT_FIT", it.Request.Purpose);
        }

        var nodes = isSoftSpam ? new[] { asked.Path, purpose!.Path } : [asked.Path];
        return Blocked(it, nodes)
            ?? (it.IsItaly ? ItalianRows.Stop(it, purpose!) : null)
            ?? FirstBasis(it, asked, purpose!)
            ?? it.NoBasis("NO_BASIS", asked.Path); // Row 24
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

        var family = it.Request.Operation switch
        {
            RefOperation.ToContact => "contact",
            RefOperation.Profiling => "profiling",
            RefOperation.TransferToThirdParty => "transfer",
            _ => "no family fits",
        };
        return node.Family == family ? null : it.NoBasis("OPERATION_DOES_NOT_FIT", path);
    }

    /// <summary>Rows 3, 4 and 4a, over the nodes in this order.</summary>
    private static RefDecision? Blocked(Case it, string[] nodes)
    {
        var restricted = nodes.Select(node => it.Person.Blocking(RefFlag.Restriction, node)).FirstOrDefault(node => node is not null);
        if (restricted is not null)
        {
            return it.Deny("RESTRICTED", restricted);
        }

        var objected = nodes.Select(node => it.Person.Blocking(RefFlag.Objection, node)).FirstOrDefault(node => node is not null);
        if (objected is not null)
        {
            return it.Deny("OBJECTED", objected);
        }

        var unknown = nodes.Select(it.Person.UnknownNode).FirstOrDefault(node => node is not null);
        return unknown is null ? null : it.Review("UNKNOWN_ENTRY_KIND", unknown);
    }

    private static RefDecision? FirstBasis(Case it, RefNode asked, RefNode purpose)
    {
        if (asked.SoftSpamFor is not null)
        {
            return SoftSpamBasis.Decide(it, purpose, asked);
        }

        if (ConsentBasis.Decide(it, purpose) is { } decided)
        {
            return decided;
        }

        // Row 23: profiling and transfer have no other basis.
        if (it.Request.Operation != RefOperation.ToContact)
        {
            return null;
        }

        if (SoftSpamBasis.Decide(it, purpose, SoftSpamBasis.CounterpartOf(it, purpose)) is { } softSpam)
        {
            return softSpam;
        }

        if (!it.IsItaly)
        {
            return null;
        }

        // Row 16: a no blocks the extension and the directory; SoftSpamBasis has kept its code.
        if (it.Person.Status(purpose.Path).Value != RefValue.Inactive
            && (ItalianRows.Extension(it, purpose) ?? ItalianRows.Directory(it, purpose)) is { } italian)
        {
            return italian;
        }

        ItalianRows.NeverTheReverse(it, purpose);
        return null;
    }
}
