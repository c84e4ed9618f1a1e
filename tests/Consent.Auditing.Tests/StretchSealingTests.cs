using System.Collections.Immutable;
using Consent.Testing;
using FsCheck.Fluent;

namespace Consent.Auditing.Tests;

/// <summary>However many entries are sealed at once, each comes out as if it had been sealed by itself.</summary>
public class StretchSealingTests
{
    private static readonly EntrySlot[] s_slots = Enum.GetValues<EntrySlot>();
    private static readonly ImmutableArray<AuditEntry> s_entries = [.. EntryGen.Any().Sample(200, 30).Select((entry, i) => entry with { Index = i * 3 })];
    private static readonly byte[] s_salts = Hashing.HashedMessages.Bytes(s_entries.Length * EntrySealer.SaltsLength);

    [Fact]
    public void Any_number_of_entries()
    {
        var sealer = new EntrySealer();
        foreach (var count in new[] { 0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 62, 63, 64, 65, 66, 127, 128, 129, 200 })
        {
            AssertAsOneByOne(sealer, s_entries.AsSpan()[..count], s_salts.AsSpan(0, count * EntrySealer.SaltsLength));
        }
    }

    [Fact]
    public void Entries_too_large_to_be_sealed_at_once_come_out_the_same()
    {
        var large = s_entries[0] with { Facts = s_entries[0].Facts with { Details = s_entries[0].Facts.Details.SetItem("large", new string('x', 300_000)) } };

        AssertAsOneByOne(new(), [large, large, s_entries[1], large, s_entries[2]], s_salts.AsSpan(0, 5 * EntrySealer.SaltsLength));
    }

    [Fact]
    public void What_is_not_there_is_refused()
    {
        var sealer = new EntrySealer();

        Assert.Throws<ArgumentException>(() => sealer.Seal([s_entries[0], s_entries[1] with { Index = AuditEntry.NotLogged }], s_salts.AsSpan(0, 2 * EntrySealer.SaltsLength), Ignore));
        Assert.Throws<ArgumentException>(() => sealer.Seal([s_entries[0], null!], s_salts.AsSpan(0, 2 * EntrySealer.SaltsLength), Ignore));
        Assert.Throws<ArgumentException>(() => sealer.Seal([s_entries[0]], s_salts.AsSpan(1, EntrySealer.SaltsLength - 1), Ignore));
        Assert.Throws<ArgumentException>(() => sealer.Seal([s_entries[0]], s_salts.AsSpan(0, EntrySealer.SaltsLength + 1), Ignore));
        Assert.Throws<ArgumentNullException>(() => sealer.Seal([], [], null!));
        AssertAsOneByOne(sealer, s_entries.AsSpan()[..3], s_salts.AsSpan(0, 3 * EntrySealer.SaltsLength));
    }

    [Fact]
    public void No_entry_has_no_slots()
    {
        Assert.True(default(SealedSlots).Salts.IsEmpty);
        Assert.All(s_slots, slot => Assert.True(default(SealedSlots).Payload(slot).IsEmpty));
        Assert.Throws<InvalidOperationException>(() => default(SealedSlots).ToEntry());
        Assert.Throws<ArgumentOutOfRangeException>(() => default(SealedSlots).Payload((EntrySlot)4));
    }

    private static void Ignore(int number, SealedSlots entry)
    {
    }

    private static void AssertAsOneByOne(EntrySealer sealer, ReadOnlySpan<AuditEntry> entries, ReadOnlySpan<byte> salts)
    {
        var expected = new List<SealedEntry>();
        for (var i = 0; i < entries.Length; i++)
        {
            expected.Add(new EntrySealer().Seal(entries[i], salts.Slice(i * EntrySealer.SaltsLength, EntrySealer.SaltsLength)));
        }

        var kept = new List<SealedEntry>();
        sealer.Seal(entries, salts, (i, made) =>
        {
            Assert.Equal(kept.Count, i);
            Assert.Equal((expected[i].Index, expected[i].Leaf, expected[i].Leaf.Hash()), (made.Index, made.Leaf, made.LeafHash));
            for (var slot = EntrySlot.Facts; slot <= EntrySlot.Evidence; slot++)
            {
                Assert.True(expected[i].Payload(slot).SequenceEqual(made.Payload(slot)));
                Assert.True(expected[i].Salt(slot).SequenceEqual(made.Salts.Slice((int)slot * SlotCommitment.SaltLength, SlotCommitment.SaltLength)));
            }

            kept.Add(made.ToEntry());
        });

        // Kept entries do not change when the sealer goes on.
        Assert.Equal(expected.Count, kept.Count);
        Assert.All(expected.Zip(kept), pair =>
        {
            Assert.Null(pair.Second.FirstBrokenSlot());
            Assert.All(s_slots, slot => Assert.True(pair.First.Payload(slot).SequenceEqual(pair.Second.Payload(slot))));
        });
    }
}
