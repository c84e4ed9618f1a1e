namespace Consent.Verify;

/// <summary>What was checked and held, what did not hold, and what no such check can show.</summary>
internal sealed class Report
{
    private readonly List<string> _lines = [];

    public bool Holds { get; private set; } = true;

    public Report About(string line) => Add("", line);

    public Report Checked(string what) => Add("  holds          ", what);

    public Report Failed(string what)
    {
        Holds = false;
        return Add("  DOES NOT HOLD  ", what);
    }

    public Report NotShown(string what) => Add("  not shown      ", what);

    public void Write(TextWriter output)
    {
        foreach (var line in _lines)
        {
            output.WriteLine(Printable.Of(line));
        }

        output.WriteLine(Holds ? "OK: all that can be checked here holds." : "NOT OK.");
    }

    private Report Add(string mark, string text)
    {
        _lines.Add(mark + text);
        return this;
    }
}
