using Consent.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Tracking;

/// <summary>The store that the configuration chooses among those that the host's code has named.</summary>
internal sealed class ConfiguredStore
{
    public const string Name = "Store";

    /// <summary>The stores of this library, and what a host writes to have them.</summary>
    private static readonly Dictionary<string, string> s_ours = new(StringComparer.OrdinalIgnoreCase)
    {
        ["InMemory"] = "AddInMemory",
        ["Sqlite"] = "AddSqlite",
        ["PostgreSql"] = "AddPostgreSql",
    };

    private readonly ServiceCollection _chosen;

    private ConfiguredStore(string place, ServiceCollection chosen)
    {
        _chosen = chosen;
        Registration = (_chosen.LastOrDefault(s => s.ServiceType == typeof(ConsentStoreRegistration))?.ImplementationInstance as ConsentStoreRegistration ?? new(place)) with { Name = place };
    }

    /// <summary>That there is one; also where it could not be read, which is told by itself.</summary>
    public ConsentStoreRegistration Registration { get; }

    public static ConfiguredStore Of(ConsentSettings root, IEnumerable<NamedStore> known)
    {
        var chosen = new ServiceCollection();
        var names = known.DistinctBy(s => s.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(s => s.Name, StringComparer.OrdinalIgnoreCase);
        if (root.Section(Name) is null && root.Member(Name) is not null)
        {
            return new($"{root.Place}:{Name}", chosen);
        }

        var said = root.Section(Name)?.All() ?? [];
        if (said.Count != 1)
        {
            foreach (var one in said)
            {
                one.PassOver();
            }

            root.Flaw(Name, said.Count == 0
                ? $"no store is chosen. Write, for instance, \"{Name}\": {{ {Example(names.Keys)} }}."
                : $"{said.Count} stores are chosen ({string.Join(", ", said.Select(s => s.Name))}). Keep one, and write false at the others.");
        }
        else if (names.TryGetValue(said[0].Name, out var store))
        {
            Choose(store, said[0], new(chosen));
        }
        else
        {
            said[0].PassOver();
            said[0].Flaw(s_ours.TryGetValue(said[0].Name, out var method)
                ? $"nobody has named this store. Add the package Consent.Storage.{s_ours.Keys.First(n => n.Equals(said[0].Name, StringComparison.OrdinalIgnoreCase))}, and write c => c.{method}() in the code of AddConsent."
                : $"no store has this name. Write one of {string.Join(", ", names.Keys.Union(s_ours.Keys, StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase))}.");
        }

        return new($"{root.Place}:{Name}", chosen);
    }

    /// <summary>What the adapter registered, made; <see langword="null"/>: it registered no such thing.</summary>
    public T? Make<T>(IServiceProvider services)
        where T : class => _chosen.LastOrDefault(s => s.ServiceType == typeof(T))?.ImplementationFactory?.Invoke(services) as T;

    private static void Choose(NamedStore store, ConsentSettings settings, ConsentBuilder builder)
    {
        try
        {
            if (settings is { HasMembers: false, Value.Length: > 0, IsOn: false })
            {
                settings.Flaw("it is a section: write an object, { … }, or true.");
                return;
            }

            store.Choose(settings, builder);
        }
        catch (ArgumentException flaw)
        {
            // The parameter's name means nothing to who writes configuration.
            settings.Flaw(flaw.ParamName is { } parameter ? flaw.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal) : flaw.Message);
        }
    }

    private static string Example(IEnumerable<string> names) => names.Contains("Sqlite", StringComparer.OrdinalIgnoreCase) || !names.Any()
        ? "\"Sqlite\": { \"ConnectionString\": \"Data Source=consents.db\" }" : $"\"{names.First()}\": {{ … }}";
}
