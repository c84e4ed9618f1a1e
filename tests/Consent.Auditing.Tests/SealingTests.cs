using System.Text;
using System.Text.Json.Nodes;
using Consent.Reference;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Auditing.Tests;

/// <summary>Entries are sealed byte for byte as docs/audit-log.md says, and read back as they were.</summary>
public class SealingTests
{
    private static readonly EntrySlot[] s_slots = Enum.GetValues<EntrySlot>();

    [Theory]
    [InlineData(EntrySlot.Facts, 1, """{"type":"granted","v":1}""", "7f1f7f181b4c7064917fcb5bc17682bb5006f218ecfd9a984be15d2a534e9920")]
    [InlineData(EntrySlot.Subject, 2, """{"seq":1,"subjectId":"s-1"}""", "f50d0d9edb6cc5d6dbba96f30d37e66b80fe532c574a027cd6a5a2f896c95239")]
    [InlineData(EntrySlot.Actor, 3, "", "cde46369ddcc0acbff1a59dc5d7decfa38499b60035f3edf55c32c7ffccde46a")]
    [InlineData(EntrySlot.Evidence, 4, """{"ip":"192.0.2.1"}""", "63d3af9a87f55bea180a25a061b7a9f89758cd3d2a787841feb31c371caa9ef3")]
    public void A_commitment_has_its_known_answer(EntrySlot slot, byte salt, string payload, string expected) =>
        Assert.Equal(expected, Commitment(slot, salt, payload).ToString());

    [Fact]
    public void A_leaf_has_its_known_hash()
    {
        var leaf = new EntryLeaf(
            Commitment(EntrySlot.Facts, 1, """{"type":"granted","v":1}"""), Commitment(EntrySlot.Subject, 2, """{"seq":1,"subjectId":"s-1"}"""),
            Commitment(EntrySlot.Actor, 3, ""), Commitment(EntrySlot.Evidence, 4, """{"ip":"192.0.2.1"}"""));

        Assert.Equal("7147061e872c3d10d7b95218df3112a4b612445550efcd1a83e75346edbcba49", leaf.Hash().ToString());
    }

    [Law(MaxTest = 2000)]
    public Property An_entry_reads_back_as_it_was_sealed() => Laws.ForAll(Sealed(), drawn =>
    {
        var opened = drawn.Sealed.Open();
        var again = new EntrySealer().Seal(opened, [.. s_slots.SelectMany(s => drawn.Sealed.Salt(s).ToArray())]);
        return again.Leaf == drawn.Sealed.Leaf && s_slots.All(s => again.Payload(s).SequenceEqual(drawn.Sealed.Payload(s)))
            && opened.Facts.Statements.SequenceEqual(drawn.Entry.Facts.Statements) && opened.Facts.Erased.SequenceEqual(drawn.Entry.Facts.Erased)
            && opened.Facts.Details.SequenceEqual(drawn.Entry.Facts.Details)
            && opened.Facts == drawn.Entry.Facts with { Statements = opened.Facts.Statements, Erased = opened.Facts.Erased, Details = opened.Facts.Details }
            && opened.Subject == drawn.Entry.Subject && Equals(opened.Actor, drawn.Entry.Actor) && opened.Index == drawn.Entry.Index
            && SameEvidence(opened.Evidence, drawn.Entry.Evidence);
    });

    [Law(MaxTest = 2000)]
    public Property Every_payload_is_canonical() => Laws.ForAll(Sealed(), drawn => s_slots.All(slot =>
        Encoding.UTF8.GetString(drawn.Sealed.Payload(slot)) is var json && (json.Length == 0 || json == NaiveCanonicalJson.Of(JsonNode.Parse(json)))));

    [Law(MaxTest = 2000)]
    public Property A_leaf_commits_to_every_byte() => Laws.ForAll(
        from drawn in Sealed() from slot in Gen.Elements(s_slots) from place in Gen.Choose(0, int.MaxValue) from bit in Gen.Choose(0, 7) select (drawn.Sealed, slot, place, bit),
        c =>
        {
            if (c.Sealed.FirstBrokenSlot() is not null || c.Sealed.Payload(c.slot).IsEmpty)
            {
                return c.Sealed.FirstBrokenSlot() is null;
            }

            var payloads = s_slots.Select(s => c.Sealed.Payload(s).ToArray()).ToArray();
            payloads[(int)c.slot][c.place % payloads[(int)c.slot].Length] ^= (byte)(1 << c.bit);
            byte[] salts = [.. s_slots.SelectMany(s => c.Sealed.Salt(s).ToArray())];
            return SealedEntry.FromParts(0, c.Sealed.Leaf, salts, payloads[0], payloads[1], payloads[2], payloads[3]).FirstBrokenSlot() == c.slot;
        });

    [Law(MaxTest = 2000)]
    public Property Damaged_bytes_give_an_entry_or_the_documented_error() => Laws.ForAll(
        from drawn in Sealed() from slot in Gen.Elements(s_slots) from cuts in Gen.Choose(0, int.MaxValue).Three() from put in Gen.Elements((byte)0, (byte)'"', (byte)'\\', (byte)'{', (byte)'1', (byte)0xff, (byte)0xd8)
        select (drawn.Sealed, slot, cuts, put),
        c =>
        {
            var payloads = s_slots.Select(s => c.Sealed.Payload(s).ToArray().ToList()).ToArray();
            var damaged = payloads[(int)c.slot];
            if (damaged.Count > 0)
            {
                damaged[c.cuts.Item1 % damaged.Count] = c.put;
                damaged.RemoveRange(c.cuts.Item2 % damaged.Count, Math.Min(c.cuts.Item3 % 3, damaged.Count - (c.cuts.Item2 % damaged.Count)));
            }

            var entry = SealedEntry.FromParts(0, c.Sealed.Leaf, new byte[EntrySealer.SaltsLength], [.. payloads[0]], [.. payloads[1]], [.. payloads[2]], [.. payloads[3]]);
            try
            {
                return entry.Open() is not null;
            }
            catch (MalformedPayloadException problem)
            {
                return problem.Slot == c.slot;
            }
        });

