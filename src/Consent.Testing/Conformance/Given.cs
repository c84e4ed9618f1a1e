using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Testing.Conformance;

/// <summary>The small world that the suites play in.</summary>
internal static class Given
{
    public static ConsentRules Rules { get; } = new();

    public static Actor Client { get; } = Actor.ApiClient("conformance");

    public static Timestamp Start { get; } = Timestamp.Parse("2026-01-01T00:00:00.000000Z");

    public static Timestamp At(int minute) => Start.Plus(TimeSpan.FromMinutes(minute));

    public static ContactId Contact(string id) => ContactId.From(id);

    public static ContactId Contact(int number) => ContactId.From($"contact-{number:D4}");

    public static ChangeId Change(string id) => ChangeId.From(id);

    public static ContactConsents Nothing(ContactId contact) => ContactConsents.Empty(contact, Rules.Taxonomy);

    public static Recording RecordedAt(Timestamp at, ContactId contact) => new(at, Client, ChangePort.Bulk, IncarnationOf(contact));

    public static Guid IncarnationOf(ContactId contact)
    {
        Span<byte> digest = stackalloc byte[32];
        Sha256Digest.OfText(contact.Value).CopyTo(digest);
        return new Guid(digest[..16]);
    }

    /// <summary>A change that is certainly recorded, because its date is its own.</summary>
    public static ConsentChange Withdrawal(ContactId contact, string change, int minute) =>
        ConsentChange.For(contact).WithId(Change(change)).Withdraw(Purposes.Marketing.Automatic.Email, At(minute));

    /// <summary>The commit of a change to a contact of whom nothing is on record.</summary>
    public static ConsentCommit First(ContactId contact, string change, int minute = 0) =>
        Commit(Nothing(contact), 0, Withdrawal(contact, change, minute), At(minute));

    /// <summary>The commit that follows another one of the same contact.</summary>
    public static ConsentCommit Next(this ConsentCommit before, string change, int minute) =>
        Commit(before.Snapshots[0].Snapshot, before.Snapshots[0].ExpectedVersion + 1, Withdrawal(before.Contact, change, minute), At(minute));

    /// <summary>The commit of any change.</summary>
    public static ConsentCommit Commit(ContactConsents before, long version, ConsentChange change, Timestamp at)
    {
        var applied = before.Apply(change, Rules, RecordedAt(at, change.Contact));
        return new()
        {
            Contact = change.Contact,
            Change = change.Id!.Value,
            Entries = applied.Entry is null ? [] : [applied.Entry],
            Snapshots = [.. applied.Changed.Select(c => new SnapshotWrite(c, version))],
        };
    }

    /// <summary>What is kept of an id that was erased. A store finds it by its own digest, whatever stands here.</summary>
    public static ClosedId Closing(ContactId contact, int minute, ClosedKind kind = ClosedKind.NeverContact) => new(Sha256Digest.OfText(contact.Value), kind, At(minute));

    /// <summary>The record of an id that was erased.</summary>
    public static ContactConsents Closed(ContactId contact, int minute, params IEnumerable<Sha256Digest> linked) =>
        ContactConsents.Closed(contact, Rules.Taxonomy, Closing(contact, minute), linked);

    /// <summary>The commit of a reading: an entry without a change id, and no snapshot.</summary>
    public static ConsentCommit Reading(ContactId contact, int minute) => new()
    {
        Contact = contact,
        Entries = [ReadingEntry(contact, minute)],
    };

    public static AuditEntry ReadingEntry(ContactId contact, int minute) =>
        Consent.Reading.Entry(AuditEntryType.Read, contact, "conformance", Actor.DataProtectionOfficer("dpo"), Rules, At(minute));

    /// <summary>The commit that links two contacts: an entry in each one's history under one change id, and both snapshots.</summary>
    public static ConsentCommit Linking(ContactConsents one, long oneVersion, ContactConsents other, long otherVersion, IEnumerable<AuditEntry> history, string change, int minute)
    {
        var link = new ContactLink(one.Id, other.Id, At(minute), Change(change));
        ImmutableArray<AuditEntry> entries = link.Entries(one, other, Rules, RecordedAt(At(minute), one.Id));
        var person = PersonConsents.Fold([one.Id, other.Id], Rules.Taxonomy, [.. history, .. entries]);
        return new()
        {
            Contact = one.Id,
            Change = link.Id,
            Entries = entries,
            Snapshots = [new(person[one.Id], oneVersion), new(person[other.Id], otherVersion)],
        };
    }
}
