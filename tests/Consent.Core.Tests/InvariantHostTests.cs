using System.Diagnostics;

namespace Consent.Core.Tests;

/// <summary>A host that runs without ICU, as small containers do. The test starts itself again in such a process.</summary>
public class InvariantHostTests
{
    private const string Mode = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";

    [Fact]
    public async Task Without_Unicode_data_an_address_beyond_ASCII_is_refused_rather_than_made_two()
    {
        if (Environment.GetEnvironmentVariable(Mode) != "1")
        {
            Assert.Equal("ada@xn--mnchen-3ya.example", ContactPoint.Email("ada@MÜNCHEN.example").Value);
            var start = new ProcessStartInfo("dotnet", [typeof(InvariantHostTests).Assembly.Location, "-class", typeof(InvariantHostTests).FullName!])
            {
                RedirectStandardOutput = true,
                Environment = { [Mode] = "1" },
            };
            using var process = Process.Start(start)!;
            var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, said);
            return;
        }

        Assert.Equal("ada@shop.example", ContactPoint.Email("Ada@Shop.example").Value);
        Assert.Equal("ada@xn--mnchen-3ya.example", ContactPoint.Email("ada@XN--mnchen-3ya.example").Value);
        string[] beyond = ["ada@MÜNCHEN.example", "àda@shop.example"];
        foreach (var address in beyond)
        {
            var refused = Assert.Throws<PlatformNotSupportedException>(() => ContactPoint.Email(address));
            Assert.Contains("Install ICU", refused.Message, StringComparison.Ordinal);
            Assert.Throws<PlatformNotSupportedException>(() => ContactPoint.TryEmail(address, out _));
            Assert.Null(ContactPoint.Of(ContactId.From(address)));
        }
    }
}
