using System.Collections.Immutable;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests;

/// <summary>A question under one or more laws, about a history.</summary>
internal sealed record LawQuestion(History History, ProcessingRequest Request, ImmutableArray<Jurisdiction> Laws, ImmutableArray<Sector> Sectors, NoticeCatalog Notices)
{
    private static readonly string[] s_lists = ["A", "B", "C", "D", "E", "F", "RPO", "TPS", "CTPS", "Bloctel", "Robinson"];

    /// <summary>Under presets and made ones, one of them or two; at times of the history, and around the dates that the presets have.</summary>
    public static Gen<LawQuestion> Any() => Gen.Frequency((10, Anything()), (2, OfAnExtension()), (4, OfACustomer()), (2, OfAnAsking()));

    /// <summary>A letter to somebody who consented to e-mail under a notice that may say more, or objected to all that is automatic, and perhaps said something since.</summary>
    private static Gen<LawQuestion> OfAnExtension() =>
        from question in Anything()
        from law in Gen.Frequency((1, Gen.Constant(question.Laws[0])), (2, Gen.Constant(Jurisdiction.Italy.TurnOn("extension-from-one"))))
        from size in Gen.Choose(0, 3)
        let contact = question.History.Contacts[0]
        from said in Gen.Elements(
            Statement.Permissive(Purposes.Marketing.Automatic.Email, ConsentFlag.Status, TimeGen.Minute(15), Given.Form, "v1"), Statement.Protective(Purposes.Marketing.Automatic.Group, ConsentFlag.Objection))
        let gave = new History(ContactlabTaxonomy.Instance, [contact], []).And(contact, said, TimeGen.Minute(15))
        from later in HistoryGen.OfOne(size)
        select question with
        {
            History = gave.With(gave.Entries.Concat(later.Entries.Where(e => e.Subject?.Contact == contact))),
            Request = ProcessingRequest.ToContact(contact, Purposes.Marketing.Traditional.Paper).With(question.Request.Facts with { AddressSource = AddressSource.Person }).At(question.At),
            Laws = [law, .. question.Laws.Skip(1).Where(l => l.Name != law.Name)],
        };

    /// <summary>To a customer who said little, of whom all is stated that may open something; what else is stated, and of which kind and sector they are, as it comes.</summary>
    private static Gen<LawQuestion> OfACustomer() =>
        from question in Anything()
        from kind in Gen.Elements(Enum.GetValues<SaleKind>())
        from purpose in Gen.Elements(Purposes.Marketing.Automatic.Email, Purposes.Marketing.Automatic.Sms, Purposes.Marketing.Traditional.Phone, Purposes.Marketing.Traditional.Paper)
        from history in HistoryGen.OfOne(2)
        let contact = history.Contacts[0]
        select question with
        {
            History = new(ContactlabTaxonomy.Instance, [contact], history.Entries),
            Request = ProcessingRequest.ToContact(contact, purpose).At(question.At).With(question.Request.Facts with
            {
                Sale = new() { Reference = "order 7", At = TimeGen.Minute(1), Kind = kind, AddressGiven = true, Informed = true, OwnProducts = true, SimilarProducts = true },
                Lists = [.. s_lists.Select(l => new ListFacts(l, question.At.Plus(TimeSpan.FromDays(-1)), question.Request.Facts.Lists.FirstOrDefault(f => f.List == l)?.EnrolledAt))],
                Interest = new("LIA-7", TimeGen.Minute(0)),
                HasDied = false,
            }),
        };

    /// <summary>May somebody be asked who gave, refused or put off an answer; around the ends of the terms that the law has, to the microsecond.</summary>
    private static Gen<LawQuestion> OfAnAsking() =>
        from question in Anything()
        from terms in Gen.Elements<int?>(null, 1, 2, 3).ListOf(4)
        from said in Gen.Elements(
            Statement.Permissive(Purposes.Marketing.Automatic.Email, ConsentFlag.Status, TimeGen.Minute(15), Given.Form, "v1"), Statement.Protective(Purposes.Marketing.Automatic.Group, ConsentFlag.Status))
        from later in HistoryGen.OfOne(2)
        from asked in Gen.Elements<PurposePath?>(null, Purposes.Marketing.Automatic.Email, Purposes.Marketing.Group)
        from since in Gen.Elements(10, 15)
        from months in Gen.Choose(-2, 3)
        from before in Gen.Choose(0, 1)
        let contact = question.History.Contacts[0]
        let history = new History(ContactlabTaxonomy.Instance, [contact], []).And(contact, said, TimeGen.Minute(15))
        let end = TimeGen.Minute(since).PlusMonths(terms[3] ?? 0)
        select question with
        {
            History = history.With(later.Entries.Where(e => e.Subject?.Contact == contact).Concat(history.Entries).Select((e, i) => asked is null || i > 0 ? e : PutOff(e, asked))),
            Request = ProcessingRequest.ToAsk(contact, Purposes.Marketing.Automatic.Email).With(question.Request.Facts)
                .At(((Timestamp)end.ToDateTimeOffset().AddMonths(months)).Plus(TimeSpan.FromMicroseconds(-before))),
            Laws = [question.Laws[0].With(law => _ = terms[3] is { } valid ? law.Asking(terms[0], terms[1] ?? 2, terms[2]).Validity(valid) : law.Asking(terms[0], terms[1], terms[2] ?? 1)), .. question.Laws.Skip(1)],
        };

