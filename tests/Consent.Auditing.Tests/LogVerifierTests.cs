using System.Collections.Immutable;
using System.Security.Cryptography;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Auditing.Tests;

/// <summary>Whatever an insider does to a log, its verification names it (the attacks of docs/audit-log.md that need no keys).</summary>
public class LogVerifierTests
{
    private static readonly ContactId s_ada = ContactId.From("ada");

    [Fact]
    public void An_untouched_log_holds()
    {
        var log = Story();

        Assert.Equal(new(LogFlaw.None, -1, null, HeadOf(log), 2), Verify(log, HeadOf(log[..5]), HeadOf(log)));
    }

    [Fact]
    public void An_edited_slot_is_named()
    {
        var log = Story();
        var facts = log[3].Payload(EntrySlot.Facts).ToArray();
        facts[^2] ^= 1;
        var edited = log.SetItem(3, Rebuilt(log[3], log[3].Leaf, facts));

        Assert.Equal((LogFlaw.SlotAltered, 3, EntrySlot.Facts), Flaw(Verify(edited)));
    }

    [Fact]
    public void A_slot_that_was_made_longer_than_any_is_altered_also_in_a_receipt()
    {
        var log = Story();
        var longer = log.SetItem(3, Rebuilt(log[3], log[3].Leaf, new byte[SlotCommitment.MaxPayloadLength + 1]));

        Assert.Equal((LogFlaw.SlotAltered, 3, EntrySlot.Facts), Flaw(Verify(longer)));
        Assert.Equal(ReceiptVerdict.SlotAltered, ReceiptOf(longer, 3, KeptLog.Signer).Verify(KeptLog.Signer.VerifierKey));
    }

    [Fact]
    public void An_entry_sealed_anew_with_other_content_differs_from_the_checkpoint()
    {
        var log = Story();
        var forged = new EntrySealer().Seal(log[3].Open() with { Actor = new("somebody else", [ActorRole.Operator], null) }, Salts());

        Assert.Equal((LogFlaw.RootDiffers, 5, null), Flaw(Verify(log.SetItem(3, forged), HeadOf(log[..2]), HeadOf(log[..5]), HeadOf(log))));
        Assert.True(Verify(log.SetItem(3, forged), HeadOf(log[..2])).IsSound, "Before a checkpoint left the operator's hands, nothing shows it.");
    }

    [Fact]
    public void A_deleted_entry_is_missed_also_when_the_rest_moves_up()
    {
        var log = Story();

        Assert.Equal((LogFlaw.OutOfPlace, 3, null), Flaw(Verify(log.RemoveAt(3), HeadOf(log))));
        Assert.Equal(LogFlaw.RootDiffers, Verify(Renumbered(log.RemoveAt(6)), HeadOf(log[..7])).Flaw);
    }

    [Fact]
    public void Two_entries_that_changed_places_are_found() =>
        Assert.Equal((LogFlaw.OutOfPlace, 2, null), Flaw(Verify(Story() is var log ? log.SetItem(2, log[3]).SetItem(3, log[2]) : log)));

    [Fact]
    public void A_tail_that_was_cut_is_missed()
    {
        var log = Story();

        Assert.Equal((LogFlaw.CutOff, log.Length, null), Flaw(Verify(log[..^2], HeadOf(log))));
    }

    [Fact]
    public void A_middle_entry_of_a_contact_that_is_hidden_leaves_a_gap_in_its_revisions()
    {
        var log = Log(Changed(1), Changed(3));

        Assert.Equal((LogFlaw.RevisionGap, 1, null), Flaw(Verify(log)));
        Assert.Equal(LogFlaw.RevisionGap, Verify(Log(Changed(1), Changed(1))).Flaw);
        Assert.Equal(LogFlaw.RevisionGap, Verify(Log(Changed(2))).Flaw);
    }

    [Fact]
    public void An_entry_that_names_another_before_it_breaks_the_chain()
    {
        var second = Changed(2);

        Assert.Equal((LogFlaw.ChainBroken, 2, null), Flaw(Verify(Sealed(Changed(1), Changed(1, "bea"), second with { Subject = second.Subject! with { Previous = 1 } }))));
        Assert.Equal((LogFlaw.ChainBroken, 2, null), Flaw(Verify(Sealed(Changed(1), Changed(1, "bea"), second))));

        static ImmutableArray<SealedEntry> Sealed(params AuditEntry[] entries) => [.. entries.Select((entry, i) => new EntrySealer().Seal(entry with { Index = i }, Salts()))];
    }

