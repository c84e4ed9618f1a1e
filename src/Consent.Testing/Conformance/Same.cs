using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>Asserts that what came out of a store is what went in, to the last character.</summary>
internal static class Same
{
    public static void Entry(AuditEntry expected, AuditEntry? actual) => Assert.Equal(Rendering.Of(expected), Rendering.Of(actual));

    public static void Entries(IEnumerable<AuditEntry> expected, IEnumerable<AuditEntry> actual) => Assert.Equal(Rendering.Of(expected), Rendering.Of(actual));

    public static void Snapshot(ContactConsents expected, ContactConsents? actual) => Assert.Equal(Rendering.Of(expected), Rendering.Of(actual));

    public static void Contact(StoredContact expected, StoredContact actual) => Assert.Equal(Rendering.Of(expected), Rendering.Of(actual));

    public static void Outcome(CommitOutcome expected, CommitOutcome actual)
    {
        Assert.IsType(expected.GetType(), actual);
        Assert.Equal(Rendering.Of(expected), Rendering.Of(actual));
    }
}
