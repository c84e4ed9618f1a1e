using System.Text;
using Consent.Reference;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Auditing.Tests;

/// <summary>The verifier finds the same first flaw as one that looks at everything again for each question and knows none of our types.</summary>
public class LogVerifierLaws
{
    private static readonly EntrySlot[] s_slots = Enum.GetValues<EntrySlot>();

    [Law]
    public Property The_first_flaw_of_any_log_is_that_of_the_naive_verifier() => Laws.ForAll(
        from seed in Gen.Choose(0, int.MaxValue) from size in Gen.Choose(0, 30) from troubles in Gen.Choose(0, 3) select new DrawnLog(seed, size, troubles),
        log =>
        {
            var expected = NaiveLog.FirstFlaw([.. log.Entries.Select(ToReference)], [.. log.Heads.Select(h => (h.Size, Bytes(h.Root)))]);
            var verifier = new LogVerifier(log.Heads);
            var said = new List<AuditEntry>();
            log.Entries.ForEach(e => said.AddRange(verifier.Add(e) && verifier.Last is { } last ? [last] : []));
            var verdict = verifier.Finish();
            AssertTheSameTogether(log, verdict, said);
            var found = (verdict.IsSound ? "" : verdict.Flaw.ToString(), verdict.Index, verdict.Slot is { } slot ? (int)slot : -1);
            return found == expected && (!verdict.IsSound || (verdict.Head == log.Head && verdict.Erased == log.Entries.Count(e => e.IsErased)));
        });

    private static void AssertTheSameTogether(DrawnLog log, LogVerdict verdict, List<AuditEntry> said)
    {
        var verifier = new LogVerifier(log.Heads);
        var told = new List<AuditEntry>();
        var isSound = true;
        foreach (var some in log.Entries.Chunk(7))
        {
            isSound = verifier.Add(some, told.Add);
            Assert.Equal(verifier.IsSound, isSound);
        }

        Assert.Equal(verdict, verifier.Finish());
        Assert.Equal(said, told);
    }

    private static RefSealed ToReference(SealedEntry entry)
    {
        var leaf = new byte[EntryLeaf.Length];
        entry.Leaf.CopyTo(leaf);
        return new(entry.Index, leaf, entry.IsErased ? [] : [.. s_slots.Select(s => (entry.Salt(s).ToArray(), entry.Payload(s).ToArray()))]);
    }

    private static byte[] Bytes(Sha256Digest digest)
    {
        var bytes = new byte[32];
        digest.CopyTo(bytes);
        return bytes;
    }

    /// <summary>A log of a few contacts' changes, erasures and readings, sound but for so many troubles.</summary>
    private sealed class DrawnLog
    {
        private readonly System.Random _random;
        private readonly int _seed;
        private readonly Dictionary<(string Contact, int Life), long> _last = [];
        private readonly List<AuditEntry?> _changes = [];

        public DrawnLog(int seed, int size, int troubles)
        {
            _random = new(seed);
            _seed = seed;
            var numbers = new Dictionary<(string, int), long>();
            var erased = new List<IndexRange>();
            var minute = 0;
            while (Entries.Count < size)
            {
                minute += _random.Next(3);
                var entry = _random.Next(8) switch
                {
                    0 when Entries.Count > 0 => Erasure(erased),
                    1 => Reading.Entry(AuditEntryType.Read, ContactId.From("ada"), "why", Actor.DataProtectionOfficer("dpo"), new(), default),
                    _ => Change(numbers),
                };
                _changes.Add(entry.Subject?.Revision is null ? null : entry);
                Entries.Add(Sealed(entry, minute));
            }

            foreach (var i in erased.SelectMany(r => Enumerable.Range((int)r.First, (int)(r.Last - r.First) + 1)).Where(_ => troubles == 0 || _random.Next(9) > 0))
            {
                Entries[i] = Entries[i].Erase();
            }

            for (var left = troubles; left > 0 && Entries.Count > 0; left--)
            {
                Trouble(_random.Next(Entries.Count));
            }

            Heads = [.. Enumerable.Range(0, _random.Next(3)).Select(_ => HeadOf(_random.Next(Entries.Count + 1)))];
            Head = HeadOf(Entries.Count);
            if (troubles > 0 && _random.Next(4) == 0)
            {
                Heads = [.. Heads, _random.Next(2) == 0 ? new(_random.Next(Entries.Count + 1), default) : new(Entries.Count + 1 + _random.Next(3), default)];
            }
        }

        public List<SealedEntry> Entries { get; } = [];

        public TreeHead[] Heads { get; }

        public TreeHead Head { get; }

        public override string ToString() => $"seed {_seed}: {string.Join(", ", Entries)}; {string.Join(", ", Heads)}";