    [Fact]
    public void A_time_that_falls_is_named() =>
        Assert.Equal((LogFlaw.TimeFell, 1, null), Flaw(Verify(Log(Changed(1) with { Facts = Changed(1).Facts with { RecordedAt = TimeGen.Minute(9) } }, Changed(2)))));

    [Fact]
    public void A_blob_deleted_under_the_name_of_erasure_has_no_entry()
    {
        var log = Story();

        Assert.Equal((LogFlaw.ErasedWithoutEntry, 3, null), Flaw(Verify(log.SetItem(3, log[3].Erase()), HeadOf(log))));
    }

    [Fact]
    public void An_erasure_that_was_only_announced_is_named()
    {
        var log = Log(Changed(1), Erased(new(0, 0)));

        Assert.Equal((LogFlaw.NotErased, 0, null), Flaw(Verify(log)));
        Assert.True(Verify(log.SetItem(0, log[0].Erase())).IsSound);
    }

    [Fact]
    public void A_slot_that_commits_to_rubbish_is_unreadable()
    {
        var salts = Salts();
        var leaf = new EntryLeaf(
            SlotCommitment.Of(EntrySlot.Facts, salts.AsSpan(0, 32), "{}"u8), SlotCommitment.Of(EntrySlot.Subject, salts.AsSpan(32, 32), []),
            SlotCommitment.Of(EntrySlot.Actor, salts.AsSpan(64, 32), []), SlotCommitment.Of(EntrySlot.Evidence, salts.AsSpan(96, 32), []));

        Assert.Equal((LogFlaw.Unreadable, 0, EntrySlot.Facts), Flaw(Verify([SealedEntry.FromParts(0, leaf, salts, "{}"u8, [], [], [])])));
    }

    [Law(MaxTest = 500)]
    public Property Any_change_to_a_log_that_a_checkpoint_covers_is_found() => Laws.ForAll(
        from size in Gen.Choose(1, 40) from at in Gen.Choose(0, 39) from kind in Gen.Choose(0, 3) select (size, at: at % size, kind),
        c =>
        {
            ImmutableArray<SealedEntry> log = Log([.. Enumerable.Range(1, c.size).Select(n => Changed(n))]);
            var touched = c.kind switch
            {
                0 => log.RemoveAt(c.at),
                1 => log.SetItem(c.at, new EntrySealer().Seal(log[c.at].Open(), Salts())),
                2 => log.SetItem(c.at, log[c.at].Erase()),
                _ => log.Insert(c.at, log[c.at]),
            };
            return Verify(log, HeadOf(log)).IsSound && !Verify(touched, HeadOf(log)).IsSound && !Verify(Renumbered(touched), HeadOf(log)).IsSound;
        });

    [Fact]
    public void A_receipt_shows_what_it_should_and_proves_it()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signer = new EcdsaNoteSigner("shop.example/consents", key);
        var log = Story();

        var receipt = Receipt.Parse(ReceiptOf(log, 3, signer, EntrySlot.Facts, EntrySlot.Subject).ToFile());