    [Theory]
    [InlineData("﻿{\"id\":\"a\",\"roles\":[]}")]
    [InlineData(" {\"id\":\"a\",\"roles\":[]}")]
    [InlineData("{\"id\":\"a\",\"roles\":[]}\n")]
    [InlineData("{\"id\":\"a\",\"roles\":[]}}")]
    [InlineData("{\"id\":\"a\",\"id\":\"b\",\"roles\":[]}")]
    [InlineData("{\"id\":\"a\",\"i\\u0064\":\"b\",\"roles\":[]}")]
    [InlineData("{\"id\":\"\\ud800\",\"roles\":[]}")]
    [InlineData("{\"id\":\"a\",\"\\udc00\":1,\"roles\":[]}")]
    [InlineData("{\"id\":\"a\",\"roles\":[\"king\"]}")]
    [InlineData("{\"id\":\"a\",\"roles\":[],\"hidden\":1}")]
    [InlineData("{\"id\":1,\"roles\":[]}")]
    [InlineData("{\"id\":\"a\",\"roles\":[1.5]}")]
    [InlineData("{\"id\":\"a\",\"roles\":[9007199254740992]}")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void A_payload_is_read_strictly(string actor)
    {
        var facts = Encoding.UTF8.GetBytes("""{"recordedAt":"2026-01-01T00:00:00.000000Z","rules":"r","taxonomy":"t","type":"read","v":1}""");
        var entry = SealedEntry.FromParts(0, default, new byte[EntrySealer.SaltsLength], facts, [], Encoding.UTF8.GetBytes(actor), []);

        Assert.Equal(EntrySlot.Actor, Assert.Throws<MalformedPayloadException>(entry.Open).Slot);
    }

    [Fact]
    public void Invalid_utf_8_is_refused()
    {
        var broken = SealedEntry.FromParts(0, default, new byte[EntrySealer.SaltsLength], [(byte)'{', 0xff, (byte)'}'], [], [], []);

        Assert.Equal("$", Assert.Throws<MalformedPayloadException>(broken.Open).Path);
    }

    [Fact]
    public void A_flaw_is_named_by_its_place_and_never_quoted()
    {
        const string Facts = """{"recordedAt":"2026-01-01T00:00:00.000000Z","rules":"r","statements":[{"effect":"inForce","flag":"status","node":"secret marker","occurredAt":"2026-01-01T00:00:00.000000Z","value":true,"weight":"attested"}],"taxonomy":"t","type":"changed","v":1}""";
        var entry = SealedEntry.FromParts(0, default, new byte[EntrySealer.SaltsLength], Encoding.UTF8.GetBytes(Facts), [], [], []);

        var flaw = Assert.Throws<MalformedPayloadException>(entry.Open);

        Assert.Equal("$.statements[0].node", flaw.Path);
        Assert.DoesNotContain("marker", flaw.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_erased_entry_keeps_its_leaf_and_nothing_else()
    {
        var entry = new EntrySealer().Seal(EntryGen.Any().Sample(1, 20).First(), new byte[EntrySealer.SaltsLength]);

        var erased = entry.Erase();

        Assert.Equal((entry.Index, entry.Leaf, true), (erased.Index, erased.Leaf, erased.IsErased));
        Assert.All(s_slots, slot => Assert.True(erased.Salt(slot).IsEmpty && erased.Payload(slot).IsEmpty));
        Assert.Throws<InvalidOperationException>(erased.Open);
    }

    [Law(MaxTest = 2000)]
    public Property A_leaf_reads_back_from_its_132_bytes() => Laws.ForAll(Sealed(), drawn =>
    {
        var bytes = new byte[EntryLeaf.Length];
        drawn.Sealed.Leaf.CopyTo(bytes);
        return EntryLeaf.Parse(bytes) == drawn.Sealed.Leaf && bytes[..4].AsSpan().SequenceEqual("CRL1"u8);
    });

    private static Gen<(AuditEntry Entry, SealedEntry Sealed)> Sealed() =>
        from entry in EntryGen.Any() from salts in EntryGen.Salts() select (entry, new EntrySealer().Seal(entry, salts.AsSpan()));

    private static Sha256Digest Commitment(EntrySlot slot, byte salt, string payload) =>
        SlotCommitment.Of(slot, Enumerable.Repeat(salt, 32).ToArray(), Encoding.UTF8.GetBytes(payload));

    private static bool SameEvidence(EntryEvidence? a, EntryEvidence? b) => (a, b) switch
    {
        (null, null) => true,
        ({ } one, { } other) => one.Change == other.Change && one.ContentDigest == other.ContentDigest && one.Reason == other.Reason
            && one.Statements.SequenceEqual(other.Statements) && one.Document?.Source == other.Document?.Source
            && one.Document?.AsOf == other.Document?.AsOf && Equals(one.Document?.Flags, other.Document?.Flags),
        _ => false,
    };
}
