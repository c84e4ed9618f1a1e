namespace Consent.Reference;

/// <summary>Rows 5 and 21: what was said to one group reaches another.</summary>
internal static class ExtensionRows
{
    /// <summary>Row 5: an objection on a group itself reaches the purposes below another.</summary>
    public static RefDecision? Objection(Case it, RefNode purpose)
    {
        foreach (var part in it.Narrowing("objectionExtends", purpose))
        {
            var (from, to) = (part.Text("fromGroup")!, part.Text("toGroup")!);
            if (new Covering(it.Taxonomy, servesNoDirectMarketing: false).Covers(to, purpose.Path) && it.Taxonomy.Knows(from) && it.Person.NoViews.Any(view => Reaches(it, view, from, to, purpose.Path)))
            {
                return it.Deny("OBJECTION_EXTENDS", from);
            }
        }

        return null;
    }

    /// <summary>Row 21: a consent that is valid in itself, under a notice that says so.</summary>
    public static RefDecision? Consent(Case it, RefNode purpose)
    {
        foreach (var part in it.Permitting("consentExtends", purpose).Where(part => RefTaxonomy.IsUnder(purpose.Path, part.Text("toGroup")!)))
        {
            var all = it.Taxonomy.PurposesUnder(part.Text("fromGroup")!).Where(node => !node.Retired).ToList();
            var extending = all.Where(node => Extends(it, node, purpose)).ToList();
            if (extending.Count > 0 && (extending.Count == all.Count || !NeedsAll(part)))
            {
                return it.Permit("CONSENT_EXTENDS", extending[0].Path, ConsentBasis.TellsOfMajority(it, it.Person.Status(extending[0].Path).Cited!) ? ["TELL_OF_MAJORITY"] : []);
            }
        }

        return null;
    }

    /// <summary>Row 21, never the reverse: a consent to what it would reach helps nothing where it comes from.</summary>
    public static void NeverTheReverse(Case it, RefNode purpose)
    {
        var reversed = it.Permitting("consentExtends", purpose).Where(part => RefTaxonomy.IsUnder(purpose.Path, part.Text("fromGroup")!));
        if (reversed.Any(part => it.Taxonomy.PurposesUnder(part.Text("toGroup")!).Any(node => it.Person.Status(node.Path).Value == RefValue.Active)))
        {
            it.Fails.Add("CONSENT_DOES_NOT_EXTEND");
        }
    }

    /// <summary>
    /// Of one id: an objection stands on the group, and none answers it at its date or later: a retraction on the other group, on a node of it
    /// above the purpose or on the purpose, or a give on the purpose.
    /// </summary>
    private static bool Reaches(Case it, IdView view, string from, string to, string purpose)
    {
        var nodes = it.Covering.Between(to, purpose).Prepend(to).Where(it.Taxonomy.Knows).ToList();
        return view.Standing(RefFlag.Objection, from).Any(objection =>
            !nodes.Any(node => view.IsRetracted(RefFlag.Objection, node, objection.Since - 1))
            && !(view.CountingGive(purpose) is { IsAttested: true } give && give.At >= objection.Since));
    }

    /// <summary>All purposes of the group, unless the part says that one suffices.</summary>
    private static bool NeedsAll(RefLawPart part) => !part.Has("needsAll") || part.Flag("needsAll");

    private static bool Extends(Case it, RefNode source, RefNode purpose)
    {
        if (!it.Person.IsClear(source.Path) || it.Person.IsUnknown(source.Path)
            || ConsentBasis.FailsOf(it, source).Count > 0
            || it.Person.Status(source.Path).Cited is not { } give)
        {
            return false;
        }

        return it.Published(GiveNotice.VersionOf(it, give)) is { SaysAutomatedCoversTraditional: true } notice
            && notice.PublishedAt <= it.Request.AsOf
            && !GiveNotice.IsMateriallyChanged(it, give, notice.Version, purpose.Path);
    }
}
