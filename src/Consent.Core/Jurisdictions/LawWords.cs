using System.Numerics;

namespace Consent;

/// <summary>Says parts of a jurisdiction in words, as its page has them.</summary>
internal static class LawWords
{
    public static IEnumerable<string> Of(LawScope scope)
    {
        if (scope.Channels != 0)
        {
            yield return Joined(Enum.GetValues<Channel>().Where(c => (scope.Channels & LawScope.Bit(c)) != 0).Select(Of));
        }

        if (scope.Operations != 0)
        {
            yield return Joined(Enum.GetValues<Operation>().Where(o => (scope.Operations & LawScope.Bit(o)) != 0).Select(Of));
        }

        if (scope.Kinds != LawScope.AllKinds)
        {
            yield return Joined(Enum.GetValues<SubscriberKind>().Where(scope.IsAbout).Select(Of));
        }

        if (!scope.Sectors.IsEmpty)
        {
            yield return $"sector {Joined(scope.Sectors.Select(s => s.Name))}";
        }

        if (!scope.NotSectors.IsEmpty)
        {
            yield return $"not sector {Joined(scope.NotSectors.Select(s => s.Name))}";
        }
    }

    public static string Of(RulePart part)
    {
        var conditions = part.Conditions.IsEmpty ? "" : $" where {Joined(part.Conditions.Select(c => Of(c, part.RecentMonths)))}";
        return $"{Of(part.Rule)}{conditions}{With(part.Obligations)}";
    }

    public static string Of(CustomerExceptionPart part)
    {
        var sales = Joined(Enum.GetValues<SaleKind>().Where(s => (part.Sales & LawScope.Bit((int)s)) != 0).Select(s => s.ToString().ToLowerInvariant()), " or ");
        var age = part.LongestAgeMonths is { } months ? FormattableString.Invariant($", at most {months} months old") : "";
        return $"Customer exception: sale {sales}{age}; own similar offers{With(part.Obligations)}";
    }

    public static string Of(ListPart part)
    {
        var terms = part.Terms;
        List<string> words = [$"List `{terms.Name}`"];
        words.AddRange(terms.CheckHoldsDays.Select(h => FormattableString.Invariant($"a check holds {h.Value} days{(h.Key == Channel.None ? "" : $" for {Of(h.Key)}")}")));
        words.Add(terms.Passes switch
        {
            ListPassing.Never => "no consent passes",
            ListPassing.LaterConsent => "a later consent passes",
            _ => "a consent passes in any order",
        });
        Add(terms.GraceDays > 0, $"{terms.GraceDays} days of grace after enrolment");
        Add(terms.RenewalCounts, $"a renewal counts as an enrolment");
        Add(terms.DirectoryOnly != 0, $"{Joined(Enum.GetValues<Channel>().Where(c => (terms.DirectoryOnly & LawScope.Bit(c)) != 0).Select(Of))}: only addresses of a public directory");
        Add(terms.BlocksTransfers, $"blocks transfers");
        Add(terms.ContractEndedDays is not null, $"consents given within a contract, in force or ended at most {terms.ContractEndedDays} days ago, pass");
        return string.Join("; ", words);

        void Add(bool isSo, FormattableString text)
        {
            if (isSo)
            {
                words.Add(FormattableString.Invariant(text));
            }
        }
    }

    public static string Of(ExtensionPart part)
    {
        var what = part.Kind == LawPartKind.ConsentExtends
            ? $"A consent to {(part.NeedsAll ? "every purpose" : "one purpose")} of `{part.FromGroup}`, under a notice that says so,"
            : $"An objection to `{part.FromGroup}`";
        return $"{what} reaches `{part.ToGroup}`";
    }

    public static string Of(DoubleOptInPart part) =>
        FormattableString.Invariant($"A yes by {Joined(part.Terms.Methods.Select(m => $"`{m}`"))} is confirmed{(part.Terms.Since > Timestamp.MinValue ? $", since {part.Terms.Since.ToString(null, null)[..10]}" : "")}; it waits {part.Terms.EndsAfter.TotalDays:0.##} days");

