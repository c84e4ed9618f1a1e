using System.Collections.Immutable;
using System.Reflection;
using Consent.Storage.PostgreSql;
using Consent.Storage.Sqlite;
using Consent.Tracking;

namespace Consent.Repository.Tests;

/// <summary>Nothing public can be changed from outside, and nothing public hands out what can.</summary>
public class ImmutabilityTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Options are set in a host's start-up, and checked there.</summary>
    private static readonly Type[] s_settable = [typeof(ConsentTrackingOptions), typeof(DoubleOptInLimits), typeof(SqliteStoreOptions), typeof(PostgreSqlStoreOptions)];

    public static TheoryData<Type> Types => new(PublicTypes.All.Where(t => !t.IsEnum && !PublicTypes.IsException(t)));

    public static TheoryData<Type> Made => new(PublicTypes.Equatable.Union(PublicTypes.Written));

    [Theory]
    [MemberData(nameof(Types))]
    public void No_type_is_named_as_the_namespace_and_none_can_be_set(Type type)
    {
        Assert.NotEqual("Consent", type.Name);
        var settable = type.GetProperties(Declared).Where(p => p.SetMethod is { IsPublic: true } or { IsFamily: true } && !PublicTypes.IsInit(p));
        Assert.True(!settable.Any() || s_settable.Contains(type), string.Join(", ", settable.Select(p => p.Name)));
        Assert.All(type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily), f => Assert.True(f.IsInitOnly || f.IsLiteral, f.Name));
    }

    /// <remarks>Bytes that a method makes are its caller's.</remarks>
    [Theory]
    [MemberData(nameof(Types))]
    public void No_member_hands_out_a_collection_that_can_be_changed(Type type)
    {
        var handedOut = type.GetProperties(Declared).Where(p => IsVisible(p.GetMethod)).Select(p => (p.Name, Type: p.PropertyType))
            .Concat(type.GetMethods(Declared).Where(m => !m.IsSpecialName && IsVisible(m) && !Parts(m.ReturnType).Contains(typeof(byte[]))).Select(m => (m.Name, Type: m.ReturnType)))
            .Concat(type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily).Select(f => (f.Name, Type: f.FieldType)));
        Assert.All(handedOut, m => Assert.False(Parts(m.Type).Any(IsChangeable), $"{m.Name} returns {m.Type}"));
    }

    [Theory]
    [MemberData(nameof(Made))]
    public void What_an_instance_hands_out_as_read_only_cannot_be_cast_to_something_that_can_be_changed(Type type)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var instance = Maker.Make(type, seed);
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0 && p.PropertyType.IsInterface))
            {
                Assert.False(property.GetValue(instance) is { } value && IsChangeable(value.GetType()), property.Name);
            }
        }
    }

    private static bool IsVisible(MethodInfo? method) => method is { IsPublic: true } or { IsFamily: true };

    /// <summary>The type, and what it is a promise, a stream, a pair or a sequence of.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        type.IsGenericType && !typeof(Delegate).IsAssignableFrom(type) ? type.GetGenericArguments().SelectMany(Parts).Prepend(type) : [type];

    private static bool IsChangeable(Type type)
    {
        if (type.IsArray || type == typeof(System.Text.StringBuilder) || typeof(Stream).IsAssignableFrom(type))
        {
            return true;
        }

        var open = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return open == typeof(Span<>) || open == typeof(Memory<>) || open == typeof(ArraySegment<>)
            || open == typeof(IList<>) || open == typeof(ICollection<>) || open == typeof(IDictionary<,>) || open == typeof(ISet<>)
            || (open.Namespace is "System.Collections.Generic" or "System.Collections.Concurrent" && !open.IsInterface && open.IsClass
                && open.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)));
    }
}
