using System.Globalization;

namespace Consent.Quickstart;

/// <summary>What the command line asks for.</summary>
internal sealed record QuickstartOptions
{
    public const string Usage = """
        Usage: Consent.Quickstart [--input FILE] [--as-of DATE] [--jurisdiction eu|it] [--store STORE] [--json]

          --input FILE         JSON Lines of ContactHub customers; without it, the sample customers
          --as-of DATE         the date of the export, such as 2025-06-01 (the default)
          --jurisdiction LAW   decide under eu or it only; without it, under both
          --store STORE        sqlite:PATH, memory, or postgres:CONNECTION; without it, sqlite:consent-quickstart.db.
                               Run it twice on one store: the second story is about the next customer.
          --json               the same facts as one JSON document

        Exit codes: 0 done, 1 nothing could be imported, 2 wrong arguments, 3 the input cannot be read,
                    4 the store is in trouble.
        """;

    public string Input { get; init; } = Path.Combine(AppContext.BaseDirectory, "contacthub", "customers.jsonl");

    public Timestamp AsOf { get; init; } = Timestamp.From(new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero));

    public IReadOnlyList<Jurisdiction> Laws { get; init; } = [Jurisdiction.EuropeanUnion, Jurisdiction.Italy];

    public QuickstartStore Store { get; init; } = QuickstartStore.Default;

    public bool IsJson { get; init; }

    public bool IsHelp { get; init; }

    /// <summary>Reads the arguments, or says in one line what is wrong with them.</summary>
    public static (QuickstartOptions? Options, string? Error) Parse(IReadOnlyList<string> arguments)
    {
        var options = new QuickstartOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            if (name is "--json")
            {
                options = options with { IsJson = true };
            }
            else if (name is "--help" or "-h")
            {
                options = options with { IsHelp = true };
            }
            else if (name is not ("--input" or "--as-of" or "--jurisdiction" or "--store"))
            {
                return (null, $"Unknown argument '{name}'.");
            }
            else if (++i == arguments.Count)
            {
                return (null, $"{name} needs a value.");
            }
            else if (options.With(name, arguments[i]) is { } set)
            {
                options = set;
            }
            else
            {
                return (null, $"'{arguments[i]}' is no value for {name}.");
            }
        }

        return options.Store.Flaw() is { } flaw ? (null, $"--store cannot be used: {flaw}") : (options, null);
    }

    private QuickstartOptions? With(string name, string value) => name switch
    {
        "--input" => this with { Input = value },
        "--store" => QuickstartStore.Parse(value) is { } store ? this with { Store = store } : null,
        "--as-of" => DateTimeOffset.TryParseExact(
            value, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            && date.Year is > 1 and < 9990
            ? this with { AsOf = date }
            : null,
        _ => value switch
        {
            "eu" => this with { Laws = [Jurisdiction.EuropeanUnion] },
            "it" => this with { Laws = [Jurisdiction.Italy] },
            _ => null,
        },
    };
}
