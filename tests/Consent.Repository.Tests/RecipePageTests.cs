using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Consent.Repository.Tests;

/// <summary>The examples of docs/recipes.md are those that the tests of the tracker run. <c>CONSENT_UPDATE_DOCS=1</c> writes them anew.</summary>
public partial class RecipePageTests
{
    private const string Page = "docs/recipes.md";

    /// <summary>What stands between <c>// &lt;recipe name&gt;</c> and <c>// &lt;/recipe&gt;</c> in the tests, by name.</summary>
    private static readonly Dictionary<string, string> s_recipes = Directory.GetFiles(Checkout.PathOf("tests/Consent.Tracking.Tests/Recipes"), "*.cs")
        .SelectMany(f => Shown().Matches(File.ReadAllText(f).ReplaceLineEndings("\n"))).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["code"].Value, StringComparer.Ordinal);

    private static readonly MetadataReference[] s_references = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(f => Path.GetFileName(f).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(f).StartsWith("Consent.", StringComparison.Ordinal))
        .Select(f => MetadataReference.CreateFromFile(f))];

    public static TheoryData<string> Recipes => [.. s_recipes.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void The_page_shows_what_the_tests_run()
    {
        var path = Checkout.PathOf(Page);
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        var expected = Example().Replace(page, m => $"<!-- recipe {m.Groups["name"].Value} -->\n```csharp\n{s_recipes[m.Groups["name"].Value]}```\n");
        if (Environment.GetEnvironmentVariable("CONSENT_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, expected);
            page = expected;
        }

        Assert.Equal(expected, page);
        Assert.Equal(s_recipes.Keys.Order(StringComparer.Ordinal), Example().Matches(page).Select(m => m.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void An_example_compiles_on_its_own_with_the_usings_that_the_page_says(string recipe)
    {
        var usings = Usings().Match(File.ReadAllText(Checkout.PathOf(Page)).ReplaceLineEndings("\n")).Groups["code"].Value;
        const string OfANewProject = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";
        var compilation = CSharpCompilation.Create(
            "recipe", new[] { OfANewProject, $"{usings}\n{s_recipes[recipe]}" }.Select(text => CSharpSyntaxTree.ParseText(text)), s_references,
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity is DiagnosticSeverity.Error or DiagnosticSeverity.Warning));
    }

    [GeneratedRegex(@"^// <recipe (?<name>[a-z-]+)>\n(?<code>.*?)^// </recipe>$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Shown();

    [GeneratedRegex(@"^<!-- recipe (?<name>[a-z-]+) -->\n```csharp\n.*?^```\n", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"^```csharp\n(?<code>(using [\w.]+;\n)+)```$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Usings();
}
