using System.Reflection;
using System.Runtime.CompilerServices;
using Consent.Auditing;

namespace Consent.Repository.Tests;

public class ArchitectureTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private const string Bcl = @"^System\.(Runtime|Collections|Collections\.Immutable|Linq|Memory|Security\.Cryptography|Runtime\.InteropServices|Runtime\.Intrinsics|Runtime\.Extensions|Text\.Encoding\.Extensions|Text\.Encodings\.Web|Text\.Json)$";

    /// <summary>The two that do nothing but think.</summary>
    public static TheoryData<string> Pure => [typeof(ContactId).Assembly.GetName().Name!, typeof(LogVerifier).Assembly.GetName().Name!];

    [Theory]
    [MemberData(nameof(Pure))]
    public void What_is_pure_references_nothing_but_the_base_class_library_and_Core(string assembly) =>
        Assert.All(Assembly.Load(assembly).GetReferencedAssemblies(), a => Assert.Matches(assembly == "Consent.Core" ? Bcl : $"{Bcl}|^Consent\\.Core$", a.Name));

    [Theory]
    [MemberData(nameof(Pure))]
    public void What_is_pure_has_no_task_clock_chance_or_input_and_output(string assembly)
    {
        string[] banned = ["System.Threading", "System.IO", "System.Net", "System.Random", "System.TimeProvider", "System.Diagnostics.Process", "System.Console"];
        var signatures = Assembly.Load(assembly).GetTypes().Where(t => !t.IsDefined(typeof(CompilerGeneratedAttribute))).SelectMany(t => t.GetMembers(All)).SelectMany(TypesOf);
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
            ["Consent.Auditing"] = ["Consent.Core"],
            ["Consent.Storage.Abstractions"] = ["Consent.Auditing"],
            ["Consent.Storage.InMemory"] = ["Consent.Storage.Abstractions"],
            ["Consent.Storage.Sqlite"] = ["Consent.Storage.Abstractions"],
            ["Consent.Storage.PostgreSql"] = ["Consent.Storage.Abstractions"],
            ["Consent.Tracking"] = ["Consent.Storage.Abstractions"],
            ["Consent.Interchange"] = ["Consent.Core"],
            ["Consent.ContactPoints"] = ["Consent.Core"],
            ["Consent.AspNetCore"] = ["Consent.Tracking"],
            ["Consent.Hub"] = ["Consent.AspNetCore"],
            ["Consent.Testing"] = ["Consent.Core", "Consent.Storage.Abstractions"],
            ["Consent.Verify"] = ["Consent.Auditing"],
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
