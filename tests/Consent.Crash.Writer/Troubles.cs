using Consent.Storage;

namespace Consent.Crash;

/// <summary>The storage may be down for a moment, also while it is being opened. Any other trouble ends the process, and with it the test.</summary>
internal static class Troubles
{
    public static async Task AgainWhenItMayHelpAsync(Report report, Func<Task> act)
    {
        while (true)
        {
            try
            {
                await act();
                return;
            }
            catch (ConsentStoreException trouble) when (trouble.IsTransient)
            {
                report.Say("trouble");
                await Task.Delay(20);
            }
        }
    }
}
