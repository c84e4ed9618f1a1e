using System.Text;
using System.Text.Json.Nodes;
using Consent.Testing;
using static Consent.Auditing.Tests.KeptLog;

namespace Consent.Auditing.Tests;

/// <summary>A dossier holds as it was made, and whatever was done to it is named.</summary>
public class DossierTests
{
    [Fact]
    public void A_dossier_holds_as_a_page_and_as_JSON()
    {
        var dossier = Story().Dossier();
        var page = Dossier.Parse(Encoding.UTF8.GetBytes(dossier.ToHtml()));
        var bare = Dossier.Parse(dossier.ToJson().AsSpan());

        Assert.Equal(new(DossierFlaw.None), dossier.Verify(Signer.VerifierKey));
        Assert.Equal(new(DossierFlaw.None), page.Verify(Signer.VerifierKey));
        Assert.Equal(new(DossierFlaw.None), bare.Verify(Signer.VerifierKey));
        Assert.True(page.IsPage && !bare.IsPage);
        Assert.Equal(dossier.ToHtml(), page.ToHtml());
        Assert.Equal(dossier.ToJson(), bare.ToJson());
    }

    [Fact]
    public void What_is_read_is_what_was_written()
    {
        var read = Dossier.Parse(Story().Dossier().ToHtml());

        Assert.Equal((Ada, new(Guid.Empty, 3), TimeGen.Minute(90)), (read.Contact, read.Revision, read.MadeAt));
        Assert.Equal([1, 3, 4, 5], read.Entries.Select(e => e.Index));
        Assert.Equal("https://shop.example/form", read.Entries[0].Shown.Open().Evidence!.Reason);
        Assert.Equal((Shown2026.Version, Shown2026.Text, 0L), (read.Notices[0].Version, read.Notices[0].Text, read.Notices[0].Published!.Index));
        Assert.Equal(Decision().Steps.Select(s => s.Condition), read.Decisions[0].Steps.Select(s => s.Condition));
        Assert.Equal("contact the person for marketing.automatic.email; age 40", read.Decisions[0].Request);
        Assert.Equal(("Deny", "OBJECTED", "GDPR 21(2)-(3)", "marketing"), (read.Decisions[0].Outcome, read.Decisions[0].Code, read.Decisions[0].Article, read.Decisions[0].Node));
    }

    [Fact]
    public void Each_entry_is_a_receipt_of_its_own()
    {
        var dossier = Story().Dossier();

        Assert.All(dossier.Entries, e => Assert.Equal(ReceiptVerdict.Verified, Receipt.Parse(dossier.ReceiptOf(e).ToFile()).Verify(Signer.VerifierKey)));
    }

    [Fact]
    public void A_contact_of_whom_nothing_was_recorded_has_a_dossier() =>
        Assert.True(Dossier.Parse(new Dossier(Ada, default, TimeGen.Minute(1), Story().CheckpointAt(6), []).ToHtml()).Verify(Signer.VerifierKey).IsSound);

    [Fact]
    public void A_checkpoint_that_nobody_known_signed_says_nothing()
    {
        var (log, stranger) = (Story(), NewSigner("stranger.example/log"));
        var forged = NewSigner(Origin);

        Assert.Equal(DossierFlaw.NoKnownSignature, log.Dossier().Verify().Flaw);
        Assert.Equal(DossierFlaw.NoKnownSignature, log.Dossier().Verify(forged.VerifierKey).Flaw);
        Assert.Equal(DossierFlaw.NotSignedByTheLog, With(log.Dossier(), log.CheckpointAt(6, stranger)).Verify(stranger.VerifierKey).Flaw);
        Assert.Equal(DossierFlaw.SignatureFailed, With(log.Dossier(), SignedCheckpoint.Of(log.CheckpointAt(6).Checkpoint, Signer.Sign("else\n"))).Verify(Signer.VerifierKey).Flaw);
    }

