using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Consent.Auditing;
using Consent.Interchange;
using Consent.Storage;
using Consent.Testing;
using Consent.Tracking;

namespace Consent.Repository.Tests;

/// <summary>How to make what no constructor makes well: by the generators of the test kit where there are, else by hand.</summary>
internal static class Recipes
{
    /// <summary>What is remembered once a document was recorded.</summary>
    private static SourceMemory Memory(Maker m)
    {
        var document = m.Of<SourceDocument>() with { Flags = NodeFlags.Empty.With(m.Of<PurposePath>(), m.Of<ConsentFlag>(), m.Below(2) == 0 ? FlagValue.Active : FlagValue.Inactive) };
        var contact = ContactId.From("ada");
        var change = ConsentChange.For(contact).WithId(ChangeId.From("document")).ReadFrom(document);
        var recording = new Recording(Timestamp.MaxValue, Actor.ApiClient("client"), ChangePort.Bulk, Guid.Empty);
        return ContactConsents.Empty(contact, ContactlabTaxonomy.Instance).Apply(change, new(), recording).After[contact].Sources[document.Source];
    }

    private static readonly NoteVerifierKey[] s_keys = [Key("log.example/1"), Key("log.example/1"), Key("log.example/2")];

    public static Dictionary<Type, Func<Maker, object?>> All { get; } = new()
    {
        [typeof(Timestamp)] = m => m.From(TimeGen.Any()),
        [typeof(DateTimeOffset)] = m => m.From(TimeGen.Near()).ToDateTimeOffset(),
        [typeof(Sha256Digest)] = m => m.From(ChangeGen.Digest()),
        [typeof(ContactId)] = m => m.MarksPersons ? ContactId.From(m.Text("contact")) : m.From(ChangeGen.Contact()),
        [typeof(ChangeId)] = m => m.MarksPersons ? ChangeId.From(m.Text("change")) : m.From(ChangeGen.Change()),
        [typeof(ContactPoint)] = m => m.Below(2) == 0 ? ContactPoint.Email($"{m.Text("contact")}@shop.example", LocalPartCase.Kept) : ContactPoint.Phone($"+39061234{m.Below(50)}"),
        [typeof(PurposePath)] = m => m.From(TaxonomyGen.Path(TaxonomyGen.Extended)),
        [typeof(PurposeTaxonomy)] = m => m.Pick([ContactlabTaxonomy.Instance, TaxonomyGen.Extended]),
        [typeof(PurposeNode)] = m => m.Pick(TaxonomyGen.Extended.Nodes),
        [typeof(Jurisdiction)] = m => m.From(RequestGen.Law()),
        [typeof(Sector)] = m => m.Pick([Sector.Other, Sector.Gas, Sector.Electricity, Sector.From($"sector{m.Below(9)}")]),
        [typeof(Citation)] = m => m.Pick([Citation.None, .. Jurisdiction.Italy.Citations.Values]),
        [typeof(ConsentRules)] = m => new ConsentRules(m.Of<PurposeTaxonomy>(), m.Of<Jurisdiction>(), m.Of<NoticeCatalog>(), sectors: [m.Of<Sector>()]),
        [typeof(ConsentDecision)] = m => Person(m) is var person ? person.Decide(m.Of<ProcessingRequest>().About(person.Contacts[0].Id), m.Of<ConsentRules>(), m.From(TimeGen.Near())) : default,
        [typeof(TaxonomyAddition)] = m => m.Pick([TaxonomyAddition.Of(p => p.Purpose("marketing.automatic.whatsapp", Channel.InstantMessage)), TaxonomyAddition.Of(p => p.Retire("profiling.online"))]),
        [typeof(NoticeCatalog)] = m => m.From(RequestGen.Notices()),
        [typeof(Evidence)] = m => m.MarksPersons ? Marked(m) : m.From(ChangeGen.Evidence()),
        [typeof(Statement)] = m => StatementOf(m),
        [typeof(NoticeAcceptance)] = m => m.From(ChangeGen.Acceptance()),
        [typeof(ConsentChange)] = m => Change(m),
        [typeof(ReceivedChange)] = m => ReceivedChange.Read(JsonSerializer.SerializeToUtf8Bytes(m.Of<ConsentChange>())),
        [typeof(JsonFlaw)] = m => new JsonFlaw($"$.statements[{m.Below(9)}]", m.Pick(["a text is wanted.", "it is missing."])),
        [typeof(RequestFacts)] = m => m.MarksPersons ? new RequestFacts { Sale = new() { Reference = m.Text("sale") } } : m.From(RequestGen.Facts()),
        [typeof(ProcessingRequest)] = m => m.MarksPersons && m.Below(2) == 0
            ? ProcessingRequest.ForLegalClaim(m.Of<ContactId>(), m.Text("ground")).With(m.Of<RequestFacts>())
            : m.From(RequestGen.Any(m.Of<ContactId>(), TaxonomyGen.Extended)),
        [typeof(RecordedStatement)] = m => new RecordedStatement(
            m.Of<PurposePath>(), m.Of<ConsentFlag>(), m.Of<bool>(), m.From(TimeGen.Near()), m.Of<StatementWeight>(), m.Of<bool>(), m.Of<StatementProof>(), m.Of<StatementOrigin>(), m.Below(3),
            m.Below(2) == 0 ? null : m.Of<StatementSpan>()),
        [typeof(DoubleOptIn)] = m => new DoubleOptIn { Methods = [$"method {m.Below(9)}"], Since = m.Of<Timestamp>(), EndsAfter = TimeSpan.FromDays(1 + m.Below(9)) },
        [typeof(Exception)] = m => new InvalidOperationException($"fault {m.Below(9)}"),
        [typeof(Occurrence)] = m => m.Below(2) == 0 ? Occurrence.At(m.From(TimeGen.Near())) : Occurrence.On(new DateOnly(2018, 5, 1 + m.Below(20))),
        [typeof(FlagState)] = m => Flag(m),
        [typeof(ContactConsents)] = m => Person(m).Contacts[0],
        [typeof(PersonConsents)] = m => Person(m),
        [typeof(ConsentExport)] = m => Person(m) is var person ? ConsentExport.Of(person, person.Contacts[0].Id, [m.Of<AuditEntry>()], m.Of<Timestamp>()) : null!,
        [typeof(ConsentPreferences)] = m => Person(m) is var person ? ConsentPreferences.Of(person, person.Contacts[0].Id, new(), m.Of<Timestamp>()) : null!,
        [typeof(NodeFlags)] = m => m.Below(5) == 0 ? NodeFlags.Empty : NodeFlags.Empty.With(m.Of<PurposePath>(), m.Of<ConsentFlag>(), m.Of<FlagValue>()).With(m.Of<PurposePath>(), m.Of<ConsentFlag>(), m.Of<FlagValue>()),
        [typeof(SourceDocument)] = m => new SourceDocument($"system-{m.Below(9)}", m.Of<Timestamp>(), m.Of<NodeFlags>()) { AcceptedAt = m.Below(2) == 0 ? null : m.Of<Timestamp>() },
        [typeof(SourceMemory)] = m => Memory(m),
        [typeof(ConsentDocument)] = m => new ConsentDocument(m.Of<ContactId>(), $"system-{m.Below(9)}", m.Of<Timestamp>(), m.Of<NodeFlags>(), m.Of<NoticeAcceptance>(), m.Text("place")),
        [typeof(NoteKey)] = m => m.Below(5) == 0 ? default : new NoteKey($"kind-{m.Below(5)}", m.Text("key")),
        [typeof(StoreNote)] = m => new StoreNote(new($"kind-{m.Below(5)}", m.Text("key")), [(byte)m.Below(5)], 1 + m.Below(5), m.Below(2) == 0 ? null : m.Of<Timestamp>()),
        [typeof(ContactLink)] = m => new ContactLink(ContactId.From(m.Text("one") + "1"), ContactId.From(m.Text("other") + "2"), m.Of<Timestamp>(), m.Of<ChangeId>(), m.Of<bool>()) { Reason = m.Text("reason") },
        [typeof(PersonalLink)] = m => m.Below(3) switch
        {
            0 => PersonalLink.Unsubscribe(m.Of<Timestamp>(), m.Of<PurposePath>(), m.Of<PurposePath>()),
            1 => PersonalLink.DoubleOptIn(m.Of<Timestamp>(), m.Of<PurposePath>()),
            _ => PersonalLink.Preferences(m.Of<Timestamp>(), m.Of<bool>()),
        },
        [typeof(Rectification)] = m => m.Of<bool>()
            ? Rectification.OfChange(m.Of<ContactId>(), m.Of<ChangeId>(), "clicks of a scanner", m.Text("reference"))
            : Rectification.OfEntry(m.Of<ContactId>(), m.Below(9), "clicks of a scanner", m.Text("reference")),
        [typeof(LinkEvent)] = m => new LinkEvent(m.Of<ClosedId>().Name, m.Of<Timestamp>(), m.Of<bool>(), m.Of<Timestamp>(), m.Of<bool>()),
        [typeof(CodeWords)] = m => ConsentWords.Default.Of(m.Of<DecisionCode>(), m.Pick(ConsentWords.Default.Languages)),
        [typeof(WordKey)] = m => m.Pick(ConsentWords.Keys),
        [typeof(ConsentWords)] = m => ConsentWords.Default.With("pt", [new("role.SYSTEM", m.Text("name"))]),
        [typeof(DecisionRule)] = m => m.Pick(DecisionTable.Rules),
        [typeof(ChangeRule)] = m => m.Pick(ChangeTable.Rules),
        [typeof(DecisionCodeSet)] = m => DecisionCodeSet.Empty.With(m.Of<DecisionCode>()).With(m.Of<DecisionCode>()),
        [typeof(SubjectRequest)] = m => m.From(SubjectRequestGen.Any()),
        [typeof(SubjectRequestNumber)] = m => m.From(SubjectRequestGen.Number()),
        [typeof(UsedRequest)] = m => UsedRequest.Of(m.Of<ProcessingRequest>()),
        [typeof(RecordedUse)] = m => m.MarksPersons
            ? m.From(UseGen.Any()) with { Reference = new(m.Text("campaign"), m.Text("message")) }
            : m.From(UseGen.Any()),
        [typeof(AuditEntryType)] = m => m.Pick([default, AuditEntryType.Changed, AuditEntryType.Read, AuditEntryType.Erased, new AuditEntryType("invented2030")]),
        [typeof(ContactHubError)] = m => Line(m, "{\"id\":\"%\",\"consents\":{\"marketing\":{\"automatic\":{\"email\":{\"status\":\"%\"}}}}}").Error,
        [typeof(ContactHubLine)] = m => Line(m, m.Below(2) == 0 ? "{\"id\":\"%\",\"consents\":{}}" : "{\"id\":\"%\",\"consents\":{\"disclaimer\":{\"date\":\"%\"}}}"),
        [typeof(TimeZoneInfo)] = m => m.Pick([TimeZoneInfo.Utc, TimeZoneInfo.CreateCustomTimeZone("two", TimeSpan.FromHours(2), "two", "two")]),
        [typeof(ContactHubFormat)] = m => m.Pick([ContactHubFormat.Predefined, new(TaxonomyGen.Extended)]),
        [typeof(ImmutableDictionary<PurposePath, string>)] = m => ImmutableDictionary<PurposePath, string>.Empty.Add(m.Of<PurposePath>(), m.Text("name")),
        [typeof(TreeNode)] = m => new TreeNode(m.Below(20), m.Below(50)),
        [typeof(Checkpoint)] = m => new Checkpoint($"log.example/{m.Below(5)}", new(1 + m.Below(50), m.Of<Sha256Digest>())),
        [typeof(NoteSignature)] = m => new NoteSignature($"log.example/{m.Below(5)}", (uint)m.Below(50), [1, (byte)m.Below(5)]),
        [typeof(NoteVerifierKey)] = m => m.Pick(s_keys),
        [typeof(SignedNote)] = m => SignedNote.Of($"text\n\n{m.Below(50)}\n", m.Of<NoteSignature>(), m.Of<NoteSignature>()),
        [typeof(SignedCheckpoint)] = m => SignedCheckpoint.Of(m.Of<Checkpoint>(), m.Of<NoteSignature>()),
        [typeof(TlogProof)] = m => Proof(m),
        [typeof(EntryDisclosure)] = m => EntryDisclosure.Of(m.Of<SealedEntry>(), EntrySlot.Facts, EntrySlot.Subject, EntrySlot.Evidence),
        [typeof(Receipt)] = m => Proof(m) is var proof ? Receipt.Of(m.Of<EntryDisclosure>(), proof.Inclusion, proof.Checkpoint) : null,
        [typeof(SealedEntry)] = m => new EntrySealer().Seal(m.Of<AuditEntry>() with { Index = m.Below(99) }, m.From(EntryGen.Salts()).AsSpan()),
        [typeof(ErasureRequest)] = m => new ErasureRequest(m.Of<ContactId>(), $"GDPR 17(1)({m.Pick(["a", "b"])})") { Keeps = m.Of<ErasureKeeps>() },
        [typeof(SnapshotWrite)] = m => new SnapshotWrite(m.Of<ContactConsents>(), m.Below(9)),
    };

