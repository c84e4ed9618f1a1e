using System.Text.RegularExpressions;

namespace Consent.Repository.Tests;

public class DocumentTests
{
    private const string PlaceOnAMachine = @"(?<![\w.)}\]/-])(/(home|root|work|Users|tmp|mnt|opt|srv|private)/[\w.]|[A-Za-z]:\\(Users|Windows|Temp|src|dev|git|work)\\|file:[/]{3})";

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
    public void The_changelog_says_what_is_not_released_yet()
    {
        var sections = File.ReadLines(Checkout.PathOf("CHANGELOG.md")).Where(l => l.StartsWith("## ", StringComparison.Ordinal)).ToList();
        Assert.Equal("## [Unreleased]", sections[0]);
        Assert.All(sections.Skip(1), s => Assert.Matches(@"^## \[\d+\.\d+\.\d+(-[\w.]+)?\] - \d{4}-\d{2}-\d{2}$", s));
    }

    [Fact]
    public void No_file_names_a_place_on_somebodys_machine()
    {
        Assert.All(Checkout.TextFiles(), file =>
        {
            var found = Regex.Match(File.ReadAllText(Checkout.PathOf(file)), PlaceOnAMachine, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));
            Assert.False(found.Success, $"{file} names {found.Value}");
        });
    }

    [Theory]
    [InlineData("see /ho" + "me/ada/x", true)]
    [InlineData("\"C:\\Us" + "ers\\ada\"", true)]
    [InlineData("https://shop.example/work/x and docs/opt/y", false)]
    public void A_place_on_a_machine_is_told_from_a_path_in_the_repository(string text, bool isPlace) =>
        Assert.Equal(isPlace, Regex.IsMatch(text, PlaceOnAMachine, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));

    [Fact]
    public void Every_decision_on_the_design_is_in_its_index()
    {
        var index = File.ReadAllText(Checkout.PathOf("docs/adr/README.md"));
        Assert.All(Directory.GetFiles(Checkout.PathOf("docs/adr"), "*.md").Select(Path.GetFileName).Where(f => f != "README.md" && !f!.StartsWith("0000", StringComparison.Ordinal)), f =>
            Assert.Contains(f!, index, StringComparison.Ordinal));
    }
}
