using System.Text;

namespace Consent.Crash;

/// <summary>Tells the parent process what is tried and what is acknowledged, a line each. What is told at once arrives at once or not at all; then the rest may go on.</summary>
internal sealed class Report(Stream output)
{
    private readonly Lock _lock = new();

    public void Say(params IEnumerable<string> lines)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
        if (bytes.Length == 0)
        {
            return;
        }

        lock (_lock)
        {
            output.Write(bytes);
            output.Flush();
        }
    }
}
