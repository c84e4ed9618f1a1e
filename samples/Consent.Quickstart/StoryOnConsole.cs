using System.Globalization;
using Spectre.Console;

namespace Consent.Quickstart;

/// <summary>The facts for people: colours and trees on a terminal, plain text elsewhere.</summary>
internal static class StoryOnConsole
{
    public static void Write(StoryFacts facts, IAnsiConsole console)
    {
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = 240;
        }

        Title(console, "Import");
        Import(console, facts.Source, facts.FirstImport);
        foreach (var line in facts.BadLines)
        {
            console.MarkupLineInterpolated($"  [red]line {line.Number}[/]  {line.Path}  {line.Reason}");
        }

        Title(console, "The same file again");
        Import(console, facts.Source, facts.SecondImport);
        console.WriteLine(facts.SecondImport.LogAfter == facts.SecondImport.LogBefore ? "  Nothing changed: no entry was added." : "  Something changed.");

        Title(console, $"One contact: {facts.Contact}");
        Tree(console, facts.Consents);

        Title(console, "What happened then");
        Steps(console, facts.Steps);

        Title(console, "May we? Before and after");
        Decisions(console, facts.Decisions);

        Title(console, "The same contact now");
        Tree(console, facts.ConsentsAfter);

        Title(console, "The audit log, read by the DPO");
        History(console, facts.History);

        Title(console, $"Two pasts: {Day(facts.Pasts.On)}");
        console.MarkupLineInterpolated($"  What was true:  objection to {facts.Pasts.Purpose} {Value(facts.Pasts.TrueThen)}  [grey]{facts.Pasts.DecisionTrue}[/]");
        console.MarkupLineInterpolated($"  What we knew:   objection to {facts.Pasts.Purpose} {Value(facts.Pasts.KnownThen)}  [grey]{facts.Pasts.DecisionKnown}[/]");

        Proof(console, facts.Proof, facts.Source);
    }

    private static void Proof(IAnsiConsole console, ProofFacts proof, string source)
    {
        Title(console, "The log proves itself");
        console.WriteLine("  The checkpoint, signed, as it is published where the operator's hands do not reach:");
        foreach (var line in proof.Checkpoint.TrimEnd('\n').Split('\n'))
        {
            console.WriteLine($"    {line}");
        }

        console.MarkupLineInterpolated($"  The person's receipt of the withdrawal (entry {proof.ReceiptIndex}), checked with the public key alone: [bold]{proof.Receipt}[/]");
        console.MarkupLineInterpolated($"  The log with one flag of that entry turned: [bold]{proof.Tampered}[/]");

        Title(console, "And it can forget");
        console.MarkupLineInterpolated($"  The person asks to be erased: [bold]{proof.Erasure}[/]. {proof.ErasedEntries} entries have nothing left but their leaf.");
        console.MarkupLineInterpolated($"  The whole log, checked: [bold]{proof.LogAfterErasure}[/]. It only grew since the checkpoint: [bold]{proof.GrewOnly}[/]. The receipt: [bold]{proof.ReceiptAfterErasure}[/].");
        console.MarkupLineInterpolated($"  The nightly file, which still has the person:");
        Import(console, source, proof.ImportAfterErasure);
        console.MarkupLineInterpolated($"  May we email them? [bold]{proof.DecisionAfterErasure}[/]");
    }

    private static void Title(IAnsiConsole console, string text)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold underline]{text}[/]");
    }

    private static void Import(IAnsiConsole console, string source, ImportFacts import)
    {
        console.MarkupLineInterpolated($"  {source}: [bold]{import.Documents} imported[/], {import.Recorded} recorded, {import.Unchanged} unchanged, {import.Refused} refused, {import.Quarantined} quarantined");
        console.MarkupLineInterpolated($"  The audit log had {import.LogBefore} entries and has {import.LogAfter}.");
    }

    private static void Tree(IAnsiConsole console, IReadOnlyList<NodeFacts> nodes)
    {
        var tree = new Tree("consent  (status, restriction, objection)");
        var places = new Dictionary<string, IHasTreeNodes> { [""] = tree };
        foreach (var node in nodes)
        {
            var dot = node.Path.LastIndexOf('.');
            var parent = dot < 0 ? "" : node.Path[..dot];
            var isSilent = node is { IsGroup: true, Status: FlagValue.Unset, Restriction: FlagValue.Unset, Objection: FlagValue.Unset };
            var label = isSilent
                ? $"[bold]{node.Path[(dot + 1)..]}[/]"
                : $"{node.Path[(dot + 1)..],-12} {Flag(node.Status, "green")} {Flag(node.Restriction, "yellow")} {Flag(node.Objection, "red")}  [grey]{node.Means}[/]";
            places[node.Path] = places[parent].AddNode(label);
        }

        console.Write(tree);
    }

    private static void Steps(IAnsiConsole console, IReadOnlyList<StepFacts> steps)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("when", "who", "does what", "answer", "codes");
        foreach (var step in steps)
        {
            table.AddRow(new Text(Day(step.At)), new Text(step.Who), new Text(step.What), new Text(step.Answer), new Text(string.Join(", ", step.Codes)));
        }

        console.Write(table);
    }

    private static void Decisions(IAnsiConsole console, IReadOnlyList<DecisionFacts> decisions)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("law", "request", "before", "after", "because of", "article");
        foreach (var decision in decisions)
        {
            table.AddRow(
                new Text(decision.Jurisdiction), new Text(decision.Request), Outcome(decision.Before), Outcome(decision.After),
                new Text(decision.After.Failed.IsEmpty ? decision.After.Node?.ToString() ?? "" : decision.After.Failed.ToString()), new Text(decision.After.Article));
        }

        console.Write(table);
    }

    private static void History(IAnsiConsole console, IReadOnlyList<HistoryFacts> history)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("#", "recorded", "entry", "source", "by", "what");
        foreach (var entry in history)
        {
            table.AddRow(
                new Text(entry.Index.ToString(CultureInfo.InvariantCulture)), new Text(Day(entry.RecordedAt)), new Text(entry.Type), new Text(entry.Source ?? "-"),
                new Text(entry.Actor), new Text(entry.What));
        }

        console.Write(table);
    }

    private static Markup Outcome(ConsentDecision decision)
    {
        var colour = decision.Outcome switch
        {
            DecisionOutcome.Permit => "green",
            DecisionOutcome.Deny => "red",
            DecisionOutcome.Review => "yellow",
            _ => "grey",
        };
        return new($"[{colour}]{decision.Outcome}[/] {Markup.Escape(DecisionTable.NameOf(decision.Code))}");
    }

    private static string Flag(FlagValue value, string colour) => value switch
    {
        FlagValue.Active => $"[{colour}]on [/]",
        FlagValue.Inactive => "off",
        _ => "-  ",
    };

    private static string Value(FlagValue value) => value switch
    {
        FlagValue.Active => "on",
        FlagValue.Inactive => "off",
        _ => "not on record",
    };

    private static string Day(Timestamp at) => at.ToDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
