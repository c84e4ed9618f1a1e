using System.Collections.Immutable;
using System.Reflection;
using Consent.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Consent.Repository.Tests;

/// <summary>The analyzer in Consent.Core's package: what never alters is warned about where its result is thrown away.</summary>
public class DiscardedResultTests
{
    // Read once: each is megabytes.
    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(f => Path.GetFileName(f) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "Consent.Core.dll" or "Consent.Tracking.dll" or "Consent.Interchange.dll"))
            .Select(f => MetadataReference.CreateFromFile(f)),
    ];

    [Theory]
    [InlineData("change.Withdraw(Purposes.All);", "Withdraw")]
    [InlineData("change.Withdraw(Purposes.All).Object(Purposes.All);", "Object")]
    [InlineData("maybe?.Withdraw(Purposes.All);", "Withdraw")]
    [InlineData("maybe?.Withdraw(Purposes.All).Because(\"asked\");", "Because")]
    [InlineData("foreach (var node in nodes) change.Object(node);", "Object")]
    [InlineData("for (var i = 0; i < 3; change.Withdraw(nodes[i++])) { }", "Withdraw")]
    [InlineData("Array.ForEach(nodes, node => change.Withdraw(node));", "Withdraw")]
    [InlineData("void Later() => change.Withdraw(Purposes.All); Later();", "Withdraw")]
    [InlineData("request.About(change.Contact);", "About")]
    [InlineData("evidence.With(\"ip\", \"192.0.2.1\");", "With")]
    [InlineData("ContactHubFormat.Predefined.ReadLinesAsync(Stream.Null, null!);", "ReadLinesAsync")]
    [InlineData("default(Consent.Tracking.ActingBulk)!.Apply(default(IAsyncEnumerable<ConsentChange>)!);", "Apply")]
    public async Task A_result_thrown_away_is_warned_about(string statement, string method)
    {
        var warning = Assert.Single(await WarningsOf(statement));
        Assert.Equal((DiscardedResultAnalyzer.Id, DiagnosticSeverity.Warning), (warning.Id, warning.Severity));
        Assert.Contains($"'{method}' does nothing by itself", warning.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("change = change.Withdraw(Purposes.All);")]
    [InlineData("var after = change.Withdraw(Purposes.All); Console.WriteLine(after);")]
    [InlineData("_ = change.Withdraw(Purposes.All);")]
    [InlineData("Func<ConsentChange> later = () => change.Withdraw(Purposes.All); later();")]
    [InlineData("Console.WriteLine(change.Withdraw(Purposes.All));")]
    [InlineData("change.ContentDigest();")]
    [InlineData("ConsentChange.For(change.Contact);")]
    [InlineData("ContactlabTaxonomy.Extend(\"shop\").Purpose(\"marketing.automatic.fax\", Channel.Email);")]
    [InlineData("\"text\".Trim();")]
    public async Task What_is_used_or_meant_is_left_alone(string statement) => Assert.Empty(await WarningsOf(statement));

    public static TheoryData<string> MethodsThatReturnAnother => [.. typeof(ContactId).Assembly.GetExportedTypes()
        .Where(t => !t.IsGenericType && !t.Name.EndsWith("Builder", StringComparison.Ordinal))
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(m => m.ReturnType == t && !m.IsSpecialName && m.Name[0] != '<'))
        .Select(CallOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(MethodsThatReturnAnother))]
    public async Task No_type_that_never_alters_is_left_out(string call) => Assert.Single(await WarningsOf(call));

    private static string CallOf(MethodInfo method) =>
        $"default({method.DeclaringType!.FullName})!.{method.Name}({string.Join(", ", method.GetParameters().Select(p => p.IsOut ? "out _" : $"default({Name(p.ParameterType)})!"))});";

    private static string Name(Type type) => type.IsByRef ? Name(type.GetElementType()!)
        : type.IsArray ? $"{Name(type.GetElementType()!)}[]"
        : type.IsGenericType ? $"{type.FullName!.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.FullName!.Replace('+', '.');

    private static async Task<ImmutableArray<Diagnostic>> WarningsOf(string statement)
    {
        var source = $$"""
            #nullable enable
            using System;
            using System.Collections.Generic;
            using System.IO;
            using Consent;
            using Consent.Interchange;

            class Host
            {
                void Use(ConsentChange change, ConsentChange? maybe, ProcessingRequest request, Evidence evidence, PurposePath[] nodes)
                {
                    {{statement}}
                }
            }
            """;
        var compilation = CSharpCompilation.Create("host", [CSharpSyntaxTree.ParseText(source)], s_references, new(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        return await compilation.WithAnalyzers([new DiscardedResultAnalyzer()]).GetAnalyzerDiagnosticsAsync();
    }
}
