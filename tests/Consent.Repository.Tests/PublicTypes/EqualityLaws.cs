using System.Globalization;
using System.Reflection;
using Consent.Interchange;
using Consent.Storage;
using Consent.Tracking;

namespace Consent.Repository.Tests;

/// <summary>What every public type that can be compared keeps to.</summary>
public class EqualityLaws
{
    private static readonly int s_cases =
        int.TryParse(Environment.GetEnvironmentVariable("CONSENT_CASES"), CultureInfo.InvariantCulture, out var asked) ? Math.Max(1, asked / 50) : 60;

    /// <summary>They hold a record of a contact, a taxonomy or a decision's table, which are compared by identity; or they are reports and options that nobody compares.</summary>
    private static readonly Type[] s_byIdentity =
    [
        typeof(AppliedChange), typeof(AudienceChange), typeof(SnapshotWrite), typeof(StoredContact), typeof(ConsentCommit), typeof(Recording), typeof(DecisionTrace), typeof(BulkReport),
        typeof(ContactHubOptions), typeof(Exception),
    ];

    /// <summary>Ordered among the statements of one key: node and flag take no part.</summary>
    private static readonly Type[] s_orderedWithinAKey = [typeof(RecordedStatement)];

    public static TheoryData<Type> Types => new(PublicTypes.Equatable);

    [Theory]
    [MemberData(nameof(Types))]
    public void Equality_hash_order_and_operators_agree(Type type) =>
        typeof(EqualityLaws).GetMethod(nameof(Agree), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, null);

    [Theory]
    [MemberData(nameof(Types))]
    public void Made_of_the_same_content_two_are_equal_and_changing_one_member_parts_them(Type type)
    {
        if (s_byIdentity.Contains(type) || PublicTypes.IsGenerated(type))
        {
            return;
        }

        for (var seed = 0; seed < s_cases; seed++)
        {
            var (one, other) = (Maker.Make(type, seed), Maker.Make(type, seed));
            Assert.True(one.Equals(other), $"{type.Name}, seed {seed}");
            Assert.Equal(one.GetHashCode(), other.GetHashCode());
            foreach (var property in type.GetProperties().Where(p => PublicTypes.IsInit(p) && !s_byIdentity.Contains(p.PropertyType)))
            {
                var changed = Maker.Copy(Maker.Make(type, seed));
                if (new Maker(seed + 7919).TrySet(changed, property) && !IsSame(property.GetValue(one), property.GetValue(changed)))
                {
                    Assert.False(one.Equals(changed), $"{type.Name}.{property.Name} takes no part in equality, seed {seed}");
                }
            }
        }
    }

    private static void Agree<T>()
        where T : IEquatable<T>
    {
        for (var seed = 0; seed < s_cases; seed++)
        {
            var a = Maker.Make<T>(seed);
            foreach (var b in new[] { Maker.Make<T>(seed), Maker.Make<T>(seed + 1), a })
            {
                var isEqual = a.Equals(b);
                Assert.Equal(isEqual, b.Equals(a));
                Assert.Equal(isEqual, a.Equals((object)b));
                Assert.True(!isEqual || a.GetHashCode() == b.GetHashCode());
                Assert.Equal(isEqual, Operator("op_Equality", a, b) ?? isEqual);
                Assert.Equal(!isEqual, Operator("op_Inequality", a, b) ?? !isEqual);
                if (a is IComparable<T> comparable)
                {
                    AgreeOnOrder(comparable, a, b, isEqual);
                }
            }

            Assert.True(a.Equals(a));
            Assert.False(a.Equals((object?)null));
            Assert.False(a.Equals(new object()));
            Assert.True(typeof(T).IsValueType || !a.Equals(default));
        }
    }

    private static void AgreeOnOrder<T>(IComparable<T> comparable, T a, T b, bool isEqual)
    {
        var order = comparable.CompareTo(b);
        Assert.Equal(Math.Sign(order), -Math.Sign(((IComparable<T>)b!).CompareTo(a)));
        Assert.True(isEqual ? order == 0 : order != 0 || s_orderedWithinAKey.Contains(typeof(T)));
        Assert.Equal(order < 0, Operator("op_LessThan", a, b));
        Assert.Equal(order > 0, Operator("op_GreaterThan", a, b));
        Assert.Equal(order <= 0, Operator("op_LessThanOrEqual", a, b));
        Assert.Equal(order >= 0, Operator("op_GreaterThanOrEqual", a, b));
    }

    private static bool? Operator<T>(string name, T a, T b) =>
        (bool?)typeof(T).GetMethod(name, BindingFlags.Public | BindingFlags.Static, [typeof(T), typeof(T)])?.Invoke(null, [a, b]);

    private static bool IsSame(object? a, object? b) =>
        Equals(a, b) || (a is System.Collections.IEnumerable x and not string && b is System.Collections.IEnumerable y && x.Cast<object>().SequenceEqual(y.Cast<object>()));
}
