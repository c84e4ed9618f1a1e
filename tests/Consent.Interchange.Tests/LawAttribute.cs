using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Consent.Interchange.Tests;

/// <summary>A property that FsCheck attacks with 2,000 cases, or as many as the environment variable CONSENT_CASES says; always the same ones where CONSENT_SEED says which.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LawAttribute : PropertyAttribute
{
    public LawAttribute()
    {
        MaxTest = int.TryParse(Environment.GetEnvironmentVariable("CONSENT_CASES"), out var cases) ? cases : 2_000;
        QuietOnSuccess = true;
        if (Environment.GetEnvironmentVariable("CONSENT_SEED") is { Length: > 0 } seed)
        {
            Replay = seed;
        }
    }
}

internal static class Laws
{
    public static Property ForAll<T>(Gen<T> gen, Func<T, bool> law) => Prop.ForAll(gen.ToArbitrary(), law);
}
