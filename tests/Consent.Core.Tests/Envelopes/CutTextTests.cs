using System.Globalization;
using Consent.Auditing;
using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests.Envelopes;

/// <summary>Texts come from browsers and operators: whatever they are, the no beside them is recorded, and what was cut is told.</summary>
public class CutTextTests
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;

    private static readonly Dictionary<string, string> s_texts = new()
    {
        ["long"] = "https://shop.example/u?t=" + new string('x', 2000),
        ["just too long"] = new string('x', 1025),
        ["a pair across the end"] = new string('x', 1023) + "😀😀",
        ["empty"] = "",
        ["blank"] = " \t\n",
        ["blank as far as it is kept"] = new string(' ', 5000) + "x",
        ["zero"] = "\0",
        ["zero inside"] = "a\0b",
        ["lone high"] = "a\ud800",
        ["lone low"] = "\udc00b",
        ["the wrong way round"] = "\udc00\ud800",
    };

    private static readonly Dictionary<string, Func<ConsentChange, string, ConsentChange>> s_places = new()
    {
        ["method"] = (change, text) => change.Withdraw(s_email, null, new Evidence { Method = text }),
        ["reference"] = (change, text) => change.Object(s_email, null, Evidence.WebForm(text)),
        ["source"] = (change, text) => change.Restrict(s_email, null, Evidence.Asserted(text)),
        ["ground"] = (change, text) => change.Withdraw(s_email, null, Evidence.LiftedByController(text, "letter 1")),
        ["detail"] = (change, text) => change.Withdraw(s_email, null, Evidence.None.With("userAgent", text)),
        ["detail name"] = (change, text) => change.Withdraw(s_email, null, Evidence.None.With(text, "it")),
        ["reason"] = (change, text) => change.Because(text).Withdraw(s_email),
        ["notice version"] = (change, text) => change.AcceptNotice(text, Minute(1)).Withdraw(s_email),
        ["notice of a give beside"] = (change, text) => change.Give(Purposes.Profiling.Classic, Minute(1), Form, text).Withdraw(s_email),
    };

    public static TheoryData<string, string> Matrix => [.. s_texts.Keys.SelectMany(text => s_places.Keys.Select(place => (text, place)))];

    [Theory]
    [MemberData(nameof(Matrix))]
    public void No_text_anywhere_stops_a_no(string text, string place)
    {
        var change = s_places[place](Change(), s_texts[text]);
        var given = new Given().At(2, change);

        Assert.Equal(ChangeOutcome.Recorded, given.Last.Outcome);
        Assert.Equal(StatementResult.InForce, given.Last.Statements[^1].Result);
        Assert.True(given.Last.Has(ChangeCode.TextCut));
        Assert.Equal(DecisionOutcome.Deny, new Given().At(2, change.Object(s_email)).MayContact(s_email).Outcome);
        IsKept(Assert.Single(given.Entries));
    }

    [Fact]
    public void What_is_kept_as_it_came_is_not_told()
    {
        var given = new Given().At(2, Change().Because("asked").AcceptNotice("v1", Minute(1), "it").Withdraw(s_email, null, Evidence.WebForm(new string('x', 1024)).With("ip", "192.0.2.1")));
        Assert.False(given.Last.Has(ChangeCode.TextCut));
        Assert.Empty(given.Entries[0].Evidence!.Statements[0].Evidence.CutTexts);
    }

    [Fact]
    public void The_digest_of_the_whole_is_kept_with_what_is_left_of_it()
    {
        var link = s_texts["long"];
        var given = new Given().At(2, Change().Because(link).Withdraw(s_email, null, Evidence.WebForm(link).With("userAgent", " ")));
        var evidence = given.Entries[0].Evidence!;

        Assert.Equal(link[..1024], evidence.Statements[0].Evidence.Reference);
        Assert.Equal(Sha256Digest.OfText(link), evidence.Statements[0].Evidence.CutTexts["reference"]);
        Assert.Equal((link[..1024], Sha256Digest.OfText(link)), (evidence.Reason, evidence.ReasonSha256));
        Assert.Empty(evidence.Statements[0].Evidence.Details);
        Assert.Contains("details", evidence.Statements[0].Evidence.CutTexts.Keys);
    }

    [Fact]
    public void Two_texts_that_are_kept_alike_are_two_contents()
    {
        var (one, other) = (Change().Withdraw(s_email, null, Evidence.WebForm(new string('x', 1024) + "1")), Change().Withdraw(s_email, null, Evidence.WebForm(new string('x', 1024) + "2")));
        Assert.Equal(one.Statements[0].Evidence.Reference, other.Statements[0].Evidence.Reference);
        Assert.NotEqual(one.ContentDigest(), other.ContentDigest());
    }

    [Fact]
    public void Of_seventeen_details_sixteen_are_kept_whatever_their_order()
    {
        var numbers = Enumerable.Range(10, 17).Select(n => n.ToString(CultureInfo.InvariantCulture)).ToList();
        var up = numbers.Aggregate(Evidence.None, (e, n) => e.With(n, n));
        var down = numbers.AsEnumerable().Reverse().Aggregate(Evidence.None, (e, n) => e.With(n, n));
        Assert.Equal(numbers[..16], up.Details.Keys);
        Assert.Equal(up.Details, down.Details);
        Assert.True(new Given().At(2, Change().Withdraw(s_email, null, down)).Last.Has(ChangeCode.TextCut));
    }

    [Fact]
    public void A_detail_that_is_not_there_adds_nothing() => Assert.Equal(Evidence.None, Evidence.None.With("userAgent", null));

    [Fact]
    public void A_text_said_anew_is_no_longer_cut()
    {
        var cut = Evidence.WebForm(s_texts["long"]);
        Assert.Empty((cut with { Reference = "https://shop.example" }).CutTexts);
        Assert.Single((cut with { Method = "form" }).CutTexts);
    }

    [Fact]
    public void A_blank_method_attests_nothing_and_a_blank_reason_is_none()
    {
        var given = new Given().At(2, Change().Give(s_email, Minute(2), new Evidence { ActedBy = ActingParty.Person, Method = " ", Reference = "form" }));
        Assert.True(given.Last.Has(ChangeCode.EvidenceRequired));
        given.At(3, Change().Because(" ").Give(s_email, Minute(3), Form), actor: Actor.Operator("op-1"));
        Assert.True(given.Last.Has(ChangeCode.ReasonRequired));
    }

    [Fact]
    public void A_blank_notice_version_is_no_notice()
    {
        var given = new Given().At(2, Change().AcceptNotice(" ", Minute(1)).Give(s_email, Minute(2), Form, ""));
        Assert.Empty(given.Contact.Acceptances);
        Assert.Contains(DecisionCode.NoticeMissing, given.MayContact(s_email).Failed);
    }

    [Fact]
    public void Evidence_past_one_mebibyte_is_left_out_and_its_digest_kept()
    {
        // Three bytes a letter, 17 texts each: twenty of them fit.
        var text = new string('語', 1024);
        var many = Enumerable.Range(10, 60).Select(n => Enumerable.Range(0, 15).Aggregate(
            Evidence.WebForm(text + n), (e, i) => e.With($"d{i}", text)));
        var given = new Given().At(2, Change().Say(many.Select(e => Statement.Protective(s_email, ConsentFlag.Objection, null, e))));
        var kept = given.Entries.SelectMany(e => e.Evidence!.Statements).Select(s => s.Evidence).ToList();

        Assert.Equal(60, kept.Count);
        Assert.True(kept.Sum(e => e.Details.Sum(d => 3 * d.Value.Length)) <= 1 << 20);
        Assert.Equal("web form", kept[^1].Method);
        Assert.Equal(["details", "reference"], kept[^1].CutTexts.Keys);
        Assert.True(given.Last.Statements[^1].Has(ChangeCode.TextCut));
        Assert.Equal(15, given.Last.Statements[^1].Statement.Evidence.Details.Count);
    }

    [Fact]
    public void The_reason_of_a_link_is_cut_too()
    {
        var link = new ContactLink(Ada, Bea, Minute(1), ChangeId.From("l")) { Reason = s_texts["long"] };
        Assert.Equal((1024, Sha256Digest.OfText(s_texts["long"])), (link.Reason!.Length, link.ReasonSha256));
        Assert.Null(new ContactLink(Ada, Bea, Minute(1), ChangeId.From("l")) { Reason = "\0 "[1..] }.Reason);
    }

    /// <summary>What is kept is kept by every store: it can be sealed, and read again as it is.</summary>
    private static void IsKept(AuditEntry entry)
    {
        var read = new EntrySealer().Seal(entry, new byte[EntrySealer.SaltsLength]).Open();
        Assert.Equal(entry, read);
    }
}
