using Consent.Testing;
using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests;

/// <summary>The table of change codes, executed.</summary>
public class ChangeTableTests
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly Evidence s_controller = new() { ActedBy = ActingParty.Controller, Method = "notified", Ground = "claim settled" };
    private static readonly Notice s_published = new Notice("v1", Minute(-1000)).WithText("it", "Vi scriviamo.");

    private static readonly Dictionary<ChangeCode, Func<ChangeResult>> s_situations = new()
    {
        [ChangeCode.EvidenceRequired] = () => new Given().At(1, Change().Give(s_email, Minute(1), Evidence.None)).Last,
        [ChangeCode.LiftNotNotified] = () => new Given().Restricted(1, s_email).At(2, Change().LiftRestriction(s_email, Minute(2), s_controller)).Last,
        [ChangeCode.PendingConfirmation] = () => new Given().At(1, Change().Give(s_email, Minute(1), Form with { AwaitsConfirmation = true })).Last,
        [ChangeCode.OccurredImplausible] = () => new Given().At(1, Change().Give(s_email, Timestamp.FromUnixMicroseconds(0), Form)).Last,
        [ChangeCode.OccurredInFuture] = () => new Given().At(1, Change().Give(s_email, Minute(7), Form)).Last,
        [ChangeCode.UnknownPurpose] = () => new Given().At(1, Change().Give(PurposePath.Parse("unheard.of"), Minute(1), Form)).Last,
        [ChangeCode.RetiredPurpose] = () => new Given(taxonomy: TaxonomyGen.Extended).At(1, Change().Give(PurposePath.Parse("marketing.traditional.fax"), Minute(1), Form)).Last,
        [ChangeCode.GiveOnGroup] = () => new Given().At(1, Change().Give(Purposes.Marketing.Group, Minute(1), Form)).Last,
        [ChangeCode.NotPermitted] = () => new Given().At(1, Change().Give(s_email, Minute(1), Form).Object(Purposes.SoftSpam.Email), actor: Actor.System("job")).Last,
        [ChangeCode.ReasonRequired] = () => new Given().At(1, Change().Give(s_email, Minute(1), Form), actor: Actor.Operator("op")).Last,
        [ChangeCode.Superseded] = () => new Given().Gave(5, s_email).At(6, Change().Give(s_email, Minute(3), Form)).Last,
        [ChangeCode.WouldWeaken] = () => new Given().Withdrew(1, s_email).Asserted(2, s_email).Last,
        [ChangeCode.NoWithoutEffect] = () => new Given().Gave(5, s_email).At(6, Change().Withdraw(s_email, Minute(3))).Last,
        [ChangeCode.StillObjected] = () => new Given().Objected(1, Purposes.Marketing.Group).Gave(2, s_email).Last,
        [ChangeCode.StillRestricted] = () => new Given().Restricted(1, Purposes.All).Gave(2, s_email).Last,
        [ChangeCode.StillCovered] = () => new Given().Withdrew(5, Purposes.Marketing.Group).At(6, Change().Give(s_email, Minute(4), Form)).Last,
        [ChangeCode.Unchanged] = () => new Given().At(1, Change().WithId(ChangeId.From("b")).Withdraw(s_email, Minute(1))).At(2, Change().WithId(ChangeId.From("a")).Withdraw(s_email, Minute(1))).Last,
        [ChangeCode.RepeatedChange] = () => Again(same: true),
        [ChangeCode.ChangeIdReused] = () => Again(same: false),
        [ChangeCode.RevisionConflict] = () => new Given().Gave(1, s_email).At(2, Change().Expecting(default).Give(Purposes.Profiling.Classic, Minute(2), Form).Object(s_email)).Last,
        [ChangeCode.ErasureInProgress] = () => new Given().Gave(1, s_email).Contact.Erasing()
            .Apply(Change().WithId(ChangeId.From("x")).Withdraw(s_email), new ConsentRules(), ApplyGen.At(Minute(9))).Result,
        [ChangeCode.ErasedBefore] = () => Closings.Of(Ada, Minute(5))
            .Apply(Change().WithId(ChangeId.From("x")).From(ChangeSource.Import).Give(s_email, Minute(9), Evidence.Asserted("f:1")), new ConsentRules(), ApplyGen.At(Minute(9), ChangePort.Bulk)).Result,
        [ChangeCode.NotConfirmed] = () => Closings.Of(Ada, Minute(5))
            .Apply(Change().WithId(ChangeId.From("x")).Give(s_email, Minute(9), Form with { AwaitsConfirmation = true }), new ConsentRules(), ApplyGen.At(Minute(9), ChangePort.OneContact, Actor.ForSelf(Ada))).Result,
        [ChangeCode.NoticeUnknown] = () => new Given().At(1, Change().Give(s_email, Minute(1), Form, "v7")).Last,
        [ChangeCode.NoticeTextUnknown] = () => new Given(null, null, s_published).At(1, Change().AcceptNotice("v1", Minute(1), textSha256: Sha256Digest.OfText("another"))).Last,
        [ChangeCode.TextCut] = () => new Given().At(1, Change().Because(new string('x', 1025)).Withdraw(s_email)).Last,
        [ChangeCode.InvalidItem] = () => new Given().At(1, Change().Give(s_email, Minute(1), Form).Object(s_email), ChangePort.Bulk).Last,
    };

    /// <summary>All but the one that is said of a publication.</summary>
    public static TheoryData<ChangeCode> Codes => new(Enum.GetValues<ChangeCode>().Where(c => c != ChangeCode.NoticeOtherContent));

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_is_reached_and_refuses_as_its_row_says(ChangeCode code)
    {
        var result = s_situations[code]();
        Assert.True(result.Has(code), result.ToString());
        var told = result.Statements.Where(s => s.Has(code)).ToList();
        Assert.All(told, s => Assert.Equal(ChangeTable.RuleOf(code).IsRefusal, s.Result == StatementResult.Refused));
    }

    [Fact]
    public void Every_code_has_its_row() => Assert.Equal(Enum.GetValues<ChangeCode>(), ChangeTable.Rules.Select(r => r.Code));

    [Fact]
    public void A_refused_yes_does_not_take_the_no_beside_it_along()
    {
        foreach (var code in new[] { ChangeCode.NotPermitted, ChangeCode.RevisionConflict })
        {
            var result = s_situations[code]();
            Assert.Equal(ChangeOutcome.Recorded, result.Outcome);
            Assert.Contains(result.Statements, s => s.Statement.IsProtective && s.Result == StatementResult.InForce);
            Assert.Contains(result.Statements, s => s.Has(code) && s.Result == StatementResult.Refused);
        }
    }

    [Fact]
    public void A_no_dated_in_the_future_counts_from_now_and_its_claim_is_kept()
    {
        var given = new Given().Gave(1, s_email).At(2, Change().Withdraw(s_email, Minute(500)));
        Assert.Equal(Minute(2), given.Last.Statements[0].OccurredAt);
        Assert.Equal(Minute(500), given.Entries[^1].Evidence!.Statements[0].Claimed!.Value.Earliest);
    }

    [Fact]
    public void A_yes_within_the_tolerance_is_lowered_to_our_clock() =>
        Assert.Equal(Minute(1), new Given().At(1, Change().Give(s_email, Minute(5), Form)).Last.Statements[0].OccurredAt);

    [Fact]
    public void A_no_on_an_unknown_path_takes_effect_once_the_taxonomy_has_it()
    {
        var path = PurposePath.Parse("marketing.automatic.whatsapp");
        var contact = new Given().Objected(1, path).Contact;
        Assert.Equal(FlagValue.Active, contact.Under(TaxonomyGen.Extended).Effective(path).Objection);
    }

    [Fact]
    public void An_objection_to_a_group_covers_a_channel_added_years_later() =>
        Assert.Equal(FlagValue.Active, new Given().Objected(1, Purposes.Marketing.Group).Contact.Under(TaxonomyGen.Extended).Effective(PurposePath.Parse("marketing.automatic.whatsapp")).Objection);

    [Fact]
    public void A_change_writes_one_entry_that_says_who_what_and_why()
    {
        var given = new Given().At(3, Change().From(ChangeSource.UserInterface).Because("asked on the phone").AcceptNotice("v1", Minute(2)).Give(s_email, Minute(2), Form), actor: Actor.Operator("op-7", "team lead"));
        var entry = Assert.Single(given.Entries);
        Assert.Equal(AuditEntryType.Changed, entry.Type);
        Assert.Equal((ChangeSource.UserInterface, Minute(3), ContactlabTaxonomy.Instance.Stamp, given.Rules.Version), (entry.Facts.Source, entry.RecordedAt, entry.Facts.TaxonomyVersion, entry.Facts.RulesVersion));
        Assert.Equal(new EntryStatement(s_email, ConsentFlag.Status, true, Minute(2), StatementWeight.Attested, StatementEffect.InForce), Assert.Single(entry.Facts.Statements));
        Assert.Equal(("v1", Minute(2)), (entry.Facts.Acceptance!.Version, entry.Facts.Acceptance.AcceptedAt));
        Assert.Equal((Ada, 1L), (entry.Subject!.Contact, entry.Subject.Revision!.Value.Number));
        Assert.Equal(("op-7", "team lead"), (entry.Actor!.Id, entry.Actor.Authority));
        Assert.Equal(("c001", "asked on the phone", Form), (entry.Evidence!.Change!.Value.Value, entry.Evidence.Reason, entry.Evidence.Statements[0].Evidence));
        Assert.Equal(Sha256Digest.OfText("c001"), entry.Facts.ChangeIdDigest);
    }

    private static ChangeResult Again(bool same)
    {
        var change = Change().WithId(ChangeId.From("x")).Withdraw(s_email, Minute(1));
        return new Given().At(1, change).At(2, same ? change : change.Give(s_email, Minute(1), Form)).Last;
    }
}
