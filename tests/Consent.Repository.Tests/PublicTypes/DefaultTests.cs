using System.Collections.Immutable;
using System.Reflection;

namespace Consent.Repository.Tests;

/// <summary>A public struct that nobody made, <c>default</c>, does no harm: it can be asked anything, and what names nothing says so.</summary>
public class DefaultTests
{
    /// <summary>What the fold is made of: they come from the fold only, and are read in its innermost loop, so that a default one has no node and does not say so.</summary>
    private static readonly Type[] s_ofTheFold = [typeof(RecordedStatement), typeof(FlagState), typeof(AskedAt), typeof(FlagMemory)];

    /// <remarks>A ref struct cannot be asked by reflection: <see cref="Auditing.SealedSlots"/>, the only one, is in the tests of its package.</remarks>
    public static TheoryData<Type> Types => new(PublicTypes.All.Where(t => t is { IsValueType: true, IsEnum: false, IsGenericTypeDefinition: false, IsByRefLike: false }));

    public static TheoryData<Type> TypesThatSay => new(Types.Select(t => t.Data).Where(t => !s_ofTheFold.Contains(t)));

    [Theory]
    [MemberData(nameof(Types))]
    public void It_is_equal_to_itself_and_can_be_written(Type type)
    {
        var nothing = Activator.CreateInstance(type)!;
        Assert.True(nothing.Equals(Activator.CreateInstance(type)));
        Assert.Equal(nothing.GetHashCode(), Activator.CreateInstance(type)!.GetHashCode());
        Assert.NotNull(nothing.ToString());
        if (type.GetMethod("CompareTo", [type]) is { } compare)
        {
            Assert.Equal(0, compare.Invoke(nothing, [Activator.CreateInstance(type)]));
            var something = Maker.Make(type, 1);
            Assert.Equal(-Math.Sign((int)compare.Invoke(something, [nothing])!), Math.Sign((int)compare.Invoke(nothing, [something])!));
        }
    }

    [Theory]
    [MemberData(nameof(TypesThatSay))]
    public void It_answers_or_says_that_it_names_nothing(Type type)
    {
        var nothing = Activator.CreateInstance(type)!;
        var nullability = new NullabilityInfoContext();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0))
        {
            try
            {
                var value = property.GetValue(nothing);
                Assert.False(value is null && nullability.Create(property).ReadState == NullabilityState.NotNull, $"{property.Name} is null");
                Assert.False(value is not null && IsDefaultArray(value), $"{property.Name} is a default array");
            }
            catch (TargetInvocationException failure)
            {
                Assert.Contains("default", Assert.IsType<InvalidOperationException>(failure.InnerException).Message, StringComparison.Ordinal);
            }
        }
    }

    private static bool IsDefaultArray(object value) =>
        value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) && (bool)type.GetProperty("IsDefault")!.GetValue(value)!;
}
