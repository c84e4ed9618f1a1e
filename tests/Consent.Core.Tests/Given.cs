using Consent.Testing;

namespace Consent.Core.Tests;

/// <summary>Words for the examples: minutes stand for instants, and every change is recorded as it is said.</summary>
internal sealed class Given
{
    private readonly List<AuditEntry> _entries = [];
    private readonly ConsentRules _rules;
    private int _number;

    public Given(Jurisdiction? law = null, PurposeTaxonomy? taxonomy = null, params Notice[] notices) =>
        _rules = new(taxonomy, law, new NoticeCatalog(notices.Length == 0 ? [new Notice("v1", Minute(-1000)) { SaysAutomatedCoversTraditional = true }] : notices), sectors: [Sector.Other]);

    public static ContactId Ada { get; } = ContactId.From("ada");

    public static ContactId Bea { get; } = ContactId.From("bea");

    public static ContactId Cleo { get; } = ContactId.From("cleo");

    public static Evidence Form { get; } = Evidence.WebForm("https://shop.example/form");

    public static Timestamp Minute(int minute) => TimeGen.Minute(minute);

    public ConsentRules Rules => _rules;

    public PersonConsents Person { get; private set; } = PersonConsents.Of(ContactConsents.Empty(Ada, ContactlabTaxonomy.Instance), ContactConsents.Empty(Bea, ContactlabTaxonomy.Instance));

    public ContactConsents Contact => Person[Ada];

    public IReadOnlyList<AuditEntry> Entries => _entries;

    public ChangeResult Last { get; private set; } = null!;

    public static ConsentChange Change(ContactId? contact = null) => ConsentChange.For(contact ?? Ada).From(ChangeSource.SelfService);

    /// <summary>Records a change at a minute.</summary>
    public Given At(int minute, ConsentChange change, ChangePort port = ChangePort.OneContact, Actor? actor = null)
    {
        if (Person.Contacts[0].Taxonomy != _rules.Taxonomy)
        {
            Person = PersonConsents.Of(Person.Contacts.Select(c => c.Under(_rules.Taxonomy)));
        }

        var applied = Person.Apply(change.Id is null ? change.WithId(ChangeId.From($"c{++_number:000}")) : change, _rules, ApplyGen.At(Minute(minute), port, actor), _entries);
        Person = applied.After;
        Last = applied.Result;
        _entries.AddRange(applied.Entries.Select((entry, i) => entry.Logged(_entries.Count + i, default)).ToList());
        return this;
    }

    /// <summary>The person gives an attested, demonstrable consent at a minute, recorded then.</summary>
    public Given Gave(int minute, PurposePath purpose, ContactId? contact = null) => At(minute, Change(contact).AcceptNotice("v1", Minute(minute)).Give(purpose, Minute(minute), Form));

    public Given Withdrew(int minute, PurposePath node, ContactId? contact = null) => At(minute, Change(contact).Withdraw(node, Minute(minute)));

    public Given Objected(int minute, PurposePath node, ContactId? contact = null) => At(minute, Change(contact).Object(node, Minute(minute)));

    public Given Restricted(int minute, PurposePath node) => At(minute, Change().Restrict(node, Minute(minute)));

    public Given Asserted(int minute, PurposePath purpose) =>
        At(minute, Change().From(ChangeSource.Import).Give(purpose, Minute(minute), Evidence.Asserted("file:1")), ChangePort.Bulk);

    /// <summary>Two contacts are linked, or a link undone, at a minute; said to be so from then, or from the minute named.</summary>
    public Given Linked(
        int minute, bool isLinked = true, int? dated = null, Actor? by = null, string? because = null, ChangePort port = ChangePort.OneContact, ContactId? one = null, ContactId? other = null)
    {
        var link = new ContactLink(one ?? Ada, other ?? Bea, Minute(dated ?? minute), ChangeId.From($"l{++_number:000}"), isLinked) { Reason = because };
        Know(link.One, link.Other);
        return Record(link.Entries(Person[link.One], Person[link.Other], _rules, ApplyGen.At(Minute(minute), port, by)));
    }

    /// <summary>Entries are recorded, and the person folded anew.</summary>
    public Given Record(IEnumerable<AuditEntry> entries)
    {
        foreach (var entry in entries)
        {
            _entries.Add(entry.Logged(_entries.Count, default));
        }

        Person = PersonConsents.Fold(Person.Contacts.Select(c => c.Id), _rules.Taxonomy, _entries);
        return this;
    }

    private void Know(params ContactId[] contacts) =>
        Person = PersonConsents.Of([.. Person.Contacts, .. contacts.Where(id => Person.Find(id) is null).Select(id => ContactConsents.Empty(id, _rules.Taxonomy))]);

    public ConsentDecision Decide(ProcessingRequest request, int minute = 100, bool isRestorePending = false) => Person.Decide(request, _rules, Minute(minute), isRestorePending);

    /// <summary>Decides for Ada at the address whose record this is.</summary>
    public ConsentDecision Decide(ProcessingRequest request, ContactConsents point) => Person.Decide(request, _rules, Minute(100), point: point);

    public ConsentDecision MayContact(PurposePath purpose, Func<RequestFacts, RequestFacts>? facts = null, int minute = 100, ContactId? contact = null) =>
        Decide(ProcessingRequest.ToContact(contact ?? Ada, purpose).With(facts ?? (f => f)), minute);

    /// <summary>Facts of a complete sale of own similar products.</summary>
    public static RequestFacts Sold(RequestFacts facts) => facts with
    {
        Sale = new() { Reference = "order 7", At = Minute(1), Kind = SaleKind.Paid, AddressGiven = true, Informed = true, OwnProducts = true, SimilarProducts = true },
    };

    /// <summary>The register was checked lately, and the person is not in it.</summary>
    public static RequestFacts Checked(RequestFacts facts) => facts.WithList(new("RPO", Minute(90)));

    /// <summary>What the Italian register of oppositions says.</summary>
    public static Func<RequestFacts, RequestFacts> Rpo(int? checkedAt, int? enrolledAt = null, int? renewedAt = null) =>
        facts => facts.WithList(new("RPO", checkedAt is { } c ? Minute(c) : null, enrolledAt is { } e ? Minute(e) : null, renewedAt is { } r ? Minute(r) : null));
}
