using System.Reflection;
using System.Runtime.CompilerServices;
using Consent.Auditing;
using Consent.ContactPoints;
using Consent.Interchange;
using Consent.Storage;
using Consent.Storage.InMemory;
using Consent.Storage.PostgreSql;
using Consent.Storage.Sqlite;
using Consent.Testing;
using Consent.Tracking;

namespace Consent.Repository.Tests;

/// <summary>Every public type of every package.</summary>
internal static class PublicTypes
{
    public static IReadOnlyList<Assembly> Assemblies { get; } =
    [
        typeof(ContactId).Assembly, typeof(LogVerifier).Assembly, typeof(IConsentStore).Assembly, typeof(InMemoryConsentStore).Assembly, typeof(SqliteConsentStore).Assembly, typeof(PostgreSqlConsentStore).Assembly,
        typeof(ConsentTracker).Assembly, typeof(ContactHubFormat).Assembly,
        typeof(PhoneNumberReader).Assembly,
        typeof(ChangeGen).Assembly,
    ];

    public static IEnumerable<Type> All => Assemblies.SelectMany(a => a.GetExportedTypes()).OrderBy(t => t.FullName, StringComparer.Ordinal);

    /// <summary>Those whose instances are compared by what they hold.</summary>
    public static IEnumerable<Type> Equatable => All.Where(t => !t.IsAbstract && !t.IsGenericTypeDefinition && Implements(t, typeof(IEquatable<>)));

    /// <summary>Those that say how they are written.</summary>
    public static IEnumerable<Type> Written => All.Where(t =>
        t is { IsAbstract: false, IsEnum: false, IsGenericTypeDefinition: false } && !IsException(t) && t.GetMethod("ToString", Type.EmptyTypes)!.DeclaringType == t);

    /// <summary>A case of the test kit's generators.</summary>
    public static bool IsGenerated(Type type) => type == typeof(Testing.History) || type == typeof(Testing.Story) || typeof(Testing.StoryStep).IsAssignableFrom(type);

    public static bool IsException(Type type) => typeof(Exception).IsAssignableFrom(type);

    public static bool Implements(Type type, Type openInterface) =>
        type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == openInterface && i.GetGenericArguments()[0] == type);

    public static bool IsInit(PropertyInfo property) =>
        property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
}
