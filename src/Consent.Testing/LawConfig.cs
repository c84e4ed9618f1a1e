using System.Globalization;
using FsCheck;

namespace Consent.Testing;

/// <summary>How FsCheck tries a law: a counterexample is thrown, and nothing is printed while the law holds.</summary>
/// <example><code>await Task.Run(() => Prop.ForAll(ChangeGen.Any().ToArbitrary(), law).Check(LawConfig.Of(200)));</code></example>
public static class LawConfig
{
    /// <summary>So many cases; always the same ones where the environment variable <c>CONSENT_SEED</c> says which (two numbers, <c>7,9</c>).</summary>
    /// <param name="cases">How many; at least one.</param>
    /// <exception cref="FormatException"><c>CONSENT_SEED</c> is not two numbers.</exception>
    public static Config Of(int cases)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(cases).WithQuietOnSuccess(true);
        return Environment.GetEnvironmentVariable("CONSENT_SEED") is not { Length: > 0 } seed ? config
            : seed.Split(',') is [var first, var second] && ulong.TryParse(first, CultureInfo.InvariantCulture, out var state) && ulong.TryParse(second, CultureInfo.InvariantCulture, out var gamma)
                ? config.WithReplay(state, gamma)
            : throw new FormatException("The environment variable CONSENT_SEED is not two numbers with a comma between them.");
    }
}
