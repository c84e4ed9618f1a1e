using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Testing;

/// <summary>Generates jurisdictions: presets with settings either way, and whole ones made of parts of every kind that meet on few means of contact, few dates and few groups.</summary>
public static class JurisdictionGen
{
    private static readonly Channel[] s_channels = [Channel.Email, Channel.Sms, Channel.Phone, Channel.Paper];
    private static readonly string[] s_lists = ["A", "B", "C", "D", "E", "F"];
    private static readonly Sector[] s_sectors = [Sector.Other, Sector.Electricity, Sector.Charity];

    /// <summary>A jurisdiction.</summary>
    public static Gen<Jurisdiction> Any() => Gen.Frequency((3, Preset()), (3, Made()));

    /// <summary>A preset, with settings and switches either way.</summary>
    public static Gen<Jurisdiction> Preset() =>
        from preset in Gen.Elements(Jurisdiction.Presets.AsEnumerable())
        from turned in Gen.ArrayOf(Gen.Elements(true, false), preset.Parts.Length)
        from switches in Gen.Choose(0, 255)
        select Switched(Turned(preset, turned), switches);

    /// <summary>A jurisdiction that no country has.</summary>
    public static Gen<Jurisdiction> Made() =>
        from parts in Gen.ArrayOf(Part(), 6)
        from age in Gen.Elements<int?>(null, 13, 14, 16)
        from switches in Gen.Choose(0, 255)
        select Switched(Enumerable.Range(0, parts.Length).Aggregate(Jurisdiction.Define("Nowhere", "NW").Minors(age), (law, i) => parts[i](law, i)).Build(), switches);

    /// <summary>The sectors of a host; none: not stated.</summary>
    public static Gen<ImmutableArray<Sector>> Sectors() => Gen.Elements<ImmutableArray<Sector>>([], [Sector.Other], [Sector.Other], [Sector.Electricity], [Sector.Charity], [Sector.Charity, Sector.Other]);

    private static Gen<Func<JurisdictionBuilder, int, JurisdictionBuilder>> Part() =>
        from kind in Gen.Choose(0, 13)
        from channels in Gen.SubListOf(s_channels)
        from kinds in Gen.Frequency((3, Gen.Constant<SubscriberKind[]>([])), (1, Gen.SubListOf(Enum.GetValues<SubscriberKind>()).Select(k => k.ToArray())))
        from sectors in Gen.Frequency((4, Gen.Constant<Sector[]>([])), (1, Gen.SubListOf(s_sectors).Select(s => s.ToArray())))
        from notSectors in Gen.Frequency((6, Gen.Constant<Sector[]>([])), (1, Gen.SubListOf(s_sectors).Select(s => s.ToArray())))
        from dates in Gen.Choose(0, 9)
        from at in Gen.Choose(20, 40)
        from n in Gen.Choose(0, 1023)
        select Add(kind, new([.. channels], kinds, sectors, notSectors, dates, TimeGen.Minute(at), n));

    private static Func<JurisdictionBuilder, int, JurisdictionBuilder> Add(int kind, Bounds about) => kind switch
    {
        0 or 1 or 2 => (law, place) => law.Rule(RuleOf(about), r => about.Set(r.When(ConditionsOf(about.Number)).Obliges(about.Number % 3 == 0 && RuleOf(about) != ContactRule.OptIn ? Obligations.NameSender : Obligations.None), groups: true)),
        3 => (law, place) => law.CustomerException(e =>
        {
            about.Set(LongestAge(e.Sale(SalesOf(about.Number)), about.Number));
            e.Operations();
        }),
        4 or 5 => (law, place) => law.List(s_lists[place], l => about.Set(about.Channels.Length == 0 || about.Channels.Contains(Channel.Paper) ? Terms(l, about.Number).CheckHolds(30, Channel.Paper) : Terms(l, about.Number))),
        6 => (law, place) => law.ObjectionExtends(Group(about.Number), Group(about.Number / 2), p => about.Set(p, isAboutChannels: false)),
        7 => (law, place) => law.ConsentExtends(Group(about.Number), Group(about.Number / 2), about.Number % 3 == 0, p => about.Set(p, isAboutChannels: false)),
        8 => (law, place) => law.Validity(1 + (about.Number % 3), p => about.Set(p), fromLastActivity: about.Number % 2 == 0),
        9 => (law, place) => law.Proof(about.Number % 2 == 0 ? StatementProof.Reference : StatementProof.TextDigest | StatementProof.Confirmed, about.Number % 3 == 0 ? [] : [Evidence.WebFormMethod], p => about.Set(p)),
        10 => (law, place) => law.Obliges(about.Number % 2 == 0 ? Obligations.CallingHours : Obligations.NameTransferee, p => about.Set(p)),
        11 => (law, place) => about.Number % 3 == 0 ? law.OptInOnly(p => about.Set(p)) : law.NationalLawDecides(p => about.Set(p)),
        12 => (law, place) => law.Asking(Months(about.Number) ?? 1, Months(about.Number / 4), Months(about.Number / 16), p => about.Set(p)),
        _ => (law, place) => law.DoubleOptIn(new() { Since = about.Number % 2 == 0 ? Timestamp.MinValue : about.At }),
    };

