using System.Collections.Immutable;
using System.Reflection;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Repository.Tests;

/// <summary>Makes an instance of any public type from a seed: by a recipe, else by its constructor or a factory of its own, and then its init-only properties.</summary>
/// <param name="seed">The same seed makes the same content, in new instances.</param>
/// <param name="marksPersons">Whether every text that may be a person's carries <see cref="Mark"/>.</param>
internal sealed class Maker(int seed, bool marksPersons = false)
{
    public const string Mark = "mArKeR";

    /// <summary>Texts of these names are a host's words for things, not a person's.</summary>
    private static readonly string[] s_impersonal = ["version", "language", "name", "path", "number", "condition", "article", "verdict", "when", "consequence", "rules", "origin"];

    private readonly System.Random _random = new(seed);
    private readonly NullabilityInfoContext _nullability = new();
    private int _depth;

    public bool MarksPersons => marksPersons;

    public static T Make<T>(int seed) => (T)Make(typeof(T), seed);

    public static object Make(Type type, int seed, bool marksPersons = false) => new Maker(seed, marksPersons).Make(type, type.Name)!;

    public int Below(int limit) => _random.Next(limit);

    public T Of<T>(string name = "") => (T)Make(typeof(T), name)!;

    public T From<T>(Gen<T> gen) => gen.Sample(10, new Rnd((ulong)_random.NextInt64()), 1)[0];

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public string Text(string name) => s_impersonal.Any(w => name.Contains(w, StringComparison.OrdinalIgnoreCase)) ? $"plain-{Below(50)}" : $"{(marksPersons ? Mark : "text")}-{Below(50)}";

    public object? Make(Type type, string name)
    {
        if (Recipes.All.TryGetValue(type, out var recipe))
        {
            return recipe(this);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Below(3) == 0 ? null : Make(underlying, name);
        }

        if (type.IsEnum)
        {
            return Enum.GetValues(type).GetValue(Below(Enum.GetValues(type).Length));
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.String => Text(name),
            TypeCode.Boolean => Below(2) == 0,
            TypeCode.Int32 => 1 + Below(64),
            TypeCode.Int64 => 1L + Below(64),
            TypeCode.UInt64 => (ulong)Below(64),
            TypeCode.Byte => (byte)Below(64),
            TypeCode.Double => (double)Below(64),
            _ => MakeOther(type, name),
        };
    }

    private object? MakeOther(Type type, string name)
    {
        if (type == typeof(Guid))
        {
            return new Guid(Below(5), 0, 0, new byte[8]);
        }

        if (type == typeof(TimeSpan))
        {
            return TimeSpan.FromMinutes(1 + Below(60));
        }

        if (type.IsInterface || typeof(Delegate).IsAssignableFrom(type))
        {
            return type.IsGenericType && typeof(System.Collections.IEnumerable).IsAssignableFrom(type) && !typeof(Delegate).IsAssignableFrom(type) ? MakeArray(type.GetGenericArguments()[0], name) : null;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            return typeof(ImmutableArray).GetMethods().First(m => m.Name == "Create" && m.GetParameters() is [{ ParameterType.IsArray: true }])
                .MakeGenericMethod(type.GetGenericArguments()).Invoke(null, [MakeArray(type.GetGenericArguments()[0], name)]);
        }

        if (type.IsGenericType && type.Name.StartsWith("ImmutableSortedDictionary", StringComparison.Ordinal))
        {
            return type.GetField("Empty")!.GetValue(null) is var empty && Below(3) == 0 ? empty : Added(empty!, type, name);
        }

        if (type == typeof(ImmutableSortedSet<string>))
        {
            return ImmutableSortedSet.Create(StringComparer.Ordinal, Text(name));
        }

        _depth++;
        try
        {
            return _depth > 12 ? throw new InvalidOperationException($"{type} leads back to itself.") : MakeObject(type);
        }
        finally
        {
            _depth--;
        }
    }

    private object Added(object empty, Type type, string name)
    {
        var arguments = type.GetGenericArguments();
        return type.GetMethod("SetItem")!.Invoke(empty, [Make(arguments[0], "name"), Make(arguments[1], name)])!;
    }

    private Array MakeArray(Type element, string name)
    {
        var array = Array.CreateInstance(element, Below(4));
        for (var i = 0; i < array.Length; i++)
        {
            array.SetValue(Make(element, name), i);
        }

        return array;
    }

    private object MakeObject(Type type)
    {
        if (type.IsAbstract)
        {
            var kinds = type.Assembly.GetExportedTypes().Where(t => t.BaseType == type).OrderBy(t => t.Name, StringComparer.Ordinal).ToList();
            return kinds.Count > 0 ? Make(Pick(kinds), type.Name)! : throw new InvalidOperationException($"There is no public kind of {type}.");
        }

        var made = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault() is { } constructor
            ? Invoke(constructor.GetParameters(), constructor.Invoke)
            : type.IsValueType && type.GetProperties().Any(PublicTypes.IsInit) ? Activator.CreateInstance(type)! : Copy(MakeByFactory(type));
        foreach (var property in type.GetProperties().Where(PublicTypes.IsInit))
        {
            TrySet(made, property);
        }

        return made;
    }

    private object MakeByFactory(Type type)
    {
        var factories = type.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => m.ReturnType == type && !m.IsSpecialName && !m.Name.Contains("Parse", StringComparison.Ordinal))
            .OrderBy(m => m.ToString(), StringComparer.Ordinal).ToList();
        var values = type.GetProperties(BindingFlags.Public | BindingFlags.Static).Where(p => p.PropertyType == type).OrderBy(p => p.Name, StringComparer.Ordinal).ToList();
        return factories.Count > 0 ? Pick(factories) is var factory ? Invoke(factory.GetParameters(), a => factory.Invoke(null, a)!) : null!
            : values.Count > 0 ? Pick(values).GetValue(null)!
            : throw new InvalidOperationException($"Nothing makes a {type}: add a recipe to Recipes.");
    }

    private object Invoke(ParameterInfo[] parameters, Func<object?[], object> make) => make([.. parameters.Select(p =>
        IsNullable(_nullability.Create(p)) && Below(4) == 0 ? null : Make(p.ParameterType, p.Name!))]);

    /// <summary>A record's own copy: what a type keeps for all, such as a row of a table, must not be set.</summary>
    public static object Copy(object instance) =>
        instance.GetType().GetMethod("<Clone>$") is { } clone ? clone.Invoke(instance, null)! : instance;

    /// <summary>Sets an init-only property of a copy. A value that the property refuses is left out.</summary>
    public bool TrySet(object instance, PropertyInfo property)
    {
        try
        {
            property.SetValue(instance, IsNullable(_nullability.Create(property)) && Below(4) == 0 ? null : Make(property.PropertyType, property.Name));
            return true;
        }
        catch (TargetInvocationException refused) when (refused.InnerException is ArgumentException)
        {
            return false;
        }
    }

    private static bool IsNullable(NullabilityInfo info) => info is { WriteState: NullabilityState.Nullable, Type.IsValueType: false };
}
