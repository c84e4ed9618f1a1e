using System.Reflection;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>Finds the conformance suites that an adapter's test assembly forgot, also those that a later version of this package adds.</summary>
public static class ConformanceCoverage
{
    /// <summary>All suites, as open generic types.</summary>
    public static IReadOnlyList<Type> Suites { get; } =
    [
        .. typeof(ConformanceCoverage).Assembly.GetExportedTypes().Where(t => t.IsAbstract && IsSuite(t.BaseType)).OrderBy(t => t.Name, StringComparer.Ordinal),
    ];

    /// <summary>The suites that no public class of an assembly runs on an adapter's stores.</summary>
    /// <typeparam name="TFixture">Makes the adapter's stores.</typeparam>
    /// <param name="tests">The adapter's test assembly.</param>
    public static IReadOnlyList<Type> Missing<TFixture>(Assembly tests)
        where TFixture : StoreFixture, new()
    {
        ArgumentNullException.ThrowIfNull(tests);
        var run = tests.GetExportedTypes().Where(t => !t.IsAbstract && !t.ContainsGenericParameters).SelectMany(BasesOf).ToHashSet();
        return [.. Suites.Where(suite => !run.Contains(suite.MakeGenericType(typeof(TFixture))))];
    }

    /// <summary>Fails when an assembly forgot a suite; the message names what to write.</summary>
    /// <inheritdoc cref="Missing{TFixture}" path="/typeparam|/param"/>
    public static void AssertComplete<TFixture>(Assembly tests)
        where TFixture : StoreFixture, new()
    {
        var missing = Missing<TFixture>(tests).Select(t => t.Name.Split('`')[0]).ToList();
        Assert.True(missing.Count == 0, $"No public class derives from {string.Join(", ", missing.Select(name => $"{name}<{typeof(TFixture).Name}>"))}.");
    }

    private static bool IsSuite(Type? type) => type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(StoreConformance<>);

    private static IEnumerable<Type> BasesOf(Type type)
    {
        for (var at = type.BaseType; at is not null; at = at.BaseType)
        {
            yield return at;
        }
    }
}
