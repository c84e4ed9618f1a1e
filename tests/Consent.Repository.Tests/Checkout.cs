namespace Consent.Repository.Tests;

/// <summary>The checkout that the tests run in.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>Every text file, by its path from the root; what a build leaves is left out.</summary>
    public static IEnumerable<string> TextFiles() => Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(Root, f))
        .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(p => p is "bin" or "obj" or "artifacts" or "BenchmarkDotNet.Artifacts" or ".git" or ".vs" or "TestResults"))
        .Where(f => !File.ReadAllBytes(PathOf(f)).Contains((byte)0));

    private static string Find(string from)
    {
        for (var at = new DirectoryInfo(from); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Consent.sln")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException("Consent.sln was not found above the tests.");
    }
}
