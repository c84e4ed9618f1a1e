using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Auditing.Tests.Hashing;

/// <summary>What is hashed in lanes has the digest that the platform gives. The same tests run where the processor has fewer lanes, or none: <see cref="FewerLanesTests"/>.</summary>
public class ManySha256Tests
{
    private const int Longest = 2_048;
    private static readonly byte[] s_bytes = HashedMessages.Bytes(1 << 16);

    [Fact]
    public void As_many_lanes_as_the_processor_is_said_to_have()
    {
        var own = Vector512.IsHardwareAccelerated && Avx512BW.IsSupported ? 16 : Avx2.IsSupported ? 8 : 1;
        Assert.Equal(FewerLanesTests.Expected ?? own, ManySha256.Lanes);
    }

    [Fact]
    public void Every_length()
    {
        for (var length = 0; length <= Longest; length++)
        {
            HashedMessages.AssertSame(s_bytes, [.. Enumerable.Range(0, 17).Select(i => new Message(i * 2_100, length))]);
        }
    }

    [Fact]
    public void All_lengths_in_one_call()
    {
        var all = Enumerable.Range(0, Longest + 1).Select(length => new Message(length, length)).ToArray();

        HashedMessages.AssertSame(s_bytes, all);
        HashedMessages.AssertSame(s_bytes, [.. all.Reverse()]);
        new Random(2).Shuffle(all);
        HashedMessages.AssertSame(s_bytes, all);
    }

    [Fact]
    public void Every_alignment()
    {
        for (var start = 0; start < 128; start++)
        {
            HashedMessages.AssertSame(s_bytes, [.. Enumerable.Range(0, 20).Select(i => new Message(start, 40 + (i * 11)))]);
            var moved = s_bytes[..(4_096 + start)];
            Assert.Equal(
                HashedMessages.ByThePlatform(moved, Enumerable.Range(0, 20).Select(i => new Message(start + (i * 150), 133))),
                HashedMessages.AtOnce(moved.AsSpan(start), [.. Enumerable.Range(0, 20).Select(i => new Message(i * 150, 133))]));
        }
    }

    [Fact]
    public void Every_number_of_messages()
    {
        for (var count = 0; count <= 70; count++)
        {
            HashedMessages.AssertSame(s_bytes, [.. Enumerable.Range(0, count).Select(i => new Message(i * 7, i * 29 % 400))]);
        }
    }

    [Fact]
    public void The_last_byte_may_be_the_last_there_is()
    {
        for (var length = 0; length < 200; length++)
        {
            HashedMessages.AssertSame(s_bytes[..200], [.. Enumerable.Repeat(new Message(200 - length, length), 9)]);
        }
    }

    [Law]
    public Property Any_messages_among_any_bytes() => Laws.ForAll(
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from messages in Gen.ListOf(from length in Gen.OneOf(Gen.Choose(0, 200), Gen.Choose(0, 3_000)) from start in Gen.Choose(0, 1_000) select new Message(start, length))
        select (Bytes: HashedMessages.Bytes(4_000, seed), Messages: messages.ToArray()),
        c => HashedMessages.AtOnce(c.Bytes, c.Messages).SequenceEqual(HashedMessages.ByThePlatform(c.Bytes, c.Messages)));
}
