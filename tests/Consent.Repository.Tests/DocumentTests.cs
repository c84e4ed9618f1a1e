using System.Text.RegularExpressions;

namespace Consent.Repository.Tests;

public class DocumentTests
{
    public static TheoryData<string> Pages => new(Directory.EnumerateFiles(Checkout.Root, "*.md", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(Checkout.Root, f)).Where(f => !f.Split(Path.DirectorySeparatorChar).Any(p => p is "bin" or "obj" or "artifacts" or ".git")));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_within_the_repository_leads_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(Checkout.PathOf(page))!;
        var links = Regex.Matches(File.ReadAllText(Checkout.PathOf(page)), @"\]\((?<to>[^)#\s]+)(#[^)]*)?\)").Select(m => m.Groups["to"].Value)
            .Where(to => !to.Contains("://", StringComparison.Ordinal) && !to.StartsWith("mailto:", StringComparison.Ordinal));
        Assert.All(links, to => Assert.True(Path.Exists(Path.Combine(folder, to)), $"{page} links to {to}"));
    }

    [Fact]
    public void Every_decision_on_the_design_is_in_its_index()
    {
        var index = File.ReadAllText(Checkout.PathOf("docs/adr/README.md"));
        Assert.All(Directory.GetFiles(Checkout.PathOf("docs/adr"), "*.md").Select(Path.GetFileName).Where(f => f != "README.md" && !f!.StartsWith("0000", StringComparison.Ordinal)), f =>
            Assert.Contains(f!, index, StringComparison.Ordinal));
    }
}
