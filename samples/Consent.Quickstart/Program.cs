using Spectre.Console;

AnsiConsole.MarkupLine("[bold]Consent[/]: what did this person say, and may we do this to them now?");
