using System.Collections.Immutable;
using Consent.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Testing.Conformance;

/// <summary>A commit that is made when its turn comes, from what is on record by then, rightly or with a wrong version.</summary>
internal sealed record CommitPlan(CommitKind Kind, ContactId Contact, ContactId Other, ConsentChange Change, int VersionError, int Minute)
{
    public static Gen<ContactId> Contacts() => Gen.Elements("a", "A", "\u00e0", "a\u0300", "\ud83d\ude00", "\uffee").Select(ContactId.From);

    public static Gen<ChangeId> Changes() => Gen.Choose(0, 9).Select(n => ChangeId.From($"c{n}"));

    public static Gen<CommitPlan> Any() =>
        from kind in Gen.Frequency(
            (8, Gen.Constant(CommitKind.Change)), (2, Gen.Constant(CommitKind.Reading)), (2, Gen.Constant(CommitKind.Link)),
            (1, Gen.Constant(CommitKind.SnapshotOnly)), (1, Gen.Constant(CommitKind.Nothing)))
        from contact in Contacts()
        from other in Contacts()
        from id in Changes()
        from change in ChangeGen.Change(contact, Given.Rules.Taxonomy)
        from error in Gen.Frequency((8, Gen.Constant(0)), (1, Gen.Constant(-1)), (1, Gen.Constant(1)))
        from minute in Gen.Choose(31, 90)
        select new CommitPlan(kind, contact, other, change.WithId(id), error, minute);

    public ConsentCommit ToCommit(ModelStore model)
    {
        var commit = Kind switch
        {
            CommitKind.Change => Changed(model),
            CommitKind.Link when Contact != Other => Linked(model),
            CommitKind.SnapshotOnly => new() { Snapshots = [Write(model, SnapshotOf(model, Contact))] },
            CommitKind.Nothing => new() { Contact = Contact, Change = Change.Id!.Value },
            _ => Given.Reading(Minute % 2 == 0 ? Contact : default, Minute),
        };
        return commit with { Snapshots = [.. commit.Snapshots.Select((w, i) => i == commit.Snapshots.Length - 1 ? w with { ExpectedVersion = w.ExpectedVersion + VersionError } : w)] };
    }

    public override string ToString() => $"{Kind} {Contact.Value} {Other.Value} {Change.Id?.Value} version {VersionError:+0;-0;right} at {Minute}: {string.Join(", ", Change.Statements)}";

    private ConsentCommit Changed(ModelStore model)
    {
        var person = PersonOf(model, Contact);
        var applied = person.Apply(Change, Given.Rules, Given.RecordedAt(Given.At(Minute), Contact));
        return new()
        {
            Contact = Contact,
            Change = Change.Id!.Value,
            Entries = applied.Entry is null ? [] : [applied.Entry],
            Snapshots = [.. applied.Changed.Select(c => Write(model, c))],
        };
    }

    private ConsentCommit Linked(ModelStore model)
    {
        var link = new ContactLink(Contact, Other, Given.At(Minute - 40), Change.Id!.Value, isLinked: Minute % 3 != 0);
        var entries = link.Entries(SnapshotOf(model, Contact), SnapshotOf(model, Other), Given.Rules, Given.RecordedAt(Given.At(Minute), Contact));
        ImmutableArray<ContactId> ids = [.. PersonOf(model, Contact).Contacts.Concat(PersonOf(model, Other).Contacts).Select(c => c.Id).Distinct()];
        var person = PersonConsents.Fold(ids, Given.Rules.Taxonomy, [.. model.Read(LogQuery.Everything), .. entries]);
        return new()
        {
            Contact = Contact,
            Change = link.Id,
            Entries = entries,
            Snapshots = [.. person.Contacts.Select(c => Write(model, c))],
        };
    }

    private static PersonConsents PersonOf(ModelStore model, ContactId contact)
    {
        var met = new Dictionary<ContactId, ContactConsents>();
        var next = new Queue<ContactId>([contact]);
        while (next.TryDequeue(out var id))
        {
            if (met.TryAdd(id, SnapshotOf(model, id)))
            {
                met[id].Links.ToList().ForEach(l => next.Enqueue(l.Other));
            }
        }

        return PersonConsents.Of(met.Values);
    }

    private static ContactConsents SnapshotOf(ModelStore model, ContactId contact) => model.Find(new(contact)).Snapshot ?? Given.Nothing(contact);

    private static SnapshotWrite Write(ModelStore model, ContactConsents snapshot) => new(snapshot, model.Find(new(snapshot.Id)).Version);
}