    public static string Of(ProofPart part)
    {
        var needs = Enum.GetValues<StatementProof>().Where(p => p != StatementProof.None && part.Needs.HasFlag(p)).Select(Of);
        return $"A yes{(part.Methods.IsEmpty ? "" : $" by {Joined(part.Methods.Select(m => $"`{m}`"))}")} needs {Joined(needs)}";
    }

    public static string Of(ProofKeptPart part) => FormattableString.Invariant($"Proof is kept {part.Months} months from ") + part.CountedFrom switch
    {
        ProofKeptFrom.Give => "the consent",
        ProofKeptFrom.Use => "the consent and from each use",
        _ => "its end",
    };

    public static string Of(AskingPart part)
    {
        List<string> words = [];
        Add(part.Terms.AfterNoMonths, "{0} months after a no");
        Add(part.Terms.AfterPutOffMonths, "{0} months after being put off");
        Add(part.Terms.RenewableMonths, "in the last {0} months of a consent");
        return $"Asked again at the earliest {Joined(words)}";

        void Add(int? months, string text)
        {
            if (months is { } number)
            {
                words.Add(text.Replace("{0}", FormattableString.Invariant($"{number}"), StringComparison.Ordinal));
            }
        }
    }

    public static string Of(Obligations obligations) => Joined(CodesOf(obligations).Select(c => $"`{c}`"));

    /// <summary>The written forms of obligations: <c>INCLUDE_OPT_OUT</c>.</summary>
    public static IEnumerable<string> CodesOf(Obligations obligations) =>
        Enum.GetValues<Obligations>().Where(o => BitOperations.IsPow2((int)o) && obligations.HasFlag(o)).Select(o => CodeName.Of(o.ToString()));

    public static string Of(Channel channel) => channel switch
    {
        Channel.Phone => "operator calls",
        Channel.Paper => "post",
        Channel.Sms => "SMS",
        Channel.Email => "e-mail",
        Channel.Push => "push",
        Channel.InstantMessage => "instant messages",
        Channel.AutomatedPhone => "automated calls",
        _ => "other means",
    };

    public static string Of(SubscriberKind kind) => kind switch
    {
        SubscriberKind.SoleTrader => "sole traders",
        SubscriberKind.LegalPerson => "legal persons",
        _ => "persons",
    };

    private static string Of(Operation operation) => operation switch
    {
        Operation.ToContact => "contact",
        Operation.Profiling => "profiling",
        Operation.TransferToThirdParty => "transfer",
        _ => operation.ToString(),
    };

    private static string Of(ContactRule rule) => rule switch
    {
        ContactRule.OptOut => "Opt-out",
        ContactRule.Presumed => "Presumed",
        ContactRule.Interest => "An assessed interest",
        ContactRule.Free => "Free until a no",
        _ => "Opt-in",
    };

    private static string Of(LawCondition condition, int? months) => condition switch
    {
        LawCondition.RelatedContract => "a contract is in force and the offer related to it",
        LawCondition.RecentCustomer => FormattableString.Invariant($"they bought similar products within {months} months"),
        LawCondition.ConcernsTheirTrade => "the offer concerns their trade",
        LawCondition.BusinessRelation => "there is a business relation",
        LawCondition.PublicDirectory => "the address is from a public directory",
        LawCondition.DirectoryListed => "the directory lists them without a mark",
        LawCondition.DirectoryMarked => "the directory lists them with a mark",
        LawCondition.DirectoryUnlisted => "the directory does not list them",
        _ => "it serves no direct marketing",
    };

    private static string Of(StatementProof proof) => proof switch
    {
        StatementProof.Reference => "a reference",
        StatementProof.TextDigest => "the digest of the text shown",
        StatementProof.Confirmed => "a confirmation",
        StatementProof.Contract => "the contract",
        StatementProof.Guardian => "a guardian",
        StatementProof.Controller => "the controller",
        _ => "details",
    };

    private static string With(Obligations obligations) => obligations == Obligations.None ? "" : $"; {Of(obligations)}";

    private static string Joined(IEnumerable<string> words, string by = ", ") => string.Join(by, words);
}