    [Fact]
    public void An_entry_that_is_not_in_the_log_is_named()
    {
        var (log, other) = (Story(), Story());
        var foreign = log.Dossier() is var dossier ? new Dossier(Ada, dossier.Revision, dossier.MadeAt, dossier.Checkpoint, [other.Shown(1), .. dossier.Entries[1..]]) : null!;

        Assert.Equal((DossierFlaw.NotIncluded, 1L, null), Flaw(foreign));
        Assert.Equal((DossierFlaw.NotIncluded, 1L, null), Flaw(Edited(log.Dossier(), d => d["entries"]![0]!["hashes"]![0] = d["entries"]![1]!["hashes"]![0]!.ToString())));
        Assert.Equal((DossierFlaw.NotIncluded, 2L, null), Flaw(Edited(log.Dossier(), d => d["entries"]![0]!["index"] = 2)));
    }

    [Fact]
    public void A_slot_that_was_altered_or_hidden_is_named()
    {
        var log = Story();

        Assert.Equal((DossierFlaw.SlotAltered, 3L, EntrySlot.Evidence), Flaw(Edited(log.Dossier(), d => Slots(d, 1)["evidence"]!["payload"] = Slots(d, 0)["evidence"]!["payload"]!.ToString())));
        Assert.Equal((DossierFlaw.SlotHidden, 3L, EntrySlot.Actor), Flaw(Edited(log.Dossier(), d => Slots(d, 1).AsObject().Remove("actor"))));
        Assert.Equal((DossierFlaw.SlotHidden, 4L, EntrySlot.Facts), Flaw(Edited(log.Dossier(), d => Slots(d, 2).AsObject().Remove("facts"))));
    }

    [Fact]
    public void A_slot_that_commits_to_rubbish_is_unreadable()
    {
        var (log, salts) = (Story(), Salts());
        Sha256Digest Of(EntrySlot slot, ReadOnlySpan<byte> payload) => SlotCommitment.Of(slot, salts.AsSpan((int)slot * 32, 32), payload);
        var leaf = new EntryLeaf(Of(EntrySlot.Facts, "{}"u8), Of(EntrySlot.Subject, []), Of(EntrySlot.Actor, []), Of(EntrySlot.Evidence, []));
        log.Add(SealedEntry.FromParts(6, leaf, salts, "{}"u8, [], [], []));
        var dossier = log.Dossier(1, 3, 4, 5, 6);

        Assert.Equal((DossierFlaw.Unreadable, 6L, EntrySlot.Facts), Flaw(dossier));
        Assert.Equal((DossierFlaw.Unreadable, 6L, EntrySlot.Facts), Flaw(Dossier.Parse(dossier.ToHtml())));
    }

    [Fact]
    public void Entries_out_of_order_or_there_twice_are_named()
    {
        Assert.Equal((DossierFlaw.OutOfOrder, 2L, null), Flaw(Story().Dossier(1, 3, 2, 4, 5)));
        Assert.Equal((DossierFlaw.OutOfOrder, 1L, null), Flaw(Story().Dossier(1, 1, 3, 5)));
    }

    [Fact]
    public void An_entry_left_out_leaves_a_gap()
    {
        Assert.Equal((DossierFlaw.RevisionGap, 3L, null), Flaw(Story().Dossier(3, 4, 5)));
        Assert.Equal((DossierFlaw.RevisionGap, 5L, null), Flaw(Story().Dossier(1, 5)));
        Assert.Equal((DossierFlaw.RevisionGap, 4L, null), Flaw(Story().Dossier(1, 4, 5)));
        Assert.Equal((DossierFlaw.RevisionDiffers, 4L, null), Flaw(Story().Dossier(1, 3, 4)));
        Assert.Equal((DossierFlaw.RevisionGap, 4L, null), Flaw(Edited(Story().Dossier(1, 4), d => d["revision"] = 1)));
        Assert.Equal((DossierFlaw.None, -1L, null), Flaw(Story().Dossier(1, 3, 5)));
    }

