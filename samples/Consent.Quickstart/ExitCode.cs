namespace Consent.Quickstart;

/// <summary>What the exit codes mean.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int NothingImported = 1;
    public const int WrongArguments = 2;
    public const int InputUnreadable = 3;
    public const int StoreInTrouble = 4;
}