    private static EcdsaNoteKey Key(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return EcdsaNoteKey.Of(name, key);
    }

    private static TlogProof Proof(Maker m)
    {
        var checkpoint = m.Of<SignedCheckpoint>();
        return new(new(m.Below(60), checkpoint.Checkpoint.Size, m.Of<ImmutableArray<Sha256Digest>>()), checkpoint, [.. Encoding.UTF8.GetBytes(m.Below(3) == 0 ? "" : m.Text("extra"))]);
    }

    private static Evidence Marked(Maker m) => new Evidence
    {
        ActedBy = m.Of<ActingParty>(),
        Method = m.Text("method"),
        Reference = m.Text("reference"),
        Source = m.Text("source"),
        Ground = m.Text("ground"),
        IsConfirmed = m.Of<bool>(),
        AwaitsConfirmation = m.Of<bool>(),
        Contract = m.Text("contract"),
    }.With("ip", m.Text("ip"));

    private static Statement StatementOf(Maker m)
    {
        var (node, flag, at, evidence) = (m.Of<PurposePath>(), m.Of<ConsentFlag>(), m.Of<Timestamp>(), m.Of<Evidence>());
        return m.Of<bool>() ? Statement.Protective(node, flag, at, evidence) : Statement.Permissive(node, flag, at, evidence, flag == ConsentFlag.Status ? m.Text("version") : null);
    }

