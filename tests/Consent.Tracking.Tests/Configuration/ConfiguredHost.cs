using System.Text;
using Consent.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Consent.Tracking.Tests;

/// <summary>A host's services as a configuration describes them, in a folder of their own.</summary>
internal sealed class ConfiguredHost : IDisposable
{
    private readonly List<ServiceProvider> _providers = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("consent-configured-").FullName;

    /// <summary>Writes a file that the configuration names.</summary>
    public string Write(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>The services, with the section <c>Consent</c> of this JSON.</summary>
    public ServiceProvider Services(string json, Action<ConsentBuilder>? code = null, params (string Key, string? Value)[] over) =>
        Services(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).AddInMemoryCollection(over.Select(o => KeyValuePair.Create(o.Key, o.Value))).Build(), code);

    public ServiceProvider Services(IConfiguration configuration, Action<ConsentBuilder>? code = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IHostEnvironment>(new Environment(Folder));
        services.AddConsent(configuration.GetSection("Consent"), code ?? (c => c.AddInMemory().AddSqlite()));
        var provider = services.BuildServiceProvider(validateScopes: true);
        _providers.Add(provider);
        return provider;
    }

    /// <summary>What the options hold.</summary>
    public ConsentTrackingOptions Options(string json, Action<ConsentBuilder>? code = null, params (string Key, string? Value)[] over) =>
        Services(json, code, over).GetRequiredService<IOptions<ConsentTrackingOptions>>().Value;

    /// <summary>What the start says is wrong.</summary>
    public IReadOnlyList<string> Flaws(string json, Action<ConsentBuilder>? code = null) =>
        [.. Assert.Throws<OptionsValidationException>(() => Services(json, code).GetRequiredService<IStartupValidator>().Validate()).Failures];

    public void Dispose()
    {
        _providers.ForEach(p => p.Dispose());
        Directory.Delete(Folder, recursive: true);
    }

    private sealed class Environment(string folder) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Production";

        public string ApplicationName { get; set; } = "shop";

        public string ContentRootPath { get; set; } = folder;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
