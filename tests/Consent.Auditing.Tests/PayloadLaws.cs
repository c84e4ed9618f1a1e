using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Consent.Reference;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Auditing.Tests;

/// <summary>A payload is read if it is what docs/audit-log.md describes, in the one form that RFC 8785 gives it, and else refused: nothing else, nothing less.</summary>
public class PayloadLaws
{
    private static readonly EntrySlot[] s_slots = Enum.GetValues<EntrySlot>();

    /// <summary>What may come to stand where something else stood: the odd ones of each kind.</summary>
    private static readonly string[] s_tokens =
    [
        "{", "}", "[", "]", ",", ":", "{}", "[]", "true", "false", "null", "0", "1", "-1", "-0", "01", "1.0", "1e0", "2", "9007199254740991", "9007199254740992", "99999999999999999999",
        "\"\"", "\" \"", "\"a\"", "\"\\u0000\"", "\"\\u0041\"", "\"\\u000a\"", "\"\\n\"", "\"\\/\"", "\"\\u001f\"", "\"\\u001F\"", "\"\\ud83d\\ude00\"", "\"\\ud800\"", "\"\ud83d\ude00\"", "\"\u007f\u2028\"",
        "\"2026-02-29T00:00:00.000000Z\"", "\"2024-02-29T23:59:59.999999Z\"", "\"2024-02-29T24:00:00.000000Z\"", "\"0000-01-01T00:00:00.000000Z\"", "\"2024-01-01T00:00:60.000000Z\"", "\"2024-01-01T00:00:00.00000Z\"",
        "\"all\"", "\"all.x\"", "\"a.b-c\"", "\"a..b\"", "\"status\"", "\"Status\"", "\"person\"", "\"system\"", "\"--A\"", "\"---\"", "\"v\"", "\"id\"", "\"evidence\"", "\"details\"", "\"zz\"", "\" \": ", " ", "\n",
        "\"00000000000000000000000000000000\"", "\"0000000000000000000000000000000g\"", "\"00000000-0000-0000-0000-000000000000\"", $"\"{new string('F', 64)}\"", $"\"{new string('a', 65)}\"", $"\"{new string('a', 201)}\"", $"\"{new string('a', 257)}\"",
        "[[1,2]]", "[[2,1]]", "[[1,2],]", "[,1]", "[1 ]", "{\"a\":\"b\"}", "{\"b\":\"b\",\"a\":\"a\"}", "{\"a\":\"b\",\"a\":\"b\"}", "{\"\":\"\"}", "{\"a\":1}", "{\"\ud83d\ude00\":\"\",\"\uffe0\":\"\"}", "{\"\uffe0\":\"\",\"\ud83d\ude00\":\"\"}",
    ];

    [Law]
    public Property Of_JSON_with_parts_that_changed_places_just_what_is_described_is_read() => Laws.ForAll(
        from payload in Payload()
        from edits in Edit().NonEmptyListOf().Resize(4)
        select (payload.Slot, Bytes: Encoding.UTF8.GetBytes(string.Concat(edits.Aggregate(TokensOf(payload.Json), Edited)))),
        c => IsRead(c.Slot, c.Bytes) == NaivePayload.IsWellFormed(Name(c.Slot), c.Bytes));

    [Law]
    public Property Of_bytes_that_were_changed_just_what_is_described_is_read() => Laws.ForAll(
        from payload in Payload() from at in Gen.Choose(0, int.MaxValue) from put in Gen.OneOf(Gen.Choose(0, 255), Gen.Choose(0x20, 0x7e)) from kind in Gen.Choose(0, 2) select (payload.Slot, Bytes: Damaged(Encoding.UTF8.GetBytes(payload.Json), at, (byte)put, kind)),
        c => IsRead(c.Slot, c.Bytes) == NaivePayload.IsWellFormed(Name(c.Slot), c.Bytes));