    private static AuditEntry PutOff(AuditEntry entry, PurposePath asked) => entry with
    {
        Facts = entry.Facts with { Asked = [new(asked, TimeGen.Minute(10))] },
        Evidence = entry.Evidence! with { Asked = [Given.Form] },
    };

    private static Gen<LawQuestion> Anything() =>
        from history in Gen.Frequency((3, HistoryGen.Any()), (1, HistoryGen.Any(2)))
        from request in RequestGen.Any(history.Contacts[0], history.Taxonomy)
        from first in JurisdictionGen.Any()
        from second in JurisdictionGen.Preset()
        from isAlone in Gen.Elements(true, true, false)
        from sectors in JurisdictionGen.Sectors()
        from notices in RequestGen.Notices()
        from dated in Gen.Elements(false, false, false, true)
        from date in Gen.Elements(Jurisdiction.Presets.SelectMany(Dates))
        from before in Gen.Choose(0, 1)
        select new LawQuestion(
            history, dated ? request.At(date.Plus(TimeSpan.FromMicroseconds(-before))) : request, isAlone || second.Name == first.Name ? [first] : [first, second], [.. sectors], notices);

    public ConsentRules Rules => new(History.Taxonomy, Laws[0], Notices, otherJurisdictions: Laws.Skip(1), sectors: Sectors);

    /// <summary>Decides under all of the laws.</summary>
    public ConsentDecision Decide() => Decide(History.Fold());

    public ConsentDecision Decide(PersonConsents person, bool isRestorePending = false) =>
        person.Decide(Laws.Length == 1 ? Request : Request.Under([.. Laws.Select(l => l.Code)]), Rules, At, isRestorePending);

    /// <summary>The instant asked about.</summary>
    public Timestamp At => Request.AsOf!.Value;

    /// <summary>The host's sectors; of one that states none, another than any that a law names.</summary>
    public ImmutableArray<Sector> Stated => Sectors.IsEmpty ? [Sector.Other] : Sectors;

    /// <summary>Whether a part is about this request in each sector of the host, and whatever the kind of subscriber is.</summary>
    public bool IsSurelyAbout(WrittenPart part)
    {
        if (Request.Purpose is null || History.Taxonomy.Find(Request.Purpose) is not { } asked)
        {
            return false;
        }

        var node = asked.SoftSpamFor is { } channel ? History.Taxonomy.Find(channel)! : asked;
        return part.IsAbout(node) && part.IsAbout(Request.Facts.Subscriber) && Stated.Concat(Request.Facts.Sector is { } sector ? [sector] : []).All(part.IsAbout);
    }

    /// <summary>The dates at which a law changes.</summary>
    public static IEnumerable<Timestamp> Dates(Jurisdiction law) => law.Parts.SelectMany(p => new[] { p.From, p.Until }).OfType<Timestamp>().Distinct();

    public override string ToString() =>
        $"{Request} as of {Request.AsOf} under {string.Join(", ", Laws.Select(Flat))} sectors {string.Join(",", Sectors)} facts {Flat(Request.Facts)}\n{History}";

    private static string Flat(Jurisdiction law) => string.Join(' ', law.ToJson().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Flat(RequestFacts f) =>
        $"lists [{string.Join("; ", f.Lists.Select(l => $"{l.List} checked {l.CheckedAt} enrolled {l.EnrolledAt} renewed {l.RenewedAt}"))}] contract {f.Contract} interest {f.Interest} address {f.AddressSource} {f.Directory} {f.Subscriber} {f.Sector} "
        + $"trade {f.ConcernsTheirTrade} relation {f.HasBusinessRelation} age {f.Age} born {f.BornOn} died {f.HasDied} active {f.LastActivityAt} sale {f.Sale?.At} {f.Sale?.Kind}";
}
