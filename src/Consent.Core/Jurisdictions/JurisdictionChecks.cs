namespace Consent;

/// <summary>What must hold of a jurisdiction as a whole.</summary>
internal static class JurisdictionChecks
{
    private const int MaxNameLength = 64;
    private const int MaxDays = 36_500;
    private const int MaxMonths = 1_200;
    private const int MaxSourceLength = 1_024;
    private static readonly int UseOperations = LawScope.Bit(Operation.ToContact) | LawScope.Bit(Operation.Profiling) | LawScope.Bit(Operation.TransferToThirdParty);

    /// <param name="draft">The draft.</param>
    /// <param name="places">The places of its parts where it was read from; <see langword="null"/>: they are those of the draft.</param>
    public static IEnumerable<string> Of(JurisdictionDraft draft, IReadOnlyList<int>? places)
    {
        if (!IsName(draft.Name, 1, MaxNameLength))
        {
            yield return $"The name {(string.IsNullOrEmpty(draft.Name) ? "is missing:" : "has")} 1 to {MaxNameLength} letters and digits.";
        }

        if (!IsName(draft.Code, 2, 8))
        {
            yield return string.IsNullOrEmpty(draft.Code) ? "The code is missing: 2 to 8 letters and digits." : "The code has 2 to 8 letters and digits.";
        }

        if (string.IsNullOrWhiteSpace(draft.Version) || draft.Version.Length > MaxNameLength)
        {
            yield return $"The version has 1 to {MaxNameLength} characters.";
        }

        for (var i = 0; i < draft.Parts.Count; i++)
        {
            foreach (var error in Of(draft.Parts[i]))
            {
                yield return $"$.parts[{(places is null ? i : places[i])}] ({draft.Parts[i].Kind}): {error}";
            }
        }

        foreach (var name in draft.Parts.OfType<ListPart>().GroupBy(l => l.Terms.Name, StringComparer.Ordinal).Where(g => Overlap([.. g.Where(l => l.IsOn)])))
        {
            yield return $"The list {name.Key} stands there twice for one kind of subscriber and one time.";
        }

        foreach (var names in draft.Parts.OfType<ListPart>().Select(l => l.Terms.Name).Distinct(StringComparer.Ordinal).GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Skip(1).Any()))
        {
            yield return $"The lists {string.Join(" and ", names)} differ by case only: facts that name one would name the other.";
        }

        foreach (var (code, citation) in draft.Citations.Where(c => !Enum.IsDefined(c.Key) || !Enum.IsDefined(c.Value.Mark) || (!string.IsNullOrWhiteSpace(c.Value.Source) && StoredText.Flaw(c.Value.Source, MaxSourceLength) is not null)))
        {
            yield return $"The source of the code {(int)code} is too long or not well-formed, or its code or mark is none that there is.";
        }

        if (draft.Parts.OfType<DoubleOptInPart>().Count(p => p.IsOn) > 1)
        {
            yield return "There is one double opt-in.";
        }
    }

    private static IEnumerable<string> Of(LawPart part) => [.. OfHeading(part), .. OfContent(part), .. OfValues(part)];

    private static IEnumerable<string> OfHeading(LawPart part)
    {
        if (part.From >= part.Until)
        {
            yield return "it ends before it begins.";
        }

        if (part.Scope.Kinds == 0)
        {
            yield return "it is about no kind of subscriber.";
        }

        if (part.Setting is { } setting && (setting.Length is 0 or > MaxNameLength || !setting.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
        {
            yield return $"a setting is named by 1 to {MaxNameLength} lower-case letters, digits and hyphens.";
        }

        if (part.Scope.Sectors.Intersect(part.Scope.NotSectors).Any())
        {
            yield return "it is for a sector and not for the same one.";
        }

        if ((part.Scope.Operations & ~UseOperations) != 0)
        {
            yield return "it is about contact, profiling or transfers: no purpose is for another operation.";
        }

        if (string.IsNullOrWhiteSpace(part.Citation.Source))
        {
            yield return "its source is blank.";
        }
        else if (StoredText.Flaw(part.Citation.Source, MaxSourceLength) is { } flaw)
        {
            yield return $"its source {flaw}.";
        }

        if ((part.Scope.Channels & LawScope.Bit(Channel.None)) != 0)
        {
            yield return "none is no means of contact.";
        }

        if (!AreDefined(part))
        {
            yield return "it names a value that there is not.";
        }
    }

    private static IEnumerable<string> OfContent(LawPart part)
    {
        if (part is RulePart { Rule: ContactRule.Presumed } && part.Scope.IsAbout(SubscriberKind.Person))
        {
            yield return "consent is presumed of subscribers who are not persons only.";
        }

        if (part is RulePart rule && rule.Conditions.Contains(LawCondition.RecentCustomer) != (rule.RecentMonths is > 0))
        {
            yield return "a recent customer needs a number of months, at least 1.";
        }

        if (part is ListPart list && StoredText.Flaw(list.Terms.Name, MaxNameLength) is not null)
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

        if (part is ProofPart { Needs: StatementProof.None })
        {
            yield return "a proof that needs nothing is none.";
        }

        if (part is RulePart { Rule: ContactRule.OptIn, Obligations: not Obligations.None })
        {
            yield return "a rule of consent obliges to nothing: say it for every permit (Obliges).";
        }

        if (part is CustomerExceptionPart or ExtensionPart { Kind: LawPartKind.ConsentExtends } && (part.Scope.Operations & ~LawScope.Bit(Operation.ToContact)) != 0)
        {
            yield return "it is about contact only.";
        }

        if (part is ListPart { Terms.CheckHoldsDays: var holds, Scope.Channels: not 0 and var means } && holds.Keys.Any(c => c != Channel.None && (means & LawScope.Bit(c)) == 0))
        {
            yield return "a check holds for a means of contact that the list is not about.";
        }

        if (part is AskingPart { Terms: { AfterNoMonths: null, AfterPutOffMonths: null, RenewableMonths: null } })
        {
            yield return "it says no number of months.";
        }

        if (part is ObligationPart { Obligations: Obligations.None })
        {
            yield return "it obliges to nothing.";
        }
    }

    private static IEnumerable<string> OfValues(LawPart part)
    {
        if (MethodsOf(part).Any(m => string.IsNullOrWhiteSpace(m) || m.Trim().Length != m.Length))
        {
            yield return "a method is not blank, and has no spaces around it.";
        }

        if (DaysOf(part).Any(d => d is < 0 or > MaxDays) || (part is ListPart { Terms.CheckHoldsDays: var checks } && checks.Values.Any(d => d < 1)))
        {
            yield return $"a number of days lies between 0 and {MaxDays}, of a check between 1 and that.";
        }

        if (MonthsOf(part).Any(m => m is < 1 or > MaxMonths))
        {
            yield return $"a number of months lies between 1 and {MaxMonths}.";
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