    [Fact]
    public void A_gap_is_excused_by_erasures_that_say_what_came_before_each_entry_that_is_missing_and_counted()
    {
        var log = Story();
        new KeptLog(Erased([new(3, 1)], new IndexRange(3, 3)), Erased([], new IndexRange(2, 2), new IndexRange(3, 3)), Erased([new(3, 2)], new IndexRange(3, 3)), Erased([new(3, 1)], new IndexRange(4, 4))).Entries.ForEach(e => log.Add(Renumbered(e, log.Entries.Count)));
        Dossier Excused(params int[] by) => new(Ada, new(Guid.Empty, 3), TimeGen.Minute(90), log.CheckpointAt(10), [log.Shown(1), log.Shown(5)]) { Erasures = [.. by.Select(i => log.Shown(i))] };

        Assert.Equal(DossierFlaw.RevisionGap, Excused().Verify(Signer.VerifierKey).Flaw);
        Assert.Equal(new(DossierFlaw.None) { Missing = 1 }, Dossier.Parse(Excused(6).ToHtml()).Verify(Signer.VerifierKey));
        Assert.All([7, 8, 9], by => Assert.Equal(new(DossierFlaw.RevisionGap, 5), Excused(by).Verify(Signer.VerifierKey)));
        Assert.Equal(DossierFlaw.OtherKind, Excused(4).Verify(Signer.VerifierKey).Flaw);
    }

    [Fact]
    public void Another_contacts_entry_is_named()
    {
        Assert.Equal((DossierFlaw.OtherContact, 2L, null), Flaw(Story().Dossier(1, 2, 3, 4, 5)));
        Assert.Equal((DossierFlaw.OtherContact, 0L, null), Flaw(Story().Dossier(0, 1, 3, 4, 5)));
        Assert.Equal((DossierFlaw.OtherContact, 1L, null), Flaw(Edited(Story().Dossier(), d => d["contact"] = "bea")));
    }

    [Fact]
    public void A_revision_or_incarnation_that_the_entries_do_not_lead_to_is_named()
    {
        Assert.Equal(DossierFlaw.RevisionDiffers, Flaw(Edited(Story().Dossier(), d => d["revision"] = 4)).Flaw);
        Assert.Equal(DossierFlaw.RevisionDiffers, Flaw(Edited(Story().Dossier(), d => d["incarnation"] = Guid.AllBitsSet.ToString("N"))).Flaw);
    }

    [Fact]
    public void A_time_that_fell_is_named()
    {
        var late = Changed(1);
        var log = new KeptLog(late with { Facts = late.Facts with { RecordedAt = TimeGen.Minute(61) } }, Changed(2));

        Assert.Equal((DossierFlaw.TimeFell, 1L, null), Flaw(new(Ada, new(Guid.Empty, 2), default, log.CheckpointAt(2), [log.Shown(0), log.Shown(1)])));
    }

    [Fact]
    public void A_notice_text_that_is_not_the_one_hashed_is_named()
    {
        var log = Story();
        Dossier With(params DossierNotice[] notices) => new(Ada, new(Guid.Empty, 3), default, log.CheckpointAt(6), log.Dossier().Entries) { Notices = [.. notices] };

        Assert.Equal((DossierFlaw.NoticeDiffers, 1L, null), Flaw(With(new DossierNotice("2026-1", "other"))));
        Assert.Equal((DossierFlaw.NoticeDiffers, 0L, null), Flaw(With(new DossierNotice("2026-1", "other", null, log.Shown(0)))));
        Assert.Equal((DossierFlaw.OtherKind, 0L, null), Flaw(With(new DossierNotice("2026-2", "other", null, log.Shown(0)))));
        Assert.Equal((DossierFlaw.OtherKind, 1L, null), Flaw(With(new DossierNotice("2026-1", Shown2026.Text, null, log.Shown(1)))));
        Assert.Equal((DossierFlaw.None, -1L, null), Flaw(With(new DossierNotice("2025-1", "never accepted, so nothing is known of its text"))));
    }

    [Fact]
    public void A_page_that_says_something_else_than_its_JSON_is_named()
    {
        var page = Story().Dossier().ToHtml();

        Assert.Equal(DossierFlaw.PageDiffers, Flaw(Dossier.Parse(page.Replace("consent given", "consent refused", StringComparison.Ordinal))).Flaw);
        Assert.Equal(DossierFlaw.PageDiffers, Flaw(Dossier.Parse(page.Replace("</body>", "<script>alert(1)</script></body>", StringComparison.Ordinal))).Flaw);
        Assert.Equal(DossierFlaw.PageDiffers, Flaw(Dossier.Parse(page + "\n")).Flaw);
        Assert.Equal(DossierFlaw.PageDiffers, Flaw(Dossier.Parse("\ufeff" + page)).Flaw);
        Assert.Equal(DossierFlaw.PageDiffers, Flaw(Dossier.Parse(page.ReplaceLineEndings("\r\n"))).Flaw);
        Assert.Equal(DossierFlaw.PageDiffers, Flaw(Dossier.Parse(page.Replace("\"outcome\":\"Deny\"", "\"outcome\":\"Permit\"", StringComparison.Ordinal))).Flaw);
    }

