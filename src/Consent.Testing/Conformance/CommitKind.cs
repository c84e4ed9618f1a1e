namespace Consent.Testing.Conformance;

/// <summary>What kind of commit is planned.</summary>
internal enum CommitKind
{
    Change,
    Reading,
    Link,
    SnapshotOnly,
    Nothing,
}
