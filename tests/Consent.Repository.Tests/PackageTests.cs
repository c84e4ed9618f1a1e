using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Consent.Repository.Tests;

/// <summary>Packs the packages, and uses them in fresh projects that reference them from a folder.</summary>
public sealed class PackageTests(PackageTests.Packed packed) : IClassFixture<PackageTests.Packed>
{
    [Theory]
    [InlineData("README.md", "first-program")]
    [InlineData("docs/guide/own-jurisdiction.md", "own-jurisdiction")]
    [InlineData("docs/guide/moving-in-from-a-crm.md", "moving-in-from-a-crm")]
    [InlineData("docs/guide/preference-centre.md", "preference-centre")]
    [InlineData("docs/guide/words.md", "words")]
    [InlineData("docs/guide/json.md", "json")]
    [InlineData("docs/guide/unsubscribe.md", "unsubscribe")]
    [InlineData("docs/guide/hub.md", "hub")]
    [InlineData("docs/guide/endpoints.md", "endpoints")]
    [InlineData("docs/guide/double-opt-in.md", "double-opt-in")]
    [InlineData("docs/guide/newsletter.md", "newsletter")]
    [InlineData("docs/guide/call-centre-italy.md", "call-centre-italy")]
    [InlineData("docs/guide/testing-your-host.md", "testing-your-host")]
    public async Task A_program_of_the_documentation_runs_on_the_packages_and_prints_what_it_says(string page, string name)
    {
        var text = (await File.ReadAllTextAsync(Checkout.PathOf(page))).ReplaceLineEndings("\n");
        var example = Regex.Match(text, $@"<!-- {name} -->\n```csharp\n(?<code>.*?)```.*?```text\n(?<output>.*?)```", RegexOptions.Singleline);
        Assert.True(example.Success, $"{page} has no {name}.");
        var program = await packed.WriteAsync(name, example.Groups["code"].Value);
        var (code, output) = await RunAsync(program, "run", "--project", $"{name}.csproj");
        Assert.True(code == 0, output);
        Assert.EndsWith(example.Groups["output"].Value.Trim(), output.ReplaceLineEndings("\n").Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_references_a_package_is_warned_of_a_result_thrown_away()
    {
        var program = await packed.WriteAsync("careless", """
            using Consent;

            var change = ConsentChange.For(ContactId.From("customer-17"));
            change.Withdraw(Purposes.All);
            """);
        var (code, output) = await RunAsync(program, "build", "careless.csproj", "-warnaserror", "-nodeReuse:false");
        Assert.NotEqual(0, code);
        Assert.Contains("Program.cs(4,1): error CONSENT001: 'Withdraw' does nothing by itself", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_words_of_all_languages_are_in_the_assembly_so_that_a_host_without_cultures_has_them()
    {
        using var package = await ZipFile.OpenReadAsync(packed.PathOf("Consent.Core"), TestContext.Current.CancellationToken);
        Assert.Equal(["lib/net10.0/Consent.Core.dll", "lib/net10.0/Consent.Core.xml"], package.Entries.Select(e => e.FullName).Where(n => n.StartsWith("lib/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static string Project(string packages, string cache, string main)
    {
        var version = Regex.Match(File.ReadAllText(Checkout.PathOf("Directory.Packages.props")), @"Include=""Microsoft\.Extensions\.DependencyInjection"" Version=""(?<v>[^""]+)""").Groups["v"].Value;
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <RestoreAdditionalProjectSources>{packages}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{cache}</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{main}" Version="9.9.9-test" />
                <PackageReference Include="Consent.Storage.InMemory" Version="9.9.9-test" />
                <PackageReference Include="Microsoft.Extensions.DependencyInjection" Version="{version}" />
              </ItemGroup>
            </Project>
            """;
    }

    private static async Task<(int Code, string Output)> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) && k != "MSBUILDDISABLENODEREUSE").ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }

    /// <summary>All packages, packed once.</summary>
    public sealed class Packed : IAsyncLifetime
    {
        private static readonly string[] s_packages =
        [
            "Consent.Core", "Consent.Auditing", "Consent.Storage.Abstractions", "Consent.Storage.InMemory", "Consent.Storage.Sqlite", "Consent.Storage.PostgreSql", "Consent.Tracking", "Consent.Interchange",
            "Consent.ContactPoints", "Consent.AspNetCore", "Consent.Hub",
        ];

        // What a program references besides the store: the first that it uses.
        private static readonly string[] s_hosting = ["Consent.Hub", "Consent.AspNetCore"];

        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("consent-packages-");

        private string Packages => Path.Combine(_folder.FullName, "packages");

        public async ValueTask InitializeAsync()
        {
            foreach (var package in s_packages)
            {
                var (code, output) = await RunAsync(_folder.FullName, "pack", Checkout.PathOf($"src/{package}/{package}.csproj"), "-c", "Release", "-o", Packages, "-p:Version=9.9.9-test", "-p:RunAnalyzersDuringBuild=false", "-nodeReuse:false", "--artifacts-path", Path.Combine(_folder.FullName, "artifacts"));
                Assert.True(code == 0, output);
            }

            Assert.Equal(s_packages.Order(), Directory.GetFiles(Packages, "*.nupkg").Select(f => Path.GetFileName(f).Replace(".9.9.9-test.nupkg", "", StringComparison.Ordinal)).Order());
        }

        public string PathOf(string package) => Path.Combine(Packages, $"{package}.9.9.9-test.nupkg");

        /// <summary>A project with one file, in a folder of its own.</summary>
        public async Task<string> WriteAsync(string name, string code)
        {
            var program = _folder.CreateSubdirectory(name).FullName;
            await File.WriteAllTextAsync(Path.Combine(program, "Program.cs"), code);
            await File.WriteAllTextAsync(Path.Combine(program, $"{name}.csproj"), Project(Packages, Path.Combine(_folder.FullName, "cache"), s_hosting.FirstOrDefault(p => code.Contains($"using {p};", StringComparison.Ordinal)) ?? "Consent.Tracking"));
            return program;
        }

        public ValueTask DisposeAsync()
        {
            _folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
