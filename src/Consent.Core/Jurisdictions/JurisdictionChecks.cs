namespace Consent;

/// <summary>What must hold of a jurisdiction as a whole.</summary>
internal static class JurisdictionChecks
{
    private const int MaxNameLength = 64;
    private const int MaxDays = 36_500;
    private const int MaxMonths = 1_200;

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

        foreach (var name in draft.Parts.OfType<ListPart>().GroupBy(l => l.Terms.Name, StringComparer.Ordinal).Where(g => Overlap([.. g.Where(l => l.IsOn)])))
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

        foreach (var error in OfContent(part))
        {
            yield return error;
        }
    }

    private static IEnumerable<string> OfContent(LawPart part)
    {
        if (part is ListPart list && (string.IsNullOrWhiteSpace(list.Terms.Name) || list.Terms.Name.Length > MaxNameLength))
        {
            yield return $"a list has a name of at most {MaxNameLength} characters.";
        }

        if (part is DoubleOptInPart { Scope: var scope } && (scope.Kinds != LawScope.AllKinds || scope.HasSectors || scope.Channels != 0 || scope.Operations != 0 || scope.From is not null || scope.Until is not null))
        {
            yield return "a yes does not say for which kind, means, operation, sector or date it is: the double opt-in has its own 'since'.";
        }

        if (part is DoubleOptInPart { Terms: { } terms } && (terms.Methods.IsEmpty || terms.EndsAfter.Ticks % TimeSpan.TicksPerSecond != 0 || terms.EndsAfter > TimeSpan.FromDays(MaxDays)))
        {
            yield return $"a double opt-in names a method at least, and waits whole seconds, {MaxDays} days at most.";
        }

        if (MethodsOf(part).Any(m => string.IsNullOrWhiteSpace(m) || m.Trim().Length != m.Length))
        {
            yield return "a method is not blank, and has no spaces around it.";
        }

        if (part is ProofPart { Needs: StatementProof.None })
        {
            yield return "a proof that needs nothing is none.";
        }

        if (part is ObligationPart { Obligations: Obligations.None })
        {
            yield return "it obliges to nothing.";
        }

        if (DaysOf(part).Any(d => d is < 0 or > MaxDays) || (part is ListPart { Terms.CheckHoldsDays: var checks } && checks.Values.Any(d => d < 1)))
        {
            yield return $"a number of days lies between 0 and {MaxDays}, of a check between 1 and that.";
        }

        if (MonthsOf(part).Any(m => m is < 1 or > MaxMonths))
        {
            yield return $"a number of months lies between 1 and {MaxMonths}.";
        }

        if (!AreDefined(part))
        {
            yield return "it names a value that there is not.";
        }
    }

    private static IEnumerable<string> MethodsOf(LawPart part) => part switch
    {
        DoubleOptInPart doubleOptIn => doubleOptIn.Terms.Methods,
        ProofPart proof => proof.Methods,
        _ => [],
    };

    private static IEnumerable<int?> DaysOf(LawPart part) => part is ListPart { Terms: var terms } ? [terms.GraceDays, terms.ContractEndedDays, .. terms.CheckHoldsDays.Values] : [];

    private static IEnumerable<int?> MonthsOf(LawPart part) => part switch
    {
        RulePart rule => [rule.RecentMonths],
        CustomerExceptionPart exception => [exception.LongestAgeMonths],
        ValidityPart validity => [validity.Months],
        ProofKeptPart kept => [kept.Months],
        AskingPart { Terms: var terms } => [terms.AfterNoMonths, terms.AfterPutOffMonths, terms.RenewableMonths],
        _ => [],
    };

    /// <summary>Numbers cast to an enumeration that has no such member.</summary>
    private static bool AreDefined(LawPart part) =>
        Has<Channel>(part.Scope.Channels) && Has<Operation>(part.Scope.Operations) && Has<SubscriberKind>(part.Scope.Kinds) && Enum.IsDefined(part.Citation.Mark) && part switch
        {
            RulePart rule => Enum.IsDefined(rule.Rule) && rule.Conditions.All(Enum.IsDefined) && HasAll(rule.Obligations),
            CustomerExceptionPart exception => Has<SaleKind>(exception.Sales),
            ListPart { Terms: var terms } => Enum.IsDefined(terms.Passes) && Has<Channel>(terms.DirectoryOnly) && terms.CheckHoldsDays.Keys.All(Enum.IsDefined),
            ProofKeptPart kept => Enum.IsDefined(kept.CountedFrom),
            ObligationPart obligation => HasAll(obligation.Obligations),
            ProofPart proof => (proof.Needs & ~Enum.GetValues<StatementProof>().Aggregate((a, b) => a | b)) == StatementProof.None,
            _ => true,
        };

    private static bool Has<T>(int bits)
        where T : struct, Enum => (bits & ~Enum.GetValues<T>().Aggregate(0, (all, v) => all | (1 << Convert.ToInt32(v, System.Globalization.CultureInfo.InvariantCulture)))) == 0;

    private static bool HasAll(Obligations obligations) => (obligations & ~Enum.GetValues<Obligations>().Aggregate((a, b) => a | b)) == Obligations.None;

    private static bool Overlap(List<ListPart> lists) =>
        lists.Exists(a => lists.Exists(b => !ReferenceEquals(a, b) && (a.Scope.Kinds & b.Scope.Kinds) != 0 && !(a.Until <= b.From) && !(b.Until <= a.From)));

    private static bool IsName(string? name, int least, int most) => name is not null && name.Length >= least && name.Length <= most && name.All(char.IsAsciiLetterOrDigit);
}
