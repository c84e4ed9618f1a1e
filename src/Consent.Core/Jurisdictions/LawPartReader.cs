using System.Collections.Immutable;
using static Consent.JurisdictionJson;

namespace Consent;

/// <summary>Reads one part of a jurisdiction.</summary>
internal static class LawPartReader
{
    public static LawPart? Read(JsonFields it)
    {
        if (it.Name<LawPartKind>("part") is not { } kind)
        {
            if (!it.Says("part"))
            {
                it.Error("part", "it is missing.");
            }

            return null;
        }

        var heading = Heading(it);
        var part = Read(it, kind, heading);
        it.End();
        return part;
    }

    private static LawPart? Read(JsonFields it, LawPartKind kind, LawHeading heading) => kind switch
    {
        LawPartKind.Rule => new RulePart(
            heading, Wanted(it, "rule", it.Name<ContactRule>("rule")), it.Text("group"), [.. it.Names<LawCondition>("conditions").Distinct().Order()], it.Number("recentMonths"), Obliging(it)),
        LawPartKind.OptInOnly => new OptInOnlyPart(heading),
        LawPartKind.NationalLaw => new NationalLawPart(heading),
        LawPartKind.CustomerException => new CustomerExceptionPart(heading, Bits(it.Names<SaleKind>("sales"), s => (int)s), it.Number("longestAgeMonths"), Obliging(it)),
        LawPartKind.List => new ListPart(heading, Terms(it)),
        LawPartKind.ObjectionExtends => (Group(it, "fromGroup"), Group(it, "toGroup")) is ({ } from, { } to) ? new ExtensionPart(heading, isConsent: false, from, to, needsAll: false) : null,
        LawPartKind.ConsentExtends => (Group(it, "fromGroup"), Group(it, "toGroup"), it.Flag("needsAll")) is ({ } from, { } to, var needsAll)
            ? new ExtensionPart(heading, isConsent: true, from, to, needsAll ?? true) : null,
        LawPartKind.DoubleOptIn => DoubleOptInOf(it) is { } terms ? new DoubleOptInPart(heading, terms) : null,
        LawPartKind.Validity => new ValidityPart(heading, Positive(it, "months"), it.Flag("fromActivity") ?? false),
        LawPartKind.Proof => new ProofPart(heading, [.. it.Texts("methods")], it.Names<StatementProof>("needs").Aggregate(StatementProof.None, (all, one) => all | one)),
        LawPartKind.ProofKept => new ProofKeptPart(heading, Positive(it, "months"), Wanted(it, "countedFrom", it.Name<ProofKeptFrom>("countedFrom"))),
        LawPartKind.Asking => new AskingPart(heading, new(it.Number("afterNoMonths"), it.Number("afterPutOffMonths"), it.Number("renewableMonths"))),
        _ => new ObligationPart(heading, Obliging(it)),
    };

    private static LawHeading Heading(JsonFields it)
    {
        var scope = new LawScope
        {
            Channels = Bits(it.Names<Channel>("channels"), c => (int)c),
            Operations = Bits(it.Names<Operation>("operations"), o => (int)o),
            Kinds = it.Names<SubscriberKind>("kinds") is { Count: > 0 } kinds ? Bits(kinds, k => (int)k) : LawScope.AllKinds,
            Sectors = SectorsOf(it, "sectors"),
            NotSectors = SectorsOf(it, "notSectors"),
            From = it.Instant("from"),
            Until = it.Instant("until"),
        };
        var source = it.Text("source");
        var mark = it.Mark();
        if (mark is not null && source is null)
        {
            it.Error("mark", "a mark is of a source.");
        }

        var setting = it.Text("setting");
        var isOn = it.Flag("on");
        if (setting is null && isOn is not null)
        {
            it.Error("on", "only a setting is on or off.");
        }

        return new(scope, source is null ? Citation.None : new(source, mark ?? RuleMark.Unverified), setting, setting is not null && isOn == true);
    }

    private static ListTerms Terms(JsonFields it)
    {
        var days = ImmutableSortedDictionary.CreateBuilder<Channel, int>();
        foreach (var (name, value) in it.Numbers("checkHoldsDays"))
        {
            if (ChannelOf(name) is { } channel)
            {
                days[channel] = value;
            }
            else
            {
                it.Error($"checkHoldsDays.{name}", "no means of contact has this name.");
            }
        }

        return new()
        {
            Name = it.Text("name") ?? "",
            CheckHoldsDays = days.ToImmutable(),
            GraceDays = it.Number("graceDays") ?? 0,
            Passes = it.Name<ListPassing>("passes") ?? ListPassing.Never,
            RenewalCounts = it.Flag("renewalCounts") ?? false,
            DirectoryOnly = Bits(it.Names<Channel>("directoryOnly"), c => (int)c),
            BlocksTransfers = it.Flag("blocksTransfers") ?? false,
            ContractEndedDays = it.Number("contractEndedDays"),
        };
    }

    private static Channel? ChannelOf(string name) => string.Equals(name, "default", StringComparison.Ordinal) ? Channel.None : Find<Channel>(name) is Channel.None ? null : Find<Channel>(name);

    private static DoubleOptIn? DoubleOptInOf(JsonFields it)
    {
        var methods = it.Texts("methods");
        var since = it.Instant("since") ?? Timestamp.MinValue;
        var seconds = it.Long("endsAfterSeconds") ?? (long)DoubleOptIn.DefaultEndsAfter.TotalSeconds;
        if (seconds < 1)
        {
            it.Error("endsAfterSeconds", "a confirmation needs some time to come.");
            return null;
        }

        return new() { Methods = [.. methods], Since = since, EndsAfter = TimeSpan.FromSeconds(seconds) };
    }

    private static PurposePath? Group(JsonFields it, string name)
    {
        if (PurposePath.TryParse(it.Text(name), null, out var path))
        {
            return path;
        }

        it.Error(name, "a path such as marketing.automatic is wanted.");
        return null;
    }

    private static ImmutableArray<Sector> SectorsOf(JsonFields it, string name)
    {
        var sectors = new List<Sector>();
        foreach (var text in it.Texts(name))
        {
            try
            {
                sectors.Add(Sector.From(text));
            }
            catch (ArgumentException)
            {
                it.Error(name, $"{text} names no sector: small letters and digits.");
            }
        }

        return [.. sectors.Distinct().OrderBy(s => s.Name, StringComparer.Ordinal)];
    }

    private static Obligations Obliging(JsonFields it) => it.Names<Obligations>("obligations").Aggregate(Obligations.None, (all, one) => all | one);

    private static int Bits<T>(IReadOnlyList<T> values, Func<T, int> place) => values.Aggregate(0, (bits, v) => bits | (1 << place(v)));

    private static int Positive(JsonFields it, string name)
    {
        var number = it.Number(name);
        if (number is > 0)
        {
            return number.Value;
        }

        it.Error(name, "a whole number of at least 1 is wanted.");
        return 1;
    }

    private static T Wanted<T>(JsonFields it, string name, T? value)
        where T : struct
    {
        if (value is null && !it.Says(name))
        {
            it.Error(name, "it is missing.");
        }

        return value ?? default;
    }
}
