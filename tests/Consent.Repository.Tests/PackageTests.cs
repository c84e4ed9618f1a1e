using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Consent.Repository.Tests;

/// <summary>Packs the packages, and runs the README's first program in a fresh project that references them from a folder.</summary>
public class PackageTests
{
    private static readonly string[] s_packages =
        ["Consent.Core", "Consent.Storage.Abstractions", "Consent.Storage.InMemory", "Consent.Storage.Sqlite", "Consent.Storage.PostgreSql", "Consent.Tracking", "Consent.Interchange"];

    [Fact]
    public async Task The_first_program_of_the_README_runs_on_the_packages_and_prints_what_it_says()
    {
        var readme = (await File.ReadAllTextAsync(Checkout.PathOf("README.md"))).ReplaceLineEndings("\n");
        var example = Regex.Match(readme, @"<!-- first-program -->\n```csharp\n(?<code>.*?)```.*?```text\n(?<output>.*?)```", RegexOptions.Singleline);
        Assert.True(example.Success, "The README has no first program.");
        var folder = Directory.CreateTempSubdirectory("consent-packages-");
        try
        {
            var packages = Path.Combine(folder.FullName, "packages");
            foreach (var package in s_packages)
            {
                await RunAsync(folder.FullName, "pack", Checkout.PathOf($"src/{package}/{package}.csproj"), "-c", "Release", "-o", packages, "-p:Version=9.9.9-test", "-nodeReuse:false", "--artifacts-path", Path.Combine(folder.FullName, "artifacts"));
            }

            Assert.Equal(s_packages.Order(), Directory.GetFiles(packages, "*.nupkg").Select(f => Path.GetFileName(f).Replace(".9.9.9-test.nupkg", "", StringComparison.Ordinal)).Order());
            var program = Directory.CreateDirectory(Path.Combine(folder.FullName, "program")).FullName;
            await File.WriteAllTextAsync(Path.Combine(program, "Program.cs"), example.Groups["code"].Value);
            await File.WriteAllTextAsync(Path.Combine(program, "program.csproj"), Project(packages, Path.Combine(folder.FullName, "cache")));
            var output = await RunAsync(program, "run", "--project", "program.csproj");
            Assert.EndsWith(example.Groups["output"].Value.Trim(), output.ReplaceLineEndings("\n").Trim(), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Project(string packages, string cache)
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
                <PackageReference Include="Consent.Tracking" Version="9.9.9-test" />
                <PackageReference Include="Consent.Storage.InMemory" Version="9.9.9-test" />
                <PackageReference Include="Microsoft.Extensions.DependencyInjection" Version="{version}" />
              </ItemGroup>
            </Project>
            """;
    }

    private static async Task<string> RunAsync(string folder, params string[] arguments)
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
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}\n{await error}");
        return await output;
    }
}
