using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Consent.Core.Tests;

/// <summary>A property that FsCheck attacks with 2,000 cases, or as many as the environment variable CONSENT_CASES says; always the same ones where CONSENT_SEED (two numbers, <c>7,9</c>) says which.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class LawAttribute : PropertyAttribute
{
    public LawAttribute()
        : this(1)
    {
    }

    protected LawAttribute(int times)
    {
        MaxTest = times * (int.TryParse(Environment.GetEnvironmentVariable("CONSENT_CASES"), out var asked) ? asked : 2_000);
        QuietOnSuccess = true;
        if (Environment.GetEnvironmentVariable("CONSENT_SEED") is { Length: > 0 } seed)
        {
            Replay = seed;
        }
    }
}

/// <summary>The same over histories in which everything meets: twice as many.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StoryLawAttribute() : LawAttribute(2);

/// <summary>The same for what the reference decides: four times as many.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReferenceLawAttribute() : LawAttribute(4);

internal static class Laws
{
    public static Property ForAll<T>(Gen<T> gen, Func<T, bool> law) => Prop.ForAll(gen.ToArbitrary(), law);

    /// <summary>A law whose counterexamples are made smaller.</summary>
    public static Property ForAll<T>(Gen<T> gen, Func<T, IEnumerable<T>> smaller, Func<T, bool> law) => Prop.ForAll(Arb.From(gen, smaller), law);

    /// <summary>A permutation with repetitions, chosen by a seed.</summary>
    public static List<T> Shuffled<T>(this IEnumerable<T> items, int seed)
    {
        var random = new System.Random(seed);
        var all = items.ToList();
        var result = all.Concat(all.Where(_ => random.Next(3) == 0)).ToList();
        for (var i = result.Count - 1; i > 0; i--)
        {
            var j = random.Next(i + 1);
            (result[i], result[j]) = (result[j], result[i]);
        }

        return result;
    }
}