        private TreeHead HeadOf(int size) => MerkleFrontier.Empty.Append([.. Entries.Take(size).Select(e => e.Leaf.Hash())]).Frontier.Head;

        private AuditEntry Change(Dictionary<(string Contact, int Life), long> numbers)
        {
            var life = (Contact: _random.Next(3) == 0 ? "bea" : "ada", Life: _random.Next(6) == 0 ? 1 : 0);
            numbers[life] = numbers.GetValueOrDefault(life) + 1;
            var entry = HistoryGen.Entry(ContactId.From(life.Contact), $"c{Entries.Count}", [(Statement.Protective(Purposes.All, ConsentFlag.Objection, TimeGen.Minute(1), Evidence.None), TimeGen.Minute(1))], null, numbers[life]);
            var previous = _last.GetValueOrDefault(life, AuditEntry.NotLogged);
            _last[life] = Entries.Count;
            return entry with { Subject = entry.Subject! with { Revision = new(new Guid(life.Life, 0, 0, new byte[8]), numbers[life]), Previous = previous } };
        }

        /// <summary>Of any entries, the last changes of their contacts too: a later one of these may come after a gap, as after a link to somebody erased.</summary>
        private AuditEntry Erasure(List<IndexRange> erased)
        {
            var first = _random.Next(Entries.Count);
            erased.Add(new(first, first + _random.Next(Math.Min(3, Entries.Count - first))));
            var others = Enumerable.Range(first, (int)(erased[^1].Last - first) + 1).Where(i => _changes[i] is not null && _random.Next(8) > 0)
                .Select(i => new ErasedOther(i, _random.Next(8) > 0 ? _changes[i]!.Subject!.Previous : _random.Next(i + 1) - 1));
            return LogEvents.Erased([erased[^1]], "GDPR 17(1)(b)", 1, Actor.PrivacyManager("m"), new(), default, others: [.. others]);
        }

        private SealedEntry Sealed(AuditEntry entry, int minute)
        {
            var salts = new byte[EntrySealer.SaltsLength];
            _random.NextBytes(salts);
            return new EntrySealer().Seal(entry with { Index = Entries.Count, Facts = entry.Facts with { RecordedAt = TimeGen.Minute(minute) } }, salts);
        }

        private void Trouble(int at)
        {
            var (entry, other) = (Entries[at], _random.Next(Entries.Count));
            switch (_random.Next(6))
            {
                case 0:
                    (Entries[at], Entries[other]) = (Entries[other], Entries[at]);
                    break;
                case 1:
                    Entries.RemoveAt(at);
                    break;
                case 2:
                    Entries[at] = entry.Erase();
                    break;
                case 3 when !Entries[other].IsErased && !entry.IsErased:
                    Entries[at] = Rebuilt(entry, [.. s_slots.Select(s => Entries[other].Payload(s).ToArray())], isSealed: true);
                    break;
                case var kind when !entry.IsErased:
                    var payloads = s_slots.Select(s => entry.Payload(s).ToArray()).ToArray();
                    var damaged = _random.Next(payloads.Length);
                    payloads[damaged] = Damaged(payloads[damaged]);
                    Entries[at] = Rebuilt(entry, payloads, isSealed: kind == 4);
                    break;
                default:
                    break;
            }
        }

        /// <summary>Another digit, mostly: the entry may well be readable still, and say something else.</summary>
        private byte[] Damaged(byte[] payload)
        {
            var damaged = (byte[])payload.Clone();
            var digits = Enumerable.Range(0, payload.Length).Where(i => char.IsAsciiDigit((char)payload[i])).ToList();
            if (digits.Count > 0 && _random.Next(4) > 0)
            {
                damaged[digits[_random.Next(digits.Count)]] = (byte)('0' + _random.Next(10));
                return damaged;
            }

            return payload.Length == 0 ? Encoding.UTF8.GetBytes("{}") : payload[..^_random.Next(payload.Length)];
        }

        private static SealedEntry Rebuilt(SealedEntry entry, byte[][] payloads, bool isSealed)
        {
            var leaf = isSealed
                ? new(Commitment(EntrySlot.Facts), Commitment(EntrySlot.Subject), Commitment(EntrySlot.Actor), Commitment(EntrySlot.Evidence))
                : entry.Leaf;
            return SealedEntry.FromParts(
                entry.Index, leaf, [.. s_slots.SelectMany(s => entry.Salt(s).ToArray())], payloads[0], payloads[1], payloads[2], payloads[3]);

            Sha256Digest Commitment(EntrySlot slot) => SlotCommitment.Of(slot, entry.Salt(slot), payloads[(int)slot]);
        }
    }
}
