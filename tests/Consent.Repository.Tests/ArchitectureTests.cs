using System.Reflection;
using System.Runtime.CompilerServices;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Consent.Repository.Tests;

public class ArchitectureTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private static readonly Assembly s_core = typeof(ContactId).Assembly;
    private static readonly Type[] s_mutable = [typeof(PurposeTaxonomyBuilder)];

    public static TheoryData<Type> PublicTypes => new(s_core.GetExportedTypes());

    [Fact]
    public void Core_references_nothing_but_the_base_class_library() =>
        Assert.All(s_core.GetReferencedAssemblies(), a => Assert.Matches(@"^System\.(Runtime|Collections|Collections\.Immutable|Linq|Memory|Security\.Cryptography|Runtime\.InteropServices|Runtime\.Extensions|Text\.Encoding\.Extensions)$", a.Name));

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
            ["Consent.Core"] = [],
            ["Consent.Storage.Abstractions"] = ["Consent.Core"],
            ["Consent.Storage.InMemory"] = ["Consent.Storage.Abstractions"],
            ["Consent.Tracking"] = ["Consent.Storage.Abstractions"],
            ["Consent.Interchange"] = ["Consent.Core"],
            ["Consent.Testing"] = ["Consent.Core", "Consent.Storage.Abstractions"],
        };
        foreach (var project in Directory.GetDirectories(Checkout.PathOf("src")).Select(Path.GetFileName))
        {
            var text = File.ReadAllText(Checkout.PathOf($"src/{project}/{project}.csproj"));
            var references = System.Text.RegularExpressions.Regex.Matches(text, @"ProjectReference Include=""[^""]*/(?<name>[^/""]+)\.csproj""").Select(m => m.Groups["name"].Value);
            Assert.Equal(allowed[project!].Order(), references.Order());
        }
    }

    [Theory]
    [MemberData(nameof(PublicTypes))]
    public void Public_types_are_immutable(Type type)
    {
        Assert.NotEqual("Consent", type.Name);
        if (s_mutable.Contains(type) || typeof(Exception).IsAssignableFrom(type) || type.IsEnum)
        {
            return;
        }

        Assert.All(type.GetProperties(All).Where(p => p.SetMethod is { IsPublic: true }), p =>
            Assert.Contains(typeof(IsExternalInit), p.SetMethod!.ReturnParameter.GetRequiredCustomModifiers()));
        Assert.All(type.GetFields(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static), f => Assert.True(f.IsInitOnly || f.IsLiteral, f.Name));
        Assert.All(type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static), p =>
            Assert.False(p.PropertyType.IsArray || (p.PropertyType.IsGenericType && p.PropertyType.GetGenericTypeDefinition() == typeof(List<>)), p.Name));
    }

    [Theory]
    [MemberData(nameof(PublicTypes))]
    public void Ordered_values_have_all_operators_and_parsed_values_say_how_they_are_written(Type type)
    {
        var comparable = type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IComparable<>));
        var names = new[] { "op_Equality", "op_Inequality" }.Concat(comparable ? ["op_LessThan", "op_GreaterThan", "op_LessThanOrEqual", "op_GreaterThanOrEqual"] : Array.Empty<string>());
        if (comparable && !type.IsEnum)
        {
            Assert.All(names, n => Assert.NotNull(type.GetMethod(n, BindingFlags.Public | BindingFlags.Static)));
        }

        if (type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IParsable<>)))
        {
            Assert.Equal(type, type.GetMethod("ToString", Type.EmptyTypes)!.DeclaringType);
        }
    }

    [Property(MaxTest = 2000)]
    public Property Written_and_read_again_a_value_is_the_same() => Prop.ForAll(
        (from at in TimeGen.Any()
         from contact in ChangeGen.Contact()
         from change in ChangeGen.Change()
         from digest in ChangeGen.Digest()
         from path in TaxonomyGen.Path(TaxonomyGen.Extended)
         select (at, contact, change, digest, path)).ToArbitrary(),
        x => Timestamp.Parse(x.at.ToString()) == x.at && Sha256Digest.Parse(x.digest.ToString()) == x.digest && PurposePath.Parse(x.path.ToString()) == x.path
            && ContactId.Parse(x.contact.Value) == x.contact && ChangeId.Parse(x.change.Value) == x.change
            && !x.contact.ToString().Contains(x.contact.Value + ")", StringComparison.Ordinal));

    [Property(MaxTest = 2000)]
    public Property Refused_text_is_refused_without_being_quoted() => Prop.ForAll(TextGen.Refused().ToArbitrary(), text =>
        !ContactId.TryParse(text, null, out _) && !ChangeId.TryParse(text, null, out _) && !PurposePath.TryParse(text, null, out _)
        && !Timestamp.TryParse(text, null, out _) && !Sha256Digest.TryParse(text, null, out _)
        && (string.IsNullOrWhiteSpace(text) || !Assert.Throws<FormatException>(() => ContactId.Parse(text)).Message.Contains(text, StringComparison.Ordinal)));

    [Property(MaxTest = 2000)]
    public Property Equal_values_hash_alike_and_order_agrees_with_equality() => Prop.ForAll(
        (from a in TimeGen.Near()
         from b in TimeGen.Near()
         from c in ChangeGen.Contact()
         from d in ChangeGen.Contact()
         select (a, b, c, d)).ToArbitrary(),
        x => Agree(x.a, x.b) && Agree(x.c, x.d) && (x.a < x.b) == (x.b > x.a) && (x.c <= x.d) == !(x.c > x.d));

    private static bool Agree<T>(T a, T b)
        where T : IEquatable<T>, IComparable<T> =>
        a.Equals(b) == b.Equals(a) && a.Equals(b) == (a.CompareTo(b) == 0) && (!a.Equals(b) || a.GetHashCode() == b.GetHashCode())
        && Math.Sign(a.CompareTo(b)) == -Math.Sign(b.CompareTo(a));

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        MethodInfo method => method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType),
        ConstructorInfo constructor => constructor.GetParameters().Select(p => p.ParameterType),
        FieldInfo field => [field.FieldType],
        _ => [],
    };
}
