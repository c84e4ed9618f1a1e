using System.Reflection;

namespace Consent.Tracking;

/// <summary>Tools that start a host while it is built, to look at it: nothing is opened, checked or made for them.</summary>
internal static class BuildTimeTool
{
    private static readonly string[] s_tools = ["GetDocument.Insider", "ef"];

    /// <summary>Whether this process is one, told by the assembly that it began with.</summary>
    public static bool IsRunning { get; } = Is(Assembly.GetEntryAssembly()?.GetName().Name);

    /// <summary>Whether an entry assembly is such a tool's: that of the OpenAPI document generation, which starts the host, or of <c>dotnet ef</c>.</summary>
    public static bool Is(string? entryAssembly) => s_tools.Contains(entryAssembly, StringComparer.OrdinalIgnoreCase);
}
