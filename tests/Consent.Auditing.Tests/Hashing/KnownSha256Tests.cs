using System.Text;

namespace Consent.Auditing.Tests.Hashing;

/// <summary>The values that NIST gives for SHA-256: its examples for FIPS 180-4, and of its validation programme (SHAVS) messages and the Monte Carlo chain. Each is hashed in every lane, beside others.</summary>
public class KnownSha256Tests
{
    public static TheoryData<string, string> Texts => new()
    {
        { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
        { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
        {
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        },
        { new('a', 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" },
    };

    public static TheoryData<string, string> Messages => new()
    {
        { "d3", "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1" },
        { "11af", "5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98" },
        { "b4190e", "dff2e73091f6c05e528896c4c831b9448653dc2ff043528f6769437bc7b975c2" },
        { "74ba2521", "b16aa56be3880d18cd41e68384cf1ec8c17680c45a02b1575dc1518923ae8b0e" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Texts_have_the_digests_that_the_standard_gives(string text, string digest) => AssertInEveryLane(Encoding.ASCII.GetBytes(text), digest);

    [Theory]
    [MemberData(nameof(Messages))]
    public void Messages_have_the_digests_that_the_validation_programme_gives(string message, string digest) => AssertInEveryLane(Convert.FromHexString(message), digest);

    // SHAVS, 6.4: a hundred times a thousand digests, each of the three before it.
    [Fact]
    public void The_chain_of_the_validation_programme_comes_to_its_values()
    {
        var seeds = Enumerable.Range(0, 16).Select(n => Sha256Digest.OfText($"another chain {n}")).ToArray();
        seeds[13] = Sha256Digest.Parse("6d1e72ad03ddeb5de891e572e2396f8da015d899ef0e79503152d6010a3fe691");
        var messages = seeds.Select((_, i) => new Message(i * 96, 96)).ToArray();
        var bytes = new byte[seeds.Length * 96];
        for (var round = 0; round < 100; round++)
        {
            for (var i = 0; i < seeds.Length * 3; i++)
            {
                seeds[i / 3].CopyTo(bytes.AsSpan(i * 32));
            }

            for (var step = 0; step < 1_000; step++)
            {
                ManySha256.Hash(bytes, messages, seeds);
                for (var i = 0; i < seeds.Length; i++)
                {
                    var three = bytes.AsSpan(i * 96, 96);
                    three[32..].CopyTo(three);
                    seeds[i].CopyTo(three[64..]);
                }
            }

            if (round == 0)
            {
                Assert.Equal("e93c330ae5447738c8aa85d71a6c80f2a58381d05872d26bdd39f1fcd4f2b788", seeds[13].ToString());
            }
        }

        Assert.Equal("6a912ba4188391a78e6f13d88ed2d14e13afce9db6f7dcbf4a48c24f3db02778", seeds[13].ToString());
    }

    private static void AssertInEveryLane(byte[] message, string digest)
    {
        byte[] bytes = [.. HashedMessages.Bytes(300), .. message];
        for (var place = 0; place < 20; place++)
        {
            var messages = Enumerable.Range(0, 20).Select(i => i == place ? new Message(300, message.Length) : new Message(i, i * 10)).ToArray();
            Assert.Equal(digest, HashedMessages.AtOnce(bytes, messages)[place].ToString());
        }
    }
}