        Assert.Equal(ReceiptVerdict.Verified, receipt.Verify(signer.VerifierKey));
        Assert.Equal([EntrySlot.Facts, EntrySlot.Subject], receipt.Entry.Shown);
        Assert.Equal((3, s_ada), (receipt.Index, receipt.Entry.Open().Subject!.Contact));
        Assert.Null(receipt.Entry.Open().Actor);
    }

    [Fact]
    public void A_receipt_that_was_touched_does_not_verify()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signer = new EcdsaNoteSigner("shop.example/consents", key);
        var log = Story();
        var receipt = ReceiptOf(log, 3, signer);
        var otherEntry = Receipt.Of(EntryDisclosure.Of(log[4]), receipt.Proof.Inclusion, receipt.Proof.Checkpoint);
        var altered = EntryDisclosure.Of(Rebuilt(log[3], log[3].Leaf, [.. log[5].Payload(EntrySlot.Facts)]));

        Assert.Equal(ReceiptVerdict.NotIncluded, otherEntry.Verify(signer.VerifierKey));
        Assert.Equal(ReceiptVerdict.SlotAltered, Receipt.Of(altered, receipt.Proof.Inclusion, receipt.Proof.Checkpoint).Verify(signer.VerifierKey));
        Assert.Equal(ReceiptVerdict.NoKnownSignature, receipt.Verify(new EcdsaNoteSigner("shop.example/consents", otherKey).VerifierKey));
        Assert.Equal(ReceiptVerdict.NoKnownSignature, receipt.Verify());
    }

    [Law(MaxTest = 1000)]
    public Property A_disclosure_of_any_bytes_is_read_or_refused() => Laws.ForAll(
        from cut in Gen.Choose(0, 4000) from put in Gen.Choose(0, 255) from length in Gen.Choose(0, 4) select (cut, put, length),
        c =>
        {
            var bytes = EntryDisclosure.Of(Story()[3]).ToBytes().ToList();
            var at = c.cut % bytes.Count;
            bytes.RemoveRange(at, Math.Min(c.length, bytes.Count - at));
            bytes.Insert(Math.Min(at, bytes.Count), (byte)c.put);
            return !EntryDisclosure.TryParse([.. bytes], out var read) || read.ToBytes().Length > 0;
        });

    private static (LogFlaw Flaw, long Index, EntrySlot? Slot) Flaw(LogVerdict verdict) => (verdict.Flaw, verdict.Index, verdict.Slot);

    private static LogVerdict Verify(ImmutableArray<SealedEntry> log, params TreeHead[] heads)
    {
        var verifier = new LogVerifier(heads);
        foreach (var entry in log)
        {
            verifier.Add(entry);
        }

        return verifier.Finish();
    }

    /// <summary>Three changes of Ada's, two of them erased since under an entry that says so, a reading, and Bea's change.</summary>
    private static ImmutableArray<SealedEntry> Story()
    {
        var bea = Changed(1, "bea");
        var log = Log(Changed(1, "gone"), Changed(2, "gone"), bea, Changed(1), Changed(2), Reading.Entry(AuditEntryType.Read, s_ada, "history", Actor.DataProtectionOfficer("dpo"), new(), TimeGen.Minute(2)), Changed(3), Erased(new(0, 1)));
        return log.SetItem(0, log[0].Erase()).SetItem(1, log[1].Erase());
    }

    private static AuditEntry Changed(long revision, string contact = "ada") =>
        HistoryGen.Entry(ContactId.From(contact), $"c{revision}", [(Statement.Protective(Purposes.Marketing.Group, ConsentFlag.Objection, TimeGen.Minute(1), Evidence.None), TimeGen.Minute(1))], null, revision) is var entry
            ? entry with { Facts = entry.Facts with { RecordedAt = TimeGen.Minute(2) } }
            : entry;

    private static AuditEntry Erased(IndexRange range) => LogEvents.Erased([range], "GDPR 17(1)(b)", 1, Actor.PrivacyManager("m"), new(), TimeGen.Minute(3));

    private static ImmutableArray<SealedEntry> Log(params AuditEntry[] entries)
    {
        var sealer = new EntrySealer();
        return [.. KeptLog.Chained(entries).Select(entry => sealer.Seal(entry, Salts()))];
    }

    private static ImmutableArray<SealedEntry> Renumbered(ImmutableArray<SealedEntry> log) => [.. log.Select((entry, i) => entry.IsErased
        ? SealedEntry.Erased(i, entry.Leaf)
        : SealedEntry.FromParts(
            i, entry.Leaf, [.. Enum.GetValues<EntrySlot>().SelectMany(s => entry.Salt(s).ToArray())], entry.Payload(EntrySlot.Facts), entry.Payload(EntrySlot.Subject),
            entry.Payload(EntrySlot.Actor), entry.Payload(EntrySlot.Evidence)))];

    private static SealedEntry Rebuilt(SealedEntry entry, EntryLeaf leaf, byte[] facts) => SealedEntry.FromParts(
        entry.Index, leaf, [.. Enum.GetValues<EntrySlot>().SelectMany(s => entry.Salt(s).ToArray())], facts, entry.Payload(EntrySlot.Subject), entry.Payload(EntrySlot.Actor),
        entry.Payload(EntrySlot.Evidence));

    private static Receipt ReceiptOf(ImmutableArray<SealedEntry> log, int index, EcdsaNoteSigner signer, params EntrySlot[] slots)
    {
        var checkpoint = new Checkpoint("shop.example/consents", HeadOf(log));
        var nodes = MerkleFrontier.Empty.Append([.. log.Select(e => e.Leaf.Hash())]).Nodes.ToDictionary(n => n.Node, n => n.Hash);
        var plan = ProofPlan.Inclusion(index, log.Length);
        return Receipt.Of(
            EntryDisclosure.Of(log[index], slots), plan.Assemble([.. plan.Nodes.Select(n => nodes[n])]), SignedCheckpoint.Of(checkpoint, signer.Sign(checkpoint.ToString())));
    }

    private static TreeHead HeadOf(ImmutableArray<SealedEntry> log) => MerkleFrontier.Empty.Append([.. log.Select(e => e.Leaf.Hash())]).Frontier.Head;

    private static byte[] Salts() => RandomNumberGenerator.GetBytes(EntrySealer.SaltsLength);
}
