using System.Collections.Immutable;
using Consent.Testing;
using FsCheck.Fluent;

namespace Consent.Auditing.Tests;

/// <summary>Many entries given at once: the first flaw is found where it is, whatever comes after it, and however long the slots are.</summary>
public class LogVerifierStretchTests
{
    private const int Length = 150;
    private static readonly EntrySlot[] s_slots = Enum.GetValues<EntrySlot>();
    private static readonly ImmutableArray<SealedEntry> s_log = Log();

    [Fact]
    public void A_long_log_holds_and_is_told_as_one_by_one()
    {
        var one = new LogVerifier();
        var said = s_log.Select(e => one.Add(e) ? one.Last! : null!).ToList();
        var told = new List<AuditEntry>();

        var together = new LogVerifier();
        Assert.True(together.Add(s_log, told.Add));

        Assert.Equal(said, told);
        Assert.Equal(said[^1], together.Last);
        Assert.Equal(one.Finish(), together.Finish());
    }

    [Fact]
    public void An_altered_slot_is_found_and_nothing_is_told_from_there_on()
    {
        foreach (var at in new[] { 0, 1, 62, 63, 64, 65, 127, 128, Length - 1 })
        {
            foreach (var slot in s_slots)
            {
                var told = new List<AuditEntry>();
                var verifier = new LogVerifier();

                Assert.False(verifier.Add(s_log.SetItem(at, Altered(s_log[at], slot)).SetItem(Length - 1, s_log[0]), told.Add));

                Assert.Equal(at, told.Count);
                var verdict = verifier.Finish();
                Assert.Equal(at == Length - 1 ? LogFlaw.OutOfPlace : LogFlaw.SlotAltered, verdict.Flaw);
                Assert.Equal((at, at == Length - 1 ? null : slot), (verdict.Index, verdict.Slot));
            }
        }
    }

    [Fact]
    public void A_long_slot_that_was_altered_is_found_also_behind_short_ones()
    {
        var at = s_log.First(e => e.Payload(EntrySlot.Evidence).Length > 1_100).Index;
        var altered = s_log.SetItem((int)at, Altered(s_log[(int)at], EntrySlot.Evidence));

        var verifier = new LogVerifier();

        Assert.False(verifier.Add(altered));
        Assert.Equal((LogFlaw.SlotAltered, at, EntrySlot.Evidence), verifier.Finish() is var v ? (v.Flaw, v.Index, v.Slot) : default);
    }

    [Fact]
    public void No_entry_is_nothing_and_null_is_refused()
    {
        var verifier = new LogVerifier();

        Assert.True(verifier.Add([]));
        Assert.Throws<ArgumentException>(() => verifier.Add([s_log[0], null!]));
        Assert.Equal(0, verifier.Finish().Head.Size);
    }

    private static SealedEntry Altered(SealedEntry entry, EntrySlot altered)
    {
        byte[] Of(EntrySlot slot)
        {
            var bytes = entry.Payload(slot).ToArray();
            if (slot == altered)
            {
                bytes = bytes.Length == 0 ? [1] : bytes;
                bytes[^1] ^= 1;
            }

            return bytes;
        }

        return SealedEntry.FromParts(
            entry.Index, entry.Leaf, [.. s_slots.SelectMany(s => entry.Salt(s).ToArray())], Of(EntrySlot.Facts), Of(EntrySlot.Subject), Of(EntrySlot.Actor), Of(EntrySlot.Evidence));
    }

    /// <summary>Changes of contacts of their own, some with evidence of more than a kilobyte.</summary>
    private static ImmutableArray<SealedEntry> Log() =>
    [
        .. Enumerable.Range(0, Length).Select(i =>
        {
            var evidence = Evidence.WebForm("https://shop.example/form").With("browser", new string('x', 1 + (i % 9 * 120))).With("shown", new string('y', 200));
            var entry = HistoryGen.Entry(ContactId.From($"contact-{i}"), $"c{i}", [(Statement.Protective(Purposes.Marketing.Group, ConsentFlag.Objection, TimeGen.Minute(1), evidence), TimeGen.Minute(1))], null, 1);
            return new EntrySealer().Seal(entry with { Index = i }, [.. EntryGen.Salts().Sample(1).Single()]);
        }),
    ];
}
