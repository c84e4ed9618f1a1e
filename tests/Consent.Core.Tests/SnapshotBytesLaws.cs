using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests;

/// <summary>The bytes in which a store keeps a record.</summary>
public class SnapshotBytesLaws
{
    /// <summary>A linked contact, who gave, withdrew and gave again, accepted a notice, and objected to what the taxonomy does not know; written by version 1.</summary>
    [Law]
    public Property What_is_read_through_any_taxonomy_says_what_was_written() => Laws.ForAll(
        Persons().SelectMany(p => TaxonomyGen.Any().Select(t => (Person: p, Taxonomy: t))), x => x.Person.Contacts.All(contact =>
        {
            var read = ContactSnapshot.Read(contact.Id, x.Taxonomy, ContactSnapshot.ToBytes(contact));
            var again = ContactSnapshot.Read(contact.Id, contact.Taxonomy, ContactSnapshot.ToBytes(read));
            return AreTheSame(read, contact.Under(x.Taxonomy)) && AreTheSame(again, contact)
                && ReferenceEquals(read.Taxonomy, x.Taxonomy) && read.IsEmpty == contact.IsEmpty && read.Erasing().State == ContactState.Erasing;
        }));

    [Law]
    public Property A_record_that_was_read_decides_and_takes_changes_as_the_written_one_does() => Laws.ForAll(
        from person in Persons()
        let contact = person.Contacts[0].Id
        from taxonomy in Gen.OneOf(TaxonomyGen.Any(), Gen.Constant(person.Contacts[0].Taxonomy))
        from request in RequestGen.Any(contact, taxonomy)
        from law in RequestGen.Law()
        from notices in RequestGen.Notices()
        from change in ChangeGen.Change(contact, taxonomy)
        from minute in Gen.Choose(0, 35)
        select (person, request, rules: new ConsentRules(taxonomy, law, notices), change, minute),
        x =>
        {
            var read = Read(x.person, x.rules.Taxonomy);
            var recording = ApplyGen.At(TimeGen.Minute(x.minute), ChangePort.Bulk);
            var expected = x.person.Apply(x.change, x.rules, recording);
            var applied = read.Apply(x.change, x.rules, recording);
            return read.Decide(x.request, x.rules, TimeGen.Minute(30)) == x.person.Decide(x.request, x.rules, TimeGen.Minute(30))
                && applied.Result == expected.Result && applied.Entry == expected.Entry && applied.Changed.Length == expected.Changed.Length
                && applied.After.Contacts.Zip(expected.After.Contacts).All(c => AreTheSame(c.First, c.Second.Under(x.rules.Taxonomy)));
        });

    [Law]
    public Property Bytes_that_were_altered_or_cut_are_read_or_refused_and_nothing_else() => Laws.ForAll(
        from person in Persons()
        from contact in Gen.Elements(person.Contacts.AsEnumerable())
        let bytes = ContactSnapshot.ToBytes(contact)
        from length in Gen.Frequency((3, Gen.Constant(bytes.Length)), (1, Gen.Choose(0, bytes.Length + 2)))
        from edits in Gen.Choose(0, bytes.Length + 1).Zip(Gen.Elements(0, 1, 2, 3, 4, 8, 16, 64, 65, 127, 128, 129, 254, 255)).ListOf().Resize(4)
        select Altered(bytes, length, edits),
        IsReadOrRefused);

    [Law]
    public Property Any_bytes_are_read_or_refused_and_nothing_else() => Laws.ForAll(
        Gen.Choose(0, 255).Select(b => (byte)b).ListOf().Select(bytes => bytes.Prepend((byte)1).ToArray()), IsReadOrRefused);

    [Fact]
    public void Bytes_of_a_newer_version_are_refused_as_such()
    {
        var problem = Assert.Throws<FormatException>(() => ContactSnapshot.Read(Given.Ada, ContactlabTaxonomy.Instance, [2, 0, 0, 0]));

        Assert.Contains("version", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_contacts_own_id_is_not_among_the_bytes()
    {
        var contact = new Given().Gave(1, Purposes.Marketing.Automatic.Email).Contact;

        Assert.DoesNotContain(Given.Ada.Value, System.Text.Encoding.UTF8.GetString(ContactSnapshot.ToBytes(contact)), StringComparison.Ordinal);
    }

    private static bool IsReadOrRefused(byte[] bytes)
    {
        ContactConsents contact;
        try
        {
            contact = ContactSnapshot.Read(Given.Ada, TaxonomyGen.Extended, bytes);
        }
        catch (FormatException)
        {
            return true;
        }

        // What is read is a record like any other.
        var person = contact.Links.IsEmpty ? contact : null;
        person?.Decide(ProcessingRequest.ToContact(Given.Ada, Purposes.Marketing.Automatic.Email), new ConsentRules(TaxonomyGen.Extended, Jurisdiction.Italy), TimeGen.Minute(30));
        return AreTheSame(ContactSnapshot.Read(Given.Ada, TaxonomyGen.Extended, ContactSnapshot.ToBytes(contact)), contact);
    }

    private static byte[] Altered(byte[] bytes, int length, IEnumerable<(int At, int Value)> edits)
    {
        byte[] altered = [.. bytes, 0, 0];
        foreach (var (at, value) in edits)
        {
            altered[at] = (byte)value;
        }

        return altered[..length];
    }

    private static PersonConsents Read(PersonConsents person, PurposeTaxonomy taxonomy) =>
        PersonConsents.Of(person.Contacts.Select(c => ContactSnapshot.Read(c.Id, taxonomy, ContactSnapshot.ToBytes(c))));

    private static bool AreTheSame(ContactConsents a, ContactConsents b) =>
        a.SaysTheSameAs(b) && a.Revision == b.Revision && a.Sources.Values.SequenceEqual(b.Sources.Values);

    /// <summary>Persons with links, documents, entries of unknown kinds; under erasure, suppressed.</summary>
    private static Gen<PersonConsents> Persons() =>
        from history in HistoryGen.Any()
        from seed in Gen.Choose(0, 1_000_000)
        from documents in Document().ListOf(3)
        from incarnation in Gen.Choose(0, 255).ListOf(16)
        select Person(history, seed, documents, new Guid([.. incarnation.Select(b => (byte)b)]));

    private static PersonConsents Person(History history, int seed, IEnumerable<SourceDocument> documents, Guid incarnation)
    {
        var person = history.With(history.Entries.Select((e, i) => e with
        {
            Facts = (seed + i) % 31 == 0 && e.Type == AuditEntryType.Changed ? e.Facts with { Type = new("future") } : e.Facts,
            Subject = e.Subject! with { Revision = new(incarnation, e.Subject.Revision!.Value.Number) },
            Evidence = (seed + i) % 7 == 0 ? e.Evidence! with { Document = documents.ElementAt(i % 3) } : e.Evidence,
        })).Fold();
        return (seed % 20) switch
        {
            0 when person.Contacts.Length == 1 => PersonConsents.Of(Closings.Of(person.Contacts[0].Id, TimeGen.Minute(seed % 60))),
            1 => PersonConsents.Of(person.Contacts.Select(c => c.Erasing())),
            _ => person,
        };
    }

    private static Gen<SourceDocument> Document() =>
        from source in TextGen.Stored(64)
        from asOf in TimeGen.Any()
        from said in TaxonomyGen.Path(TaxonomyGen.Extended).Zip(Gen.Choose(1, 2)).ListOf()
        select new SourceDocument(source, asOf, said.Aggregate(NodeFlags.Empty, (flags, s) => flags.With(s.Item1, (ConsentFlag)(s.Item2 % 3), (FlagValue)s.Item2)));
}
