using System.Security.Cryptography;
using Consent.Testing;

namespace Consent.Auditing.Tests;

/// <summary>A log that a host keeps, with its key, and the dossiers, receipts and proofs that it gives out.</summary>
internal sealed class KeptLog
{
    public const string Origin = "shop.example/consents";
    private readonly Dictionary<TreeNode, Sha256Digest> _nodes = [];
    private readonly List<MerkleFrontier> _frontiers = [MerkleFrontier.Empty];

    public KeptLog(params IEnumerable<AuditEntry> entries)
    {
        var sealer = new EntrySealer();
        foreach (var entry in Chained(entries))
        {
            Add(sealer.Seal(entry, Salts()));
        }
    }

    public static EcdsaNoteSigner Signer { get; } = NewSigner(Origin);

    public static ContactId Ada { get; } = ContactId.From("ada");

    public static DossierNotice Shown2026 { get; } = new("2026-1", "We write to you about our own products.\nYou may refuse at any time.");

    public List<SealedEntry> Entries { get; } = [];

    /// <summary>A notice, Ada's two changes with Bea's in between, a reading, and Ada's withdrawal.</summary>
    public static KeptLog Story(string text = "https://shop.example/form") => new(
        LogEvents.NoticePublished(new Notice("2026-1", TimeGen.Minute(0)).WithText(null, Shown2026.Text), Actor.PrivacyManager("m"), new(), TimeGen.Minute(1))[0],
        Changed(1, text), Changed(1, text, "bea"), Changed(2, text),
        Reading.Entry(AuditEntryType.Read, Ada, "history", Actor.DataProtectionOfficer("dpo"), new(), TimeGen.Minute(60)),
        Changed(3, text));

    public static EcdsaNoteSigner NewSigner(string name) => new(name, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>A change of a contact with this text wherever a text may stand.</summary>
    public static AuditEntry Changed(long revision, string text = "text", string contact = "ada")
    {
        var evidence = Evidence.WebForm(text).With("user agent", text);
        var entry = HistoryGen.Entry(
            ContactId.From(contact), $"{contact}-{revision}",
            [
                (Statement.Permissive(Purposes.Marketing.Automatic.Email, ConsentFlag.Status, TimeGen.Minute(1), evidence, "2026-1"), TimeGen.Minute(1)),
                (Statement.Protective(Purposes.Marketing.Group, ConsentFlag.Objection, TimeGen.Minute(2), evidence), TimeGen.Minute(2)),
            ],
            new NoticeAcceptance("2026-1", TimeGen.Minute(1), null, Shown2026.TextSha256), revision);
        return entry with { Actor = new(text, [ActorRole.Operator], text), Evidence = entry.Evidence! with { Reason = text } };
    }

    /// <summary>The entries with their places, each naming the one before it of its contact.</summary>
    public static IEnumerable<AuditEntry> Chained(IEnumerable<AuditEntry> entries)
    {
        var (index, last) = (0L, new Dictionary<(ContactId Contact, Guid Life), long>());
        foreach (var entry in entries)
        {
            var about = entry.Subject;
            var previous = last.Where(l => l.Key.Contact == about?.Contact && (about.Revision is not { } revision || revision.Incarnation == l.Key.Life)).Select(l => l.Value).DefaultIfEmpty(AuditEntry.NotLogged).Max();
            yield return entry with { Index = index, Subject = about is null ? null : about with { Previous = previous } };
            if (about?.Revision is { } reached)
            {
                last[(about.Contact, reached.Incarnation)] = index;
            }

            index++;
        }
    }

    public void Add(SealedEntry entry)
    {
        Entries.Add(entry);
        var growth = _frontiers[^1].Append(entry.Leaf.Hash());
        _frontiers.Add(growth.Frontier);
        foreach (var (node, hash) in growth.Nodes)
        {
            _nodes.Add(node, hash);
        }
    }

    public SignedCheckpoint CheckpointAt(int size, params EcdsaNoteSigner[] by)
    {
        var checkpoint = new Checkpoint(Origin, _frontiers[size].Head);
        return SignedCheckpoint.Of(checkpoint, [.. (by.Length == 0 ? [Signer] : by).Select(s => s.Sign(checkpoint.ToString()))]);
    }

    public ConsistencyFile Consistency(int from, int to) => new(Made(ProofPlan.Consistency(from, to)));

    public DossierEntry Shown(int index, params EntrySlot[] slots) => new(EntryDisclosure.Of(Entries[index], slots), Made(ProofPlan.Inclusion(index, Entries.Count)));

    public Receipt Receipt(int index, params EntrySlot[] slots) =>
        Consent.Auditing.Receipt.Of(EntryDisclosure.Of(Entries[index], slots), Made(ProofPlan.Inclusion(index, Entries.Count)), CheckpointAt(Entries.Count));

    /// <summary>Ada's dossier, of her entries or of others.</summary>
    public Dossier Dossier(params int[] entries) => new(
        Ada, new(Guid.Empty, 3), TimeGen.Minute(90), CheckpointAt(Entries.Count), [.. (entries.Length == 0 ? [1, 3, 4, 5] : entries).Select(i => Shown(i))])
    {
        Notices = [new(Shown2026.Version, Shown2026.Text, null, Shown(0))],
        Decisions = [Decision()],
    };

    public static DossierDecision Decision()
    {
        var request = ProcessingRequest.ToContact(Ada, Purposes.Marketing.Automatic.Email).With(f => f with { Age = 40 });
        var rules = new ConsentRules();
        var person = PersonConsents.Fold([Ada], rules.Taxonomy, [Changed(1)]);
        return DossierDecision.Of(request, person.Explain(request, rules, TimeGen.Minute(80)), TimeGen.Minute(80));
    }

    public static byte[] Salts() => RandomNumberGenerator.GetBytes(EntrySealer.SaltsLength);

    private T Made<T>(ProofPlan<T> plan) => plan.Assemble([.. plan.Nodes.Select(n => _nodes[n])]);
}
