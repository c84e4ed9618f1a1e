using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Consent.Auditing;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Consent.Storage.Tests;

/// <summary>What a durable store keeps of an entry, and that it comes back to the byte.</summary>
public class EntryBlobTests
{
    private static readonly byte[] s_salts = [.. Enumerable.Range(0, EntrySealer.SaltsLength).Select(i => (byte)i)];
    private static readonly byte[] s_key = [.. Enumerable.Repeat((byte)7, 32)];
    private static readonly byte[] s_nonce = new byte[EntryBlob.NonceLength];

    [Property]
    public void Any_bytes_come_back(byte[] facts, byte[] subject, byte[] actor, byte[] evidence, bool isEncrypted) => AssertComesBack([facts, subject, actor, evidence], isEncrypted);

    [Property(MaxTest = 1000)]
    public Property What_looks_like_the_logs_json_comes_back() => Prop.ForAll(Arb.From(Gen.Four(Text())), texts =>
        AssertComesBack([Bytes(texts.Item1), Bytes(texts.Item2), Bytes(texts.Item3), Bytes(texts.Item4)], isEncrypted: false));

    [Property]
    public Property Entries_come_back_in_fewer_bytes() => Prop.ForAll(Arb.From(EntryGen.Any()), entry =>
    {
        var sealed_ = new EntrySealer().Seal(entry.Logged(3, Timestamp.MinValue), s_salts);
        byte[][] payloads = [.. Enum.GetValues<EntrySlot>().Select(slot => sealed_.Payload(slot).ToArray())];
        Assert.True(AssertComesBack(payloads, isEncrypted: true).Length < 80 + EntrySealer.SaltsLength + payloads.Sum(p => p.Length));
    });

    [Property(MaxTest = 1000)]
    public void Damaged_bytes_are_no_entry_or_another_one_and_never_an_exception(byte[] rest, byte length)
    {
        byte[] blob = [0x10, length, 2, 1, 0, .. s_salts, .. rest];
        _ = EntryBlob.Read(0, Leaf, blob, []);
        _ = EntryBlob.Read(0, Leaf, [0x10, .. rest], []);
    }

    [Fact]
    public void A_plain_change_takes_a_third_of_its_json()
    {
        const string At = "2026-06-01T00:00:00.000000Z";
        var facts = $$"""{"acceptance":{"acceptedAt":"{{At}}","version":"v2"},"changeSha256":"ce828bc85a1805f35ef63ff368f36c18a67c384aa01ef9245cc875959d010fa1","recordedAt":"{{At}}","rules":"1/EuropeanUnion/7454ee60","source":"selfService","statements":[{"effect":"inForce","flag":"status","node":"marketing.automatic.email","occurredAt":"{{At}}","value":true,"weight":"attested"},{"effect":"inForce","flag":"status","node":"marketing.automatic.sms","occurredAt":"{{At}}","value":true,"weight":"attested"},{"effect":"inForce","flag":"status","node":"profiling.online","occurredAt":"{{At}}","value":false,"weight":"attested"}],"taxonomy":"contactlab-1/c367cf1a","type":"changed","v":1}""";
        const string Subject = """{"contact":"customer-00000001","incarnation":"3309fc2eb21c43019f152cc0e1a2eeda","prev":-1,"revision":1}""";
        const string Actor = """{"id":"crm","roles":["apiClient"]}""";
        const string Shown = """{"change":"01a228ab-8302-75a2-93e7-445d9433d941","contentSha256":"6551be4d18543a6cab1c26d5b1cd796925d84f2fa9ace16cb0e7d62261d50ccc","evidence":[{"actedBy":"person","method":"web form","reference":"https://shop.example/signup"},{}],"statements":[{"evidence":0},{"evidence":0},{"evidence":1}]}""";
        byte[][] payloads = [Bytes(facts), Bytes(Subject), Bytes(Actor), Bytes(Shown)];

        var blob = AssertComesBack(payloads, isEncrypted: false);

        Assert.Equal(1192, payloads.Sum(p => p.Length));
        Assert.InRange(blob.Length - EntrySealer.SaltsLength, 1, 333);
    }

    /// <summary>What stands for what is kept for ever: each byte, and each pair of bytes, that stands for a piece.</summary>
    [Fact]
    public void What_stands_for_what_is_never_changed()
    {
        var pieces = new StringBuilder();
        foreach (var place in Enumerable.Range(0, 24).Select(i => (byte[])[(byte)(8 + i)]).Concat(Enumerable.Range(0, 256).Select(i => (byte[])[6, (byte)i])))
        {
            for (var length = 1; length <= 64; length++)
            {
                if (EntryBlob.Read(0, Leaf, [0x10, (byte)length, 0, 0, 0, .. s_salts, .. place], []) is { } read)
                {
                    pieces.Append(CultureInfo.InvariantCulture, $"{Convert.ToHexString(place)} {Encoding.ASCII.GetString(read.Payload(EntrySlot.Facts))}\n");
                }
            }
        }

        Assert.Equal(201, pieces.ToString().Count(c => c == '\n'));
        Assert.Equal("41973d19475b6f861f5535ee0014663b", Convert.ToHexStringLower(SHA256.HashData(Bytes(pieces.ToString())))[..32]);
    }