    [Fact]
    public void What_is_not_in_the_one_form_is_refused()
    {
        var dossier = Story().Dossier();
        var json = Encoding.UTF8.GetString(dossier.ToJson().AsSpan());
        var page = dossier.ToHtml();
        string[] refused =
        [
            "", "{", "{}", "<p>", " " + json, json + "\n", json.Replace("\"v\":1", "\"v\":2", StringComparison.Ordinal), json.Replace("\"v\":1", "\"v\":1,\"w\":1", StringComparison.Ordinal),
            json.Replace("\"contact\"", "\"contact\":\"x\",\"contact\"", StringComparison.Ordinal), json.Replace("\"v\":1", "\"v\": 1", StringComparison.Ordinal), page + page, "\ufeff" + json,
            page.Replace("&lt;", "<", StringComparison.Ordinal) + "\0", page.Replace("<pre id=\"consent-dossier\">", "<pre>", StringComparison.Ordinal), page.Replace("\"v\":1", "\"v\":1\ud800", StringComparison.Ordinal),
            Encoding.UTF8.GetString(Edited(dossier, _ => { }).ToJson().AsSpan()).Replace("\"entries\"", "\"decisions\":[],\"entries\"", StringComparison.Ordinal),
        ];

        Assert.All(refused, text => Assert.DoesNotContain("ada", Assert.Throws<FormatException>(() => Dossier.Parse(text)).Message, StringComparison.Ordinal));
        Assert.All(refused, text => Assert.False(Dossier.TryParse(text, out _)));
        Assert.Throws<FormatException>(() => Dossier.Parse([0xff, 0xfe]));
    }

    [Fact]
    public void A_proof_for_another_checkpoint_does_not_go_in()
    {
        var log = Story();

        Assert.Throws<ArgumentException>(() => new Dossier(Ada, default, default, log.CheckpointAt(5), [log.Shown(1)]));
        Assert.Throws<ArgumentException>(() => new Dossier(Ada, default, default, log.CheckpointAt(6), []) { Notices = [new("1", "a"), new("1", "b")] });
    }

    private static (DossierFlaw Flaw, long Index, EntrySlot? Slot) Flaw(Dossier dossier) =>
        dossier.Verify(Signer.VerifierKey) is var verdict ? (verdict.Flaw, verdict.Index, verdict.Slot) : default;

    private static Dossier With(Dossier dossier, SignedCheckpoint checkpoint) => new(dossier.Contact, dossier.Revision, dossier.MadeAt, checkpoint, dossier.Entries);

    private static JsonNode Slots(JsonNode dossier, int entry) => dossier["entries"]![entry]!["shown"]!["slots"]!;

    private static Dossier Edited(Dossier dossier, Action<JsonNode> edit)
    {
        var json = JsonNode.Parse(dossier.ToJson().AsSpan())!;
        edit(json);
        return Dossier.Parse(json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    private static AuditEntry Erased(ErasedOther[] others, params IndexRange[] ranges) => LogEvents.Erased([.. ranges], "GDPR 17(1)(b)", 1, Actor.PrivacyManager("m"), new(), TimeGen.Minute(70), others: [.. others]);

    private static SealedEntry Renumbered(SealedEntry entry, long index) => SealedEntry.FromParts(
        index, entry.Leaf, [.. Enum.GetValues<EntrySlot>().SelectMany(s => entry.Salt(s).ToArray())], entry.Payload(EntrySlot.Facts), entry.Payload(EntrySlot.Subject),
        entry.Payload(EntrySlot.Actor), entry.Payload(EntrySlot.Evidence));
}
