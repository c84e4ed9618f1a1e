using FsCheck;
using FsCheck.Fluent;

namespace Consent.Testing;

/// <summary>Generates what people say: evidence, statements, acceptances, changes.</summary>
public static class ChangeGen
{
    /// <summary>A contact id; few, so that they meet, or nasty.</summary>
    public static Gen<ContactId> Contact() => Gen.Frequency(
        (3, Gen.Elements("a", "b", "c").Select(ContactId.From)),
        (1, TextGen.Stored(ContactId.MaxLength).Select(ContactId.From)));

    /// <summary>A change id.</summary>
    public static Gen<ChangeId> Change() => Gen.Frequency(
        (3, Gen.Choose(0, 99).Select(n => ChangeId.From($"c{n}"))),
        (1, TextGen.Stored(ChangeId.MaxLength).Select(ChangeId.From)));

    /// <summary>A fingerprint.</summary>
    public static Gen<Sha256Digest> Digest() => Gen.Choose(0, 3).Select(n => Sha256Digest.OfText($"text {n}"));

    /// <summary>Evidence of every kind: complete and not, attesting and not.</summary>
    public static Gen<Evidence> Evidence() => Gen.Frequency(
        (4, Gen.Constant(Consent.Evidence.WebForm("https://shop.example/form", Sha256Digest.OfText("text")))),
        (2, Gen.Constant(Consent.Evidence.SignedPaper("archive 7") with { IsConfirmed = true })),
        (1, Gen.Constant(Consent.Evidence.WebForm("https://shop.example/form").ConfirmedFrom(ContactPoint.Email("ada@shop.example")))),
        (2, Gen.Constant(new Evidence { ActedBy = ActingParty.Person, Method = "recorded call" })),
        (1, Gen.Constant(new Evidence { ActedBy = ActingParty.Guardian, Method = "signed paper", Reference = "archive 8" })),
        (2, Gen.Constant(Consent.Evidence.LiftedByController("claim settled", "letter 12"))),
        (1, Gen.Constant(new Evidence { ActedBy = ActingParty.Controller, Method = "notified", Ground = "claim settled" })),
        (4, Gen.Constant(Consent.Evidence.Asserted("customers.jsonl:17"))),
        (2, Gen.Constant(Consent.Evidence.None)),
        (1, TextGen.Stored(200).Select(text => Consent.Evidence.RecordedCall(text).With("ip", "192.0.2.1").With("text", text))));

    /// <summary>An acceptance of one of few versions.</summary>
    public static Gen<NoticeAcceptance> Acceptance() =>
        from version in Gen.Elements("v1", "v2", "v3", "draft")
        from at in TimeGen.Near()
        select new NoticeAcceptance(version, at);

    /// <summary>A statement about a node of a taxonomy, dated near <see cref="TimeGen.Origin"/>, or now where that is allowed.</summary>
    public static Gen<Statement> Statement(PurposeTaxonomy taxonomy) =>
        from node in TaxonomyGen.Path(taxonomy)
        from flag in Gen.Frequency((2, Gen.Constant(ConsentFlag.Status)), (1, Gen.Constant(ConsentFlag.Restriction)), (1, Gen.Constant(ConsentFlag.Objection)))
        from isProtective in Gen.Frequency((2, Gen.Constant(true)), (3, Gen.Constant(false)))
        from at in TimeGen.Near()
        from isNow in Gen.Frequency((1, Gen.Constant(true)), (3, Gen.Constant(false)))
        from evidence in Evidence()
        from notice in Gen.Frequency((3, Gen.Constant<string?>(null)), (1, Gen.Elements<string?>("v1", "v2", "v3")))
        select isProtective
            ? Consent.Statement.Protective(node, flag, isNow ? null : at, evidence)
            : Consent.Statement.Permissive(node, flag, at, evidence, flag == ConsentFlag.Status ? notice : null);

    /// <summary>A change of one contact, from any source, without an expected revision.</summary>
    public static Gen<ConsentChange> Change(ContactId contact, PurposeTaxonomy taxonomy) =>
        from id in Gen.Choose(0, 60)
        from source in Gen.Elements(Enum.GetValues<ChangeSource>())
        from statements in Statement(taxonomy).ListOf().Resize(4)
        from acceptance in Gen.Frequency((2, Gen.Constant<NoticeAcceptance?>(null)), (1, Acceptance().Select(a => (NoticeAcceptance?)a)))
        select statements.Aggregate(
            (acceptance is null ? ConsentChange.For(contact) : ConsentChange.For(contact).AcceptNotice(acceptance))
                .WithId(ChangeId.From($"c{id}")).From(source).Because("as asked"),
            (change, statement) => change.Say(statement));
}
