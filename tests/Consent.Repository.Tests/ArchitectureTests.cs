using System.Reflection;
using System.Runtime.CompilerServices;

namespace Consent.Repository.Tests;

public class ArchitectureTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private static readonly Assembly s_core = typeof(ContactId).Assembly;

    [Fact]
    public void Core_references_nothing_but_the_base_class_library() =>
        Assert.All(s_core.GetReferencedAssemblies(), a => Assert.Matches(@"^System\.(Runtime|Collections|Collections\.Immutable|Linq|Memory|Security\.Cryptography|Runtime\.InteropServices|Runtime\.Extensions|Text\.Encoding\.Extensions|Text\.Encodings\.Web|Text\.Json)$", a.Name));

    [Fact]
    public void Core_has_no_task_clock_chance_or_input_and_output()
    {
        string[] banned = ["System.Threading", "System.IO", "System.Net", "System.Random", "System.TimeProvider", "System.Diagnostics.Process", "System.Console"];
        var signatures = s_core.GetTypes().Where(t => !t.IsDefined(typeof(CompilerGeneratedAttribute))).SelectMany(t => t.GetMembers(All)).SelectMany(TypesOf);
        Assert.DoesNotContain(signatures, t => banned.Any(b => t.FullName?.StartsWith(b, StringComparison.Ordinal) == true));
    }

    [Fact]
    public void Dependencies_point_one_way()
    {
        var allowed = new Dictionary<string, string[]>
        {
            // Not referenced: packed beside it.
            ["Consent.Core"] = ["Consent.Analyzers"],
            ["Consent.Analyzers"] = [],
            ["Consent.Storage.Abstractions"] = ["Consent.Core"],
            ["Consent.Storage.InMemory"] = ["Consent.Storage.Abstractions"],
            ["Consent.Storage.Sqlite"] = ["Consent.Storage.Abstractions"],
            ["Consent.Storage.PostgreSql"] = ["Consent.Storage.Abstractions"],
            ["Consent.Tracking"] = ["Consent.Storage.Abstractions"],
            ["Consent.Interchange"] = ["Consent.Core"],
            ["Consent.ContactPoints"] = ["Consent.Core"],
            ["Consent.Testing"] = ["Consent.Core", "Consent.Storage.Abstractions"],
            ["Consent.Verify"] = ["Consent.Core"],
        };
        foreach (var folder in new[] { "src", "tools" }.SelectMany(f => Directory.GetDirectories(Checkout.PathOf(f))))
        {
            var project = Path.GetFileName(folder);
            var text = File.ReadAllText(Path.Combine(folder, $"{project}.csproj"));
            var references = System.Text.RegularExpressions.Regex.Matches(text, @"ProjectReference Include=""[^""]*/(?<name>[^/""]+)\.csproj""").Select(m => m.Groups["name"].Value);
            Assert.Equal(allowed[project].Order(), references.Order());
        }
    }

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        MethodInfo method => method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType),
        ConstructorInfo constructor => constructor.GetParameters().Select(p => p.ParameterType),
        FieldInfo field => [field.FieldType],
        _ => [],
    };
}
