using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Consent.Analyzers;

/// <summary>
/// Warns where <c>change.Withdraw(purpose);</c> stands alone. Changes, requests and evidence never alter: each call returns a new one, and a no that nobody takes up is lost.
/// </summary>
/// <remarks>
/// Whatever type of Consent.Core has an instance method that returns that very type is such a one. Builders, named so, alter themselves and are left alone; so is <c>_ = …</c>, which says that it is meant.
/// A bulk run, and any other sequence that a Consent package hands out, does its work while it is read: thrown away, it does nothing at all.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DiscardedResultAnalyzer : DiagnosticAnalyzer
{
    public const string Id = "CONSENT001";

    private const string Core = "Consent.Core";

    private static readonly DiagnosticDescriptor s_rule = new(
        Id,
        "The result of a call that changes nothing else is thrown away",
        "'{0}' does nothing by itself: what it returns, a new {1}, is thrown away",
        "Usage",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "What Consent.Core hands out never alters, and a bulk run does its work while it is read. Use what the call returns: change = change.Withdraw(purpose); await run.CompleteAsync().");

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(s_rule);

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Look, OperationKind.ExpressionStatement);
    }

    private static void Look(OperationAnalysisContext context)
    {
        if (Called(((IExpressionStatementOperation)context.Operation).Operation) is { TargetMethod: var method } call && (ReturnsAnother(method) || ReturnsSequence(method)))
        {
            context.ReportDiagnostic(Diagnostic.Create(s_rule, call.Syntax.GetLocation(), method.Name, method.ReturnType.Name));
        }
    }

    /// <summary>The call that a statement consists of, behind <c>?.</c> too.</summary>
    private static IInvocationOperation? Called(IOperation operation) => operation switch
    {
        IInvocationOperation call => call,
        IConditionalAccessOperation access => Called(access.WhenNotNull),
        _ => null,
    };

    private static bool ReturnsSequence(IMethodSymbol method) =>
        method.ContainingAssembly?.Name is { } name && name.StartsWith("Consent.", StringComparison.Ordinal)
        && new[] { method.ReturnType }.Concat(method.ReturnType.AllInterfaces).Any(type => string.Equals(type.MetadataName, "IAsyncEnumerable`1", StringComparison.Ordinal));

    private static bool ReturnsAnother(IMethodSymbol method) =>
        !method.IsStatic && method.ContainingType is { } type && SymbolEqualityComparer.Default.Equals(method.ReturnType, type)
        && !type.Name.EndsWith("Builder", StringComparison.Ordinal) && string.Equals(type.ContainingAssembly?.Name, Core, StringComparison.Ordinal);
}