    private static ConsentChange Change(Maker m)
    {
        var change = ConsentChange.For(m.Of<ContactId>()).WithId(m.Of<ChangeId>()).From(m.Of<ChangeSource>()).Because(m.Text("reason"));
        return m.Below(4) == 0 ? change.AcceptNotice(m.Of<NoticeAcceptance>()) : change.Say(m.Of<Statement>()).Say(m.Of<Statement>());
    }

    private static PersonConsents Person(Maker m)
    {
        var contact = m.Of<ContactId>();
        var said = Enumerable.Range(0, m.Below(5)).Select(_ => (m.Of<Statement>(), m.From(TimeGen.Near()))).ToList();
        return PersonConsents.Fold([contact], ContactlabTaxonomy.Instance, [HistoryGen.Entry(contact, m.Of<ChangeId>().Value, said, m.Of<NoticeAcceptance>(), 1)]);
    }

    private static FlagState Flag(Maker m)
    {
        var contact = m.Of<ContactId>();
        var said = Enumerable.Range(0, 3).Select(_ => (Statement.Protective(m.Of<PurposePath>(), m.Of<ConsentFlag>(), m.Of<Timestamp>(), m.Of<Evidence>()), m.From(TimeGen.Near())));
        return PersonConsents.Fold([contact], ContactlabTaxonomy.Instance, [HistoryGen.Entry(contact, m.Of<ChangeId>().Value, said, null, 1)])[contact].Flags.First();
    }

    private static ContactHubLine Line(Maker m, string json)
    {
        var text = json.Replace("%", m.MarksPersons ? Maker.Mark : $"t{m.Below(9)}", StringComparison.Ordinal);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(new string('\n', m.Below(3)) + text));
        return ContactHubFormat.Predefined.ReadLinesAsync(stream, new("crm", TimeGen.Origin)).ToBlockingEnumerable().Last();
    }
}
