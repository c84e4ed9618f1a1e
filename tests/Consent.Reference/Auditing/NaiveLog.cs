using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Consent.Reference;

/// <summary>What is wrong with a log, by looking at everything again for each question.</summary>
public static class NaiveLog
{
    private static readonly string[] s_slots = ["facts", "subject", "actor", "evidence"];

    /// <summary>The first flaw, its place, and its slot where it is one of a slot; <c>("", -1, -1)</c> when there is none.</summary>
    public static (string Flaw, long At, int Slot) FirstFlaw(IReadOnlyList<RefSealed> log, IReadOnlyList<(long Size, byte[] Root)> heads)
    {
        var tree = new NaiveTree(log.Select(e => e.Leaf));
        for (var i = 0; i <= log.Count; i++)
        {
            if (heads.Any(h => h.Size == i && !h.Root.SequenceEqual(tree.Root(i))))
            {
                return ("RootDiffers", i, -1);
            }

            if (i < log.Count && FlawOf(log, i) is { Flaw.Length: > 0 } flaw)
            {
                return (flaw.Flaw, i, flaw.Slot);
            }
        }

        var beyond = heads.Where(h => h.Size > log.Count).Select(h => h.Size).ToList();
        if (beyond.Count > 0)
        {
            return ("CutOff", beyond.Min(), -1);
        }

        var gone = log.Where(IsErased).Select(e => e.Index).ToList();
        var said = log.Where(e => !IsErased(e)).SelectMany(e => Facts(e)["erased"]?.AsArray() ?? []).SelectMany(r => Range(r![0]!.GetValue<long>(), r[1]!.GetValue<long>())).ToList();
        return gone.Except(said).Order().ToList() is [var unsaid, ..] ? ("ErasedWithoutEntry", unsaid, -1)
            : said.Except(gone).Order().ToList() is [var kept, ..] ? ("NotErased", kept, -1)
            : log.FirstOrDefault(e => !LeadsBack(log, e)) is { } broken ? ("ChainBroken", broken.Index, -1)
            : ("", -1, -1);
    }

    private static (string Flaw, int Slot) FlawOf(IReadOnlyList<RefSealed> log, int i)
    {
        var entry = log[i];
        if (entry.Index != i || IsErased(entry))
        {
            return (entry.Index != i ? "OutOfPlace" : "", -1);
        }

        for (var s = 0; s < 4; s++)
        {
            if (!Commitment(s, entry.Slots[s]).AsSpan().SequenceEqual(entry.Leaf.AsSpan(4 + (32 * s), 32)))
            {
                return ("SlotAltered", s);
            }
        }

        for (var s = 0; s < 4; s++)
        {
            if (!NaivePayload.IsWellFormed(s_slots[s], entry.Slots[s].Payload))
            {
                return ("Unreadable", s);
            }
        }

        var before = log.Take(i).Where(e => !IsErased(e)).ToList();
        if (before.Any(e => string.CompareOrdinal(Time(e), Time(entry)) > 0))
        {
            return ("TimeFell", -1);
        }

        if (Life(entry) is not { } life)
        {
            return ("", -1);
        }

        var last = before.LastOrDefault(e => Life(e) == life);
        var missing = Number(entry) - (last is null ? 0 : Number(last)) - 1;
        var erasedSince = log.Take(i).Count(e => IsErased(e) && (last is null || e.Index > last.Index));
        if (missing < 0 || missing > erasedSince)
        {
            return ("RevisionGap", -1);
        }

        var (named, there) = (JsonNode.Parse(entry.Slots[1].Payload)!["prev"]!.GetValue<long>(), last?.Index ?? -1);
        return (named == there || (named > there && log.Take(i).Any(e => e.Index == named && IsErased(e))) ? "" : "ChainBroken", -1);
    }

    /// <summary>Whether an entry leads to the one before it of the same life over all that were erased between, by what erasures say of each.</summary>
    private static bool LeadsBack(IReadOnlyList<RefSealed> log, RefSealed entry)
    {
        if (IsErased(entry) || Life(entry) is not { } life)
        {
            return true;
        }

        var last = log.Take((int)entry.Index).LastOrDefault(e => !IsErased(e) && Life(e) == life);
        var at = JsonNode.Parse(entry.Slots[1].Payload)!["prev"]!.GetValue<long>();
        var passed = 0;
        while (at > (last?.Index ?? -1))
        {
            var told = log.Where(e => !IsErased(e)).SelectMany(e => Facts(e)["erasedOthers"]?.AsArray() ?? []).FirstOrDefault(o => o!["index"]!.GetValue<long>() == at);
            if (told is null || !IsErased(log[(int)at]))
            {
                return false;
            }

            at = told["prev"]!.GetValue<long>();
            passed++;
        }

        return at == (last?.Index ?? -1) && passed >= Number(entry) - (last is null ? 0 : Number(last)) - 1;
    }

    private static bool IsErased(RefSealed entry) => entry.Slots.Count == 0;

    private static JsonNode Facts(RefSealed entry) => JsonNode.Parse(entry.Slots[0].Payload)!;

    private static string Time(RefSealed entry) => Facts(entry)["recordedAt"]!.GetValue<string>();

    private static (string Contact, string Incarnation)? Life(RefSealed entry) =>
        entry.Slots[1].Payload.Length > 0 && JsonNode.Parse(entry.Slots[1].Payload)! is var subject && subject["incarnation"] is { } incarnation
            ? (subject["contact"]!.GetValue<string>(), incarnation.GetValue<string>().ToLowerInvariant())
            : null;

    private static long Number(RefSealed entry) => JsonNode.Parse(entry.Slots[1].Payload)!["revision"]!.GetValue<long>();

    private static IEnumerable<long> Range(long first, long last)
    {
        for (var i = first; i <= last; i++)
        {
            yield return i;
        }
    }

    private static byte[] Commitment(int slot, (byte[] Salt, byte[] Payload) it)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, it.Payload.Length);
        return SHA256.HashData([.. Encoding.ASCII.GetBytes($"consent-register/v1/{s_slots[slot]}\n"), .. it.Salt, .. length, .. it.Payload]);
    }
}
