using Consent.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Consent.Tracking;

/// <summary>The section of the host's configuration that describes the consent memory. Read when it is first asked for.</summary>
internal sealed class ConsentConfiguration(IConfigurationSection section, IServiceProvider services)
{
    /// <summary>Parts that a package reads which the host may not have.</summary>
    private static readonly Dictionary<string, string> s_packages = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Links"] = "add the package Consent.AspNetCore, and write c.AddConsentLinks() in the code of AddConsent",
    };

    private readonly string _contentRoot = services.GetService<IHostEnvironment>()?.ContentRootPath ?? AppContext.BaseDirectory;
    private bool _choosesStore;

    /// <summary>The store that it chooses. Who asks for it has it checked too; where code chose one, nobody does.</summary>
    public ConfiguredStore Store
    {
        get
        {
            _choosesStore = true;
            return field ??= StoreOf(Root([]));
        }
    }

    /// <summary>Who signs, and where it publishes.</summary>
    public ConfiguredCheckpoints Checkpoints => field ??= ConfiguredCheckpoints.Of(Root([]));

    /// <summary>Everything that is wrong with it.</summary>
    public IReadOnlyList<string> Flaws()
    {
        var flaws = new List<string>();
        if (!section.Exists())
        {
            return [$"{section.Path}: the configuration has no such section. Write at least \"{section.Key}\": {{ \"Store\": {{ … }} }}; the guide is docs/guide/configuration.md in the library's repository."];
        }

        var root = Root(flaws);
        foreach (var part in services.GetServices<ConfiguredPart>())
        {
            if (Part(root, part.Name) is { } settings)
            {
                part.Check(settings);
            }
        }

        foreach (var (name, advice) in s_packages.Where(p => !services.GetServices<ConfiguredPart>().Any(part => string.Equals(part.Name, p.Key, StringComparison.OrdinalIgnoreCase))))
        {
            if (root.Section(name) is { } unread)
            {
                unread.PassOver();
                unread.Flaw($"nobody reads it: {advice}.");
            }
        }

        _ = ConfiguredCheckpoints.Of(root);
        if (_choosesStore)
        {
            _ = StoreOf(root);
        }
        else
        {
            root.Section(ConfiguredStore.Name)?.PassOver();
        }

        root.End();
        return [.. flaws.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Reads one part, and says nothing of what is wrong with it.</summary>
    public void Read(string part, Action<ConsentSettings> read)
    {
        if (Part(Root([]), part) is { } settings)
        {
            read(settings);
        }
    }

    private static ConsentSettings? Part(ConsentSettings root, string name) => name.Length == 0 ? root : root.Section(name);

    private ConfiguredStore StoreOf(ConsentSettings root) => ConfiguredStore.Of(root, services.GetServices<NamedStore>());

    private ConsentSettings Root(ICollection<string> flaws) => SettingsTree.Of(section, _contentRoot, flaws);
}
