namespace Consent;

/// <summary>What must hold of a jurisdiction as a whole.</summary>
internal static class JurisdictionChecks
{
    private const int MaxNameLength = 64;

    public static IEnumerable<string> Of(JurisdictionDraft draft)
    {
        if (!IsName(draft.Name, 1, MaxNameLength))
        {
            yield return $"The name has 1 to {MaxNameLength} letters and digits.";
        }

        if (!IsName(draft.Code, 2, 8))
        {
            yield return "The code has 2 to 8 letters and digits.";
        }

        if (string.IsNullOrWhiteSpace(draft.Version) || draft.Version.Length > MaxNameLength)
        {
            yield return $"The version has 1 to {MaxNameLength} characters.";
        }

        for (var i = 0; i < draft.Parts.Count; i++)
        {
            foreach (var error in Of(draft.Parts[i]))
            {
                yield return $"Part {i + 1} ({draft.Parts[i].Kind}): {error}";
            }
        }

        foreach (var name in draft.Parts.OfType<ListPart>().GroupBy(l => l.Terms.Name, StringComparer.Ordinal).Where(g => g.Count(l => l.IsOn) > 1 && Overlap([.. g])))
        {
            yield return $"The list {name.Key} stands there twice for one kind of subscriber and one time.";
        }

        if (draft.Parts.OfType<DoubleOptInPart>().Count(p => p.IsOn) > 1)
        {
            yield return "There is one double opt-in.";
        }
    }

    private static IEnumerable<string> Of(LawPart part)
    {
        if (part.From >= part.Until)
        {
            yield return "it ends before it begins.";
        }

        if (part.Scope.Kinds == 0)
        {
            yield return "it is about no kind of subscriber.";
        }

        if (string.IsNullOrWhiteSpace(part.Citation.Source))
        {
            yield return "its source is blank.";
        }

        if (part.Setting is { } setting && (setting.Length is 0 or > MaxNameLength || !setting.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
        {
            yield return $"a setting is named by 1 to {MaxNameLength} lower-case letters, digits and hyphens.";
        }

        if (part is RulePart { Rule: ContactRule.Presumed } && part.Scope.IsAbout(SubscriberKind.Person))
        {
            yield return "consent is presumed of subscribers who are not persons only.";
        }

        if (part is RulePart rule && rule.Conditions.Contains(LawCondition.RecentCustomer) != (rule.RecentMonths is > 0))
        {
            yield return "a recent customer needs a number of months, at least 1.";
        }

        if (part is CustomerExceptionPart { LongestAgeMonths: <= 0 })
        {
            yield return "the longest age is at least one month.";
        }

        if (part is ListPart list && (string.IsNullOrWhiteSpace(list.Terms.Name) || list.Terms.Name.Length > MaxNameLength || list.Terms.CheckHoldsDays.Any(h => h.Value < 1)
            || list.Terms.GraceDays < 0 || list.Terms.ContractEndedDays < 0))
        {
            yield return $"a list has a name of at most {MaxNameLength} characters, and no number of days below 0, of a check below 1.";
        }

        if (part is DoubleOptInPart { Scope: var scope } && (scope.Kinds != LawScope.AllKinds || scope.HasSectors || scope.Channels != 0 || scope.Operations != 0 || scope.From is not null || scope.Until is not null))
        {
            yield return "a yes does not say for which kind, means, operation, sector or date it is: the double opt-in has its own 'since'.";
        }
    }

    private static bool Overlap(List<ListPart> lists) =>
        lists.Exists(a => lists.Exists(b => !ReferenceEquals(a, b) && (a.Scope.Kinds & b.Scope.Kinds) != 0 && !(a.Until <= b.From) && !(b.Until <= a.From)));

    private static bool IsName(string? name, int least, int most) => name is not null && name.Length >= least && name.Length <= most && name.All(char.IsAsciiLetterOrDigit);
}
