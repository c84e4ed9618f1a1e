using Consent.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Quickstart;

/// <summary>Where the story keeps its data. A real host has one line of these.</summary>
internal sealed record QuickstartStore(string Kind, string Value)
{
    public static QuickstartStore Default { get; } = new("sqlite", "consent-quickstart.db");

    /// <summary>Reads <c>sqlite:PATH</c>, <c>memory</c> or <c>postgres:CONNECTION</c>; <see langword="null"/> for anything else.</summary>
    public static QuickstartStore? Parse(string text) => text.Split(':', 2) switch
    {
        ["memory"] => new("memory", ""),
        ["sqlite", { Length: > 0 } path] => new("sqlite", path),
        ["postgres", { Length: > 0 } connection] => new("postgres", connection),
        _ => null,
    };

    /// <summary>What is wrong with its value; <see langword="null"/> when nothing is.</summary>
    public string? Flaw()
    {
        try
        {
            Use(new ServiceCollection().AddConsentTracking());
            return null;
        }
        catch (ArgumentException flaw)
        {
            return flaw.Message;
        }
    }

    /// <summary>Chooses the store. A store that outlives the process gets a key that does, too, to sign checkpoints with.</summary>
    public ConsentBuilder Use(ConsentBuilder builder) => Kind switch
    {
        "memory" => builder.UseInMemoryStore(),
        "postgres" => builder.UsePostgreSqlStore(Value, "consent-quickstart.keys").SignCheckpoints("quickstart.example/consents", Path.Combine("consent-quickstart.keys", "checkpoints.key")),
        _ => builder.UseSqliteStore($"Data Source={Value}").SignCheckpoints("quickstart.example/consents", Path.Combine($"{Value}.keys", "checkpoints.key")),
    };
}