    /// <summary>What stands for an instant, the same once more, a digest, a UUID, and for bytes that JSON never has; each between what is written as it is. Read for ever, and written so today.</summary>
    [Theory]
    [InlineData("00 00 00 1F 20 7E FF", "\0\u001f ~\u00ff")]
    [InlineData("22 01 064F6AC2A53AC0 22 02 22", "\"2026-04-14T12:30:11.000000Z\"2026-04-14T12:30:11.000000Z\"")]
    [InlineData("22 01 FFFFFFFFFFFFFF 22", "\"1969-12-31T23:59:59.999999Z\"")]
    [InlineData("22 03 000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1EFF 22", "\"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff\"")]
    [InlineData("22 04 01A228AB830275A293E7445D9433D941 22", "\"01a228ab-8302-75a2-93e7-445d9433d941\"")]
    [InlineData("22 05 3309FC2EB21C43019F152CC0E1A2EEDA 22", "\"3309fc2eb21c43019f152cc0e1a2eeda\"")]
    [InlineData("08 06 00 0A 7B", "{\"effect\":\"inForce\",\"flag\":\"status\",\"node\":\"marketing.automatic.email\",\"occurredAt\":\"{")]
    public void What_stands_for_a_value_is_never_changed(string shortened, string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        byte[] blob = [0x10, (byte)bytes.Length, 0, 0, 0, .. s_salts, .. Convert.FromHexString(shortened.Replace(" ", "", StringComparison.Ordinal))];

        Assert.Equal(bytes, EntryBlob.Read(0, Leaf, blob, [])!.Payload(EntrySlot.Facts).ToArray());
        Assert.Equal(Convert.ToHexString(blob), Convert.ToHexString(EntryBlob.Write(SealedEntry.FromParts(0, Leaf, s_salts, bytes, [], [], []), [], s_nonce)));
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00.000000Z")]
    [InlineData("0001-01-01T00:00:00.000000Z")]
    [InlineData("9999-12-31T23:59:59.999999Z")]
    [InlineData("0829-01-01T00:00:00.000000Z")]
    [InlineData("3111-12-31T00:00:00.000001Z")]
    [InlineData("2026-02-29T00:00:00.000000Z")]
    [InlineData("2024-02-29T23:59:60.000000Z")]
    [InlineData("2026-06-01t00:00:00.000000Z")]
    [InlineData("2026-06-01T24:00:00.000000Z")]
    [InlineData("CE828BC85A1805F35EF63FF368F36C18A67C384AA01EF9245CC875959D010FA1")]
    [InlineData("ce828bc85a1805f35ef63ff368f36c18a67c384aa01ef9245cc875959d010fag")]
    [InlineData("01a228ab-8302-75a2-93e7-445d9433d94G")]
    [InlineData("01a228ab-8302-75a2-93e7+445d9433d941")]
    [InlineData("01A228ab-8302-75a2-93e7-445d9433d941")]
    public void What_only_looks_like_a_value_comes_back(string text) => AssertComesBack([Bytes($"\"{text}\""), Bytes($"{{\"a\":\"{text}\",\"b\":\"{text}\"}}"), Bytes(text), Bytes($"\"{text}")], isEncrypted: false);

    private static EntryLeaf Leaf { get; } = new EntrySealer().Seal(Some.First("ada").Entries[0].Logged(0, Timestamp.MinValue), s_salts).Leaf;

    private static byte[] AssertComesBack(byte[][] payloads, bool isEncrypted)
    {
        var entry = SealedEntry.FromParts(3, Leaf, s_salts, payloads[0], payloads[1], payloads[2], payloads[3]);
        var blob = EntryBlob.Write(entry, isEncrypted ? s_key : [], s_nonce);
        var read = EntryBlob.Read(3, Leaf, blob, isEncrypted ? s_key : []);
        Assert.NotNull(read);
        for (var slot = EntrySlot.Facts; slot <= EntrySlot.Evidence; slot++)
        {
            Assert.Equal(entry.Salt(slot), read.Salt(slot));
            Assert.Equal(payloads[(int)slot], read.Payload(slot).ToArray());
        }

        return blob;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static Gen<string> Text() =>
        from parts in Gen.ListOf(Gen.OneOf(
            Gen.Elements("\"", "{", "}", "\":\"", "\",\"", "\u0000", "\u0006", "\u001f", "é", " ", "{\"change\":\"", "marketing.automatic.email", "\",\"occurredAt\":\"", "\"]}", "evidence"),
            from minute in Gen.Choose(-100, 100) select $"\"{TimeGen.Minute(minute)}\"",
            from number in Gen.Choose(0, 1_000_000) select $"\"{Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number)))[..(number % 2 == 0 ? 64 : 32)]}\"",
            from number in Gen.Choose(0, 1_000_000) select $"\"{new Guid(number, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8)}\"",
            from number in Gen.Choose(0, 99999) select number.ToString(CultureInfo.InvariantCulture)))
        select string.Concat(parts);
}
