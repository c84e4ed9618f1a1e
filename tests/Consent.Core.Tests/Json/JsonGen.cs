using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests.Json;

/// <summary>Generates what stands in JSON and in no other generator.</summary>
internal static class JsonGen
{
    public static Gen<ContactRevision> Revision() =>
        from life in Gen.Choose(0, 255).ArrayOf(16)
        from number in Gen.OneOf(Gen.Choose(0, 5000).Select(n => (long)n), Gen.Constant(long.MaxValue))
        from others in Gen.OneOf(Gen.Constant(0L), Gen.Choose(int.MinValue, int.MaxValue).Select(n => n * 4_000_000_000L))
        select new ContactRevision(new(life.Select(b => (byte)b).ToArray()), number) { Others = others };

    public static Gen<Occurrence> Occurrence() => Gen.OneOf(
        TimeGen.Any().Select(Consent.Occurrence.At),
        Gen.Choose(400, 3_600_000).Select(day => Consent.Occurrence.On(DateOnly.FromDayNumber(day))),
        Gen.Elements("2018-05-25+02:00/+02:00", "2018-03-25+01:00/+02:00", "2020-02-29-03:30/-03:30").Select(text => Consent.Occurrence.Parse(text)));

    /// <summary>A change with all that may stand in one, texts that were cut included.</summary>
    public static Gen<ConsentChange> Change() =>
        from contact in ChangeGen.Contact()
        from change in ChangeGen.Change(contact, TaxonomyGen.Extended)
        from id in Gen.OneOf(Gen.Constant(default(ChangeId)), ChangeGen.Change())
        from reason in Gen.OneOf(TextGen.Stored(200), TextGen.Refused(), Gen.Constant(new string('r', 2000)))
        from more in Statement().ListOf().Resize(3)
        from seen in Gen.OneOf(Gen.Constant<ContactRevision?>(null), Revision().Select(r => (ContactRevision?)r))
        from asked in (from at in TimeGen.Any() from evidence in ChangeGen.Evidence() select (at, evidence)).ListOf().Resize(2)
        from entry in EntryGen.Any()
        select WithMore(change.WithId(id).Because(reason).Say(more), seen, asked, entry.Evidence?.Document);

    public static Gen<Statement> Statement() =>
        from node in TaxonomyGen.Path(TaxonomyGen.Extended)
        from flag in Gen.Elements(Enum.GetValues<ConsentFlag>())
        from isProtective in Gen.Elements(true, false)
        from said in Occurrence()
        from isNow in Gen.Elements(true, false)
        from evidence in ChangeGen.Evidence()
        from text in Gen.OneOf(TextGen.Stored(100), TextGen.Refused(), Gen.Constant(new string('t', 1500)))
        from span in TimeGen.Any().Two()
        from notice in Gen.OneOf(Gen.Constant<string?>(null), Gen.Elements<string?>("v1", "sha256:" + new string('0', 64), new string('v', 300), "bad\0version"))
        from spanned in Gen.Choose(0, 3)
        let shown = evidence with { Reference = text, Contract = spanned == 1 ? text : null, AwaitsConfirmation = spanned == 2 }
        let isGive = flag == ConsentFlag.Status
        select isProtective
            ? Consent.Statement.Protective(node, flag, isNow ? null : said, shown.With("text", text), spanned > 1 ? span.Item1 : null)
            : Consent.Statement.Permissive(
                node, flag, said, shown, isGive ? notice : null, isGive && spanned > 0 ? Timestamp.Min(span.Item1, span.Item2) : null,
                isGive && spanned > 1 && span.Item1 != span.Item2 ? Timestamp.Max(span.Item1, span.Item2) : null);

    public static Gen<ChangeResult> Result() =>
        from story in Change()
        from first in Change()
        from port in Gen.Elements(ChangePort.OneContact, ChangePort.Bulk)
        let contact = ContactId.From("a")
        let before = ContactConsents.Empty(contact, TaxonomyGen.Extended).Apply(Named(first.Toward(contact), "c1"), new ConsentRules(TaxonomyGen.Extended), new(TimeGen.Minute(20), Actor.ApiClient("x"), port, new(7, 0, 0, new byte[8]))).After
        select before.Apply(Named(story.Toward(contact), "c2"), new ConsentRules(TaxonomyGen.Extended), new(TimeGen.Minute(25), Actor.ApiClient("y"), port, Guid.Empty)).Result;

    public static Gen<SubjectRequest> SubjectRequest() =>
        from number in Gen.Choose(1, int.MaxValue - 1)
        from kind in Gen.Elements(Enum.GetValues<SubjectRequestKind>().Where(k => k != SubjectRequestKind.Unknown))
        from at in TimeGen.Near()
        from days in Gen.Choose(0, 200)
        from refusal in Gen.Elements(Enum.GetValues<SubjectRequestRefusal>())
        from end in Gen.Choose(0, 4)
        let received = Consent.SubjectRequest.Received(SubjectRequestNumber.FromBits((UInt128)(uint)number), kind, at, TimeZoneInfo.Utc)
        let later = Timestamp.From(at.ToDateTimeOffset().AddDays(days))
        let extended = days % 2 == 0 ? received.Extend(later, at, TimeZoneInfo.Utc).Request! : received
        select end switch
        {
            0 => extended,
            1 => extended.Answer(later).Request!,
            2 => extended.Answer(later, byErasure: true).Request!,
            3 => extended.Refuse(refusal, later).Request!,
            _ => Consent.SubjectRequest.Received(received.Number, kind, at, null),
        };

    public static Gen<ConsentDecision> Decision() => Trace().Select(t => t.Decision);

    public static Gen<DecisionTrace> Trace() =>
        from history in HistoryGen.Any(10)
        from request in RequestGen.Any(ContactId.From("a"), history.Taxonomy)
        from law in RequestGen.Law()
        from notices in RequestGen.Notices()
        select PersonConsents.Fold([.. history.Contacts], history.Taxonomy, history.Entries)
            .Explain(request, new ConsentRules(history.Taxonomy, law, notices, sectors: [Sector.Other]), TimeGen.Minute(30), false, null);

    private static ConsentChange Named(ConsentChange change, string id) => change.WithId(ChangeId.From(id));

    private static ConsentChange WithMore(ConsentChange change, ContactRevision? seen, IEnumerable<(Timestamp At, Evidence Evidence)> asked, SourceDocument? document)
    {
        change = seen is { } revision ? change.Expecting(revision) : change;
        change = document is null ? change : change.ReadFrom(document);
        return asked.Aggregate(change, (all, a) => all.Asked(Purposes.Marketing.Automatic.Email, a.At, a.Evidence));
    }
}
