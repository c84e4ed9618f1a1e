namespace Consent.Verify;

/// <summary>The tool, without the process around it.</summary>
internal static class VerifyTool
{
    public const string Usage = """
        Checks, offline, what a Consent audit log gave out.

        consent-verify receipt FILE --key KEY [--show]
            An entry is in the log, and the slots shown are what it says. --show prints them.
        consent-verify dossier FILE --key KEY
            One contact's history: every entry, their order, notice texts, and the page itself.
        consent-verify consistency OLD NEW PROOF --key KEY
            The log of the checkpoint NEW begins with all of the log of the checkpoint OLD.

        KEY  the log's verifier key (name+id+key), or a file with one key on each line; may be given
             several times. Take it from somewhere other than what is checked.

        Ends with 0 when all holds, 1 when something does not, 2 when nothing could be checked.
        """;

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        try
        {
            var options = VerifyOptions.Parse(arguments);
            if (options.IsHelp)
            {
                output.WriteLine(Usage);
                return ExitCode.Holds;
            }

            var report = options.Command switch
            {
                "receipt" => ReceiptCheck.Run(options),
                "dossier" => DossierCheck.Run(options),
                _ => ConsistencyCheck.Run(options),
            };
            report.Write(output);
            return report.Holds ? ExitCode.Holds : ExitCode.DoesNotHold;
        }
        catch (UsageException wrong)
        {
            error.WriteLine(wrong.Message);
            if (wrong.ShowsUsage)
            {
                error.WriteLine();
                error.WriteLine(Usage);
            }

            return ExitCode.NotChecked;
        }
    }
}
