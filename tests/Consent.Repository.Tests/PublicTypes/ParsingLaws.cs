using System.Reflection;
using Consent.Auditing;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Consent.Repository.Tests;

/// <summary>What every public type that is read from text keeps to.</summary>
public class ParsingLaws
{
    public static TheoryData<Type> Types => new(PublicTypes.All.Where(t => PublicTypes.Implements(t, typeof(IParsable<>))));

    [Theory]
    [MemberData(nameof(Types))]
    public void Written_and_read_again_a_value_is_the_same(Type type) => Run(nameof(RoundTrips), type);

    [Theory]
    [MemberData(nameof(Types))]
    public void What_is_refused_is_refused_alike_by_every_reader_and_never_quoted(Type type) => Run(nameof(Refuses), type);

    [Property(MaxTest = 500)]
    public Property Text_that_a_store_could_not_keep_is_no_id() => Prop.ForAll(TextGen.Refused().ToArbitrary(), text => !ContactId.TryParse(text, null, out _));

    private static void Run(string law, Type type) => typeof(ParsingLaws).GetMethod(law, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, null);

    private static void RoundTrips<T>()
        where T : IParsable<T>, IEquatable<T>
    {
        Assert.Equal(typeof(T), typeof(T).GetMethod("ToString", System.Type.EmptyTypes)!.DeclaringType);
        for (var seed = 0; seed < 500; seed++)
        {
            var value = Maker.Make<T>(seed);
            var text = TextOf(value);
            Assert.Equal(value, T.Parse(text, null));
            Assert.True(T.TryParse(text, null, out var read) && read.Equals(value));
            Assert.Equal(text, TextOf(read));
            ReadsSpans(value, text);
        }
    }

    private static void Refuses<T>()
        where T : IParsable<T>
    {
        Assert.False(T.TryParse(null, null, out _));
        Assert.Throws<ArgumentNullException>(() => T.Parse(null!, null));
        var texts = new Maker(1).From(TextGen.Stored(300).ListOf(300)).Concat(new Maker(2).From(TextGen.Refused().ListOf(50))).Append(new string('x', 5000));
        foreach (var text in texts)
        {
            if (T.TryParse(text, null, out var read))
            {
                Assert.Equal(TextOf(read), TextOf(T.Parse(text, null)));
                continue;
            }

            var refused = Assert.Throws<FormatException>(() => T.Parse(text, null));
            Assert.False(text.Length > 3 && refused.Message.Contains(text, StringComparison.Ordinal), refused.Message);
        }
    }

    /// <summary>An id may be personal data, and so may what a proof discloses: they are read back from their value, not from their written form.</summary>
    private static string TextOf<T>(T value) => value switch
    {
        ContactId id => id.Value,
        ChangeId id => id.Value,
        TlogProof proof => proof.ToFile(),
        Receipt receipt => receipt.ToFile(),
        _ => value!.ToString()!,
    };

    private static void ReadsSpans<T>(T value, string text)
    {
        if (PublicTypes.Implements(typeof(T), typeof(ISpanParsable<>)))
        {
            var parse = (SpanParser<T>)Delegate.CreateDelegate(typeof(SpanParser<T>), typeof(T).GetMethod("Parse", [typeof(ReadOnlySpan<char>), typeof(IFormatProvider)])!);
            Assert.Equal(value, parse(text, null));
        }
    }

    private delegate T SpanParser<T>(ReadOnlySpan<char> text, IFormatProvider? provider);
}
