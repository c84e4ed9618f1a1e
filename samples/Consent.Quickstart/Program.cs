using Consent.Quickstart;
using Consent.Storage;

var (options, error) = QuickstartOptions.Parse(args);
if (options is null)
{
    await Console.Error.WriteLineAsync($"{error}{Environment.NewLine}{QuickstartOptions.Usage}");
    return ExitCode.WrongArguments;
}

if (options.IsHelp)
{
    Console.WriteLine(QuickstartOptions.Usage);
    return ExitCode.Done;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

try
{
    await using var story = new Story(options);
    var (facts, badLines) = await story.TellAsync(stop.Token);
    if (facts is null)
    {
        await Console.Error.WriteLineAsync("Nothing could be imported.");
        foreach (var line in badLines.Take(20))
        {
            await Console.Error.WriteLineAsync($"line {line.Number}: {line.Path} {line.Reason}");
        }

        return ExitCode.NothingImported;
    }

    if (options.IsJson)
    {
        StoryAsJson.Write(facts, Console.OpenStandardOutput());
    }
    else
    {
        StoryOnConsole.Write(facts, Spectre.Console.AnsiConsole.Console);
    }

    return ExitCode.Done;
}
catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"The input cannot be read: {trouble.Message}");
    return ExitCode.InputUnreadable;
}
catch (ConsentStoreException trouble)
{
    await Console.Error.WriteLineAsync($"The store: {trouble.Message}");
    return ExitCode.StoreInTrouble;
}
