using System.Globalization;
using static Consent.Storage.Sqlite.Tests.AlteredDatabase;

namespace Consent.Storage.Sqlite.Tests;

/// <summary>
/// One flipped bit in any of the files, while nobody has them open: found when it is read, or by verifying where it hides a row, or harmless, because every answer is as before. Never a permit that was none.
/// CONSENT_FLIPS says which bytes: 1 is every byte (the long form), 64 one in 64; by default one in 512. CONSENT_FLIPS_BETWEEN=0-49999 takes those flips only, so that several processes may share them.
/// </summary>
public sealed class FlippedByteTests
{
    [Fact]
    public async Task A_flipped_bit_is_found_or_harmless()
    {
        using var whole = await WriteAsync();
        var answers = await whole.AnswersAsync();
        var step = int.TryParse(Environment.GetEnvironmentVariable("CONSENT_FLIPS"), out var every) ? every : 512;
        var between = Environment.GetEnvironmentVariable("CONSENT_FLIPS_BETWEEN")?.Split('-') ?? ["0", $"{int.MaxValue}"];
        var (first, last) = (int.Parse(between[0], CultureInfo.InvariantCulture), int.Parse(between[1], CultureInfo.InvariantCulture));
        var random = new Random(20261128);
        var (number, flips, found) = (0, 0, 0);
        foreach (var (file, index) in whole.Files.Select((file, index) => (file, index)))
        {
            for (var at = random.Next(step); at < new FileInfo(file).Length; at += step)
            {
                var bit = 1 << random.Next(8);
                if (number++ is var n && (n < first || n > last))
                {
                    continue;
                }

                flips++;
                using var copy = whole.Copy();
                Flip(copy.Files.ElementAt(index), at, bit);
                found += await IsFoundAsync(copy, answers, $"byte {at} of {Path.GetFileName(file)}") ? 1 : 0;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{flips} flips, {found} found, the others harmless");
        Assert.True(flips > 50 && found > flips / 20, $"{found} of {flips} were found.");
    }

    /// <returns>Whether it was found; where not, every answer is as before.</returns>
    private static async Task<bool> IsFoundAsync(AlteredDatabase flipped, IReadOnlyList<(DecisionOutcome Outcome, DecisionCode Code)> answers, string where)
    {
        try
        {
            var now = await flipped.AnswersAsync();
            var isSame = now.SequenceEqual(answers);
            var isHidden = !isSame && now.Zip(answers).Any(a => a.First != a.Second && a.First.Code != DecisionCode.RecordAltered);
            Assert.False(now.Zip(answers).Any(a => a.First.Outcome == DecisionOutcome.Permit && a.Second.Outcome != DecisionOutcome.Permit), $"A flip of {where} permits.");
            if (isHidden)
            {
                Assert.False((await flipped.VerifyAsync()).IsSound, $"A flip of {where} hides a row, and verifying does not find it.");
            }

            return !isSame || !(await flipped.VerifyAsync()).IsSound;
        }
        catch (ConsentStoreException)
        {
            return true;
        }
    }

    private static void Flip(string file, long at, int bit)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = at;
        var value = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(value ^ bit));
    }
}