    /// <summary>Presumed is for those who are no persons.</summary>
    private static ContactRule RuleOf(Bounds about)
    {
        var rule = (ContactRule)(about.Number % 5);
        return rule == ContactRule.Presumed && (about.Kinds.Length == 0 || about.Kinds.Contains(SubscriberKind.Person)) ? ContactRule.Free : rule;
    }

    private static LawCondition[] ConditionsOf(int n) => n % 4 == 0 ? [] : [(LawCondition)(n % 9 == (int)LawCondition.RecentCustomer ? (int)LawCondition.PublicDirectory : n % 9)];

    private static SaleKind[] SalesOf(int n) => [.. Enum.GetValues<SaleKind>().Where(k => (n & (1 << (int)k)) != 0)];

    private static CustomerExceptionBuilder LongestAge(CustomerExceptionBuilder exception, int n) => n % 3 == 0 ? exception.LongestAge(1) : exception;

    private static DoNotContactListBuilder Terms(DoNotContactListBuilder list, int n)
    {
        list = n % 3 == 0 ? list.LaterConsentPasses() : n % 3 == 1 ? list.AnyConsentPasses() : list;
        list = n % 5 == 0 ? list.Grace(1) : list;
        list = n % 7 < 3 ? list.RenewalCounts() : list;
        list = n % 4 == 0 ? list.BlocksTransfers() : list;
        list = n % 6 == 0 ? list.DirectoryOnly(Channel.Paper) : list;
        list = n % 8 < 4 ? list.ContractPasses(30) : list;
        return n % 9 == 0 ? list : list.CheckHolds(15);
    }

    private static int? Months(int n) => (n % 4) switch { 0 => null, var months => months };

    private static PurposePath Group(int n) => (n % 4) switch
    {
        0 => Purposes.Marketing.Automatic.Group,
        1 => Purposes.Marketing.Traditional.Group,
        2 => Purposes.Marketing.Automatic.Group,
        _ => PurposePath.Parse("softSpam"),
    };

    private static Jurisdiction Turned(Jurisdiction preset, bool[] turned)
    {
        var law = preset;
        for (var i = 0; i < preset.Parts.Length; i++)
        {
            if (preset.Parts[i].Setting is { } setting)
            {
                law = turned[i] ? law.TurnOn(setting) : law.TurnOff(setting);
            }
        }

        return law;
    }

    private static Jurisdiction Switched(Jurisdiction law, int switches) => law.With(it => it
        .ReviewLegacyConsent(switches % 5 == 0).ObjectionOutdatesConsent(switches % 3 != 0).RefusalBlocksCustomerException(switches % 4 != 0));

    private sealed record Bounds(Channel[] Channels, SubscriberKind[] Kinds, Sector[] Sectors, Sector[] NotSectors, int Dates, Timestamp At, int Number)
    {
        public void Set<T>(T part, bool isAboutChannels = true, bool groups = false)
            where T : LawPartBuilder<T>
        {
            part = isAboutChannels ? part.Channels(Channels) : part;
            part = Number % 6 == 0 && isAboutChannels ? part.Operations(Operation.ToContact, Operation.Profiling, Operation.TransferToThirdParty) : part;
            part = part.Kinds(Kinds).Sectors(Sectors).NotSectors([.. NotSectors.Except(Sectors)]);
            part = Dates == 1 ? part.From(At) : Dates == 2 ? part.Until(At) : Dates == 3 ? part.From(At).Until(At.Plus(TimeSpan.FromMinutes(5))) : part;
            if (groups && part is ContactRuleBuilder rule && Number % 4 != 1)
            {
                rule.Group($"g{Number % 2}");
            }
        }
    }
}