    [Law]
    public Property An_instant_is_read_as_the_platform_reads_it() => Laws.ForAll(
        from time in TimeGen.Any() from at in Gen.Choose(0, 26) from put in Gen.Elements("0123456789-:.TZ+ \u0663\uff10".ToCharArray()) select time.ToString().Remove(at, 1).Insert(at, put.ToString()),
        text =>
        {
            const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
            var isInstant = DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture, Utc, out var expected);
            return Timestamp.TryParse(text, null, out var read) == isInstant && (!isInstant || (read == Timestamp.From(expected) && read.ToString() == text));
        });

    [Theory]
    [InlineData("""{"roles":["king"]}""", "$.id")]
    [InlineData("""{"id":"a","roles":["king"]}""", "$.roles[0]")]
    [InlineData("""{"id":"a","roles":["contact","system",1]}""", "$.roles[2]")]
    [InlineData("""{"id":"a","roles":{}}""", "$.roles")]
    [InlineData("""{"id":"a","marker":1}""", "$")]
    [InlineData("""{"id":"a","authority":"b"}""", "$")]
    [InlineData("""{"id":"a"}}""", "$")]
    [InlineData("""{"id":"a" }""", "$")]
    [InlineData("[]", "$")]
    public void A_flaw_is_named_by_its_place(string actor, string place) => Assert.Equal(place, Flaw(EntrySlot.Actor, Encoding.UTF8.GetBytes(actor))!.Path);

    private static string Name(EntrySlot slot) => slot.ToString().ToLowerInvariant();

    private static bool IsRead(EntrySlot slot, byte[] payload) => Flaw(slot, payload) is null;

    private static MalformedPayloadException? Flaw(EntrySlot slot, byte[] payload)
    {
        var facts = """{"recordedAt":"2026-01-01T00:00:00.000000Z","rules":"r","taxonomy":"t","type":"read","v":1}"""u8.ToArray();
        byte[] Of(EntrySlot other) => slot == other ? payload : other == EntrySlot.Facts ? facts : [];
        var entry = SealedEntry.FromParts(
            0, default, new byte[EntrySealer.SaltsLength], Of(EntrySlot.Facts), Of(EntrySlot.Subject), Of(EntrySlot.Actor), Of(EntrySlot.Evidence));
        try
        {
            _ = entry.Open();
            return null;
        }
        catch (MalformedPayloadException flaw)
        {
            Assert.Equal(slot, flaw.Slot);
            return flaw;
        }
    }

    private static Gen<(EntrySlot Slot, string Json)> Payload() =>
        from entry in EntryGen.Any()
        from slot in Gen.Elements(s_slots)
        let payload = new EntrySealer().Seal(entry, new byte[EntrySealer.SaltsLength]).Payload(slot).ToArray()
        select (slot, Encoding.UTF8.GetString(payload));

    private static Gen<(int Kind, int From, int To, string Token)> Edit() =>
        from kind in Gen.Choose(0, 5) from at in Gen.Choose(0, int.MaxValue).Two() from token in Gen.Elements(s_tokens) select (kind, at.Item1, at.Item2, token);

    private static List<string> TokensOf(string json) => [.. Regex.Matches(json, """
        "(?:\\.|[^"\\])*"|-?[0-9]+|[a-z]+|.
        """).Select(m => m.Value)];

    private static List<string> Edited(List<string> tokens, (int Kind, int From, int To, string Token) edit)
    {
        if (tokens.Count == 0)
        {
            return [edit.Token];
        }

        var (from, to) = (edit.From % tokens.Count, edit.To % tokens.Count);
        switch (edit.Kind)
        {
            case 0:
                tokens.RemoveAt(from);
                break;
            case 1:
                tokens.Insert(from, edit.Token);
                break;
            case 2:
                tokens[from] = tokens[to];
                break;
            case 3:
                (tokens[from], tokens[to]) = (tokens[to], tokens[from]);
                break;
            case 4:
                // A whole member or item, with its comma: the likeliest way to JSON again.
                var length = tokens.FindIndex(from, t => t == ",") - from + 1;
                tokens.RemoveRange(from, Math.Max(length, 1));
                break;
            default:
                tokens[from] = edit.Token;
                break;
        }

        return tokens;
    }

    private static byte[] Damaged(byte[] bytes, int at, byte put, int kind)
    {
        at = bytes.Length == 0 ? 0 : at % bytes.Length;
        return kind switch
        {
            0 => [.. bytes[..at], put, .. bytes[at..]],
            1 => [.. bytes[..at], .. bytes.Skip(at + 1)],
            _ => [.. bytes[..at], put, .. bytes.Skip(at + 1)],
        };
    }
}
