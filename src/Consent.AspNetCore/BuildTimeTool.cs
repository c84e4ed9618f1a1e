using System.Reflection;

namespace Consent.AspNetCore;

/// <summary>Tools that start a host while it is built, to look at it: OpenAPI document generation, and <c>dotnet ef</c>. Nothing is checked for them.</summary>
internal static class BuildTimeTool
{
    /// <summary>Whether this process is one, told by the assembly that it began with.</summary>
    public static bool IsRunning { get; } = Assembly.GetEntryAssembly()?.GetName().Name is "GetDocument.Insider" or "ef";
}
