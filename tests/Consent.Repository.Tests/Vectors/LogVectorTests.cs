using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Consent.Auditing;

namespace Consent.Repository.Tests;

/// <summary>docs/audit-log-vectors.json: a real log with all its bytes, for whoever writes a verifier from docs/audit-log.md. <c>CONSENT_UPDATE_DOCS=1</c> writes it anew.</summary>
public class LogVectorTests
{
    private const string Page = "docs/audit-log-vectors.json";
    private const int Size = 7;

    private static readonly JsonSerializerOptions s_form = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };
    private static readonly EntrySlot[] s_slots = Enum.GetValues<EntrySlot>();

    [Fact]
    public void The_file_is_the_one_made_from_the_code()
    {
        var expected = Vectors().ToJsonString(s_form) + "\n";
        if (Environment.GetEnvironmentVariable("CONSENT_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Checkout.PathOf(Page), expected);
        }

        Assert.Equal(expected, File.ReadAllText(Checkout.PathOf(Page)).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_stranger_who_hashes_the_bytes_as_the_page_says_comes_to_the_same()
    {
        var file = JsonNode.Parse(File.ReadAllText(Checkout.PathOf(Page)))!;
        foreach (var entry in file["entries"]!.AsArray())
        {
            byte[] leaf = [.. "CRL1"u8];
            foreach (var name in new[] { "facts", "subject", "actor", "evidence" })
            {
                var slot = entry!["slots"]![name]!;
                var payload = Encoding.UTF8.GetBytes((string)slot["payload"]!);
                byte[] committed =
                [
                    .. Encoding.ASCII.GetBytes($"consent-register/v1/{name}\n"), .. Convert.FromHexString((string)slot["salt"]!),
                    (byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, .. payload,
                ];
                var commitment = System.Security.Cryptography.SHA256.HashData(committed);
                Assert.Equal((string)slot["commitment"]!, Convert.ToHexStringLower(commitment));
                leaf = [.. leaf, .. commitment];
            }

            Assert.Equal((string)entry!["leaf"]!, Convert.ToHexStringLower(leaf));
            Assert.Equal((string)entry["leafHash"]!, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([0, .. leaf])));
        }
    }

    private static JsonObject Vectors()
    {
        var log = Entries().Select((entry, i) => new EntrySealer().Seal(entry.Logged(i, default), Salts(i))).ToList();
        var growth = MerkleFrontier.Empty.Append([.. log.Select(e => e.Leaf.Hash())]);
        var nodes = growth.Nodes.ToDictionary(n => n.Node, n => n.Hash);
        T Made<T>(ProofPlan<T> plan) => plan.Assemble([.. plan.Nodes.Select(n => nodes[n])]);
        return new JsonObject
        {
            ["about"] = "The salts of entry i are 32 bytes of 16 i + 1, + 2, + 3, + 4. Real salts are random.",
            ["entries"] = new JsonArray([.. log.Select(e => (JsonNode)Entry(e))]),
            ["roots"] = new JsonArray([.. Enumerable.Range(0, Size + 1).Select(n => (JsonNode)Made(ProofPlan.Frontier(n)).Root.ToString())]),
            ["inclusion"] = new JsonArray([.. Enumerable.Range(0, Size).Select(i => (JsonNode)Proof(("index", i), ("size", Size), Made(ProofPlan.Inclusion(i, Size)).Hashes))]),
            ["consistency"] = new JsonArray([.. Enumerable.Range(1, Size - 1).Select(m => (JsonNode)Proof(("old", m), ("new", Size), Made(ProofPlan.Consistency(m, Size)).Hashes))]),
        };
    }

    private static JsonObject Entry(SealedEntry entry)
    {
        var leaf = new byte[EntryLeaf.Length];
        entry.Leaf.CopyTo(leaf);
        var slots = new JsonObject();
        foreach (var slot in s_slots)
        {
            slots[JsonNamingPolicy.CamelCase.ConvertName(slot.ToString())] = new JsonObject
            {
                ["salt"] = Convert.ToHexStringLower(entry.Salt(slot)),
                ["payload"] = Encoding.UTF8.GetString(entry.Payload(slot)),
                ["commitment"] = entry.Leaf[slot].ToString(),
            };
        }

        return new JsonObject { ["index"] = entry.Index, ["slots"] = slots, ["leaf"] = Convert.ToHexStringLower(leaf), ["leafHash"] = entry.Leaf.Hash().ToString() };
    }

    private static JsonObject Proof((string Name, int Value) first, (string Name, int Value) second, IEnumerable<Sha256Digest> hashes) => new JsonObject
    {
        [first.Name] = first.Value,
        [second.Name] = second.Value,
        ["hashes"] = new JsonArray([.. hashes.Select(h => (JsonNode)h.ToString())]),
    };

    private static byte[] Salts(int entry) => [.. s_slots.SelectMany(slot => Enumerable.Repeat((byte)((16 * entry) + (int)slot + 1), SlotCommitment.SaltLength))];

    /// <summary>A sign-up, an import that asserts, an objection with words that JSON escapes, a link, a reading, an erasure.</summary>
    private static IEnumerable<AuditEntry> Entries()
    {
        var rules = new ConsentRules();
        var ada = ContactId.From("customer-17");
        var start = Timestamp.Parse("2026-03-01T09:00:00.000000Z");
        var manager = Actor.PrivacyManager("privacy@shop.example");
        var person = PersonConsents.Of(ContactConsents.Empty(ada, rules.Taxonomy));
        ConsentChange[] changes =
        [
            ConsentChange.For(ada).WithId(ChangeId.From("signup-1")).From(ChangeSource.SelfService).AcceptNotice("v2", start)
                .Give(Purposes.Marketing.Automatic.Email, start, Evidence.WebForm("https://shop.example/signup", Sha256Digest.OfText("Yes, write to me.")).With("ip", "192.0.2.1")),
            ConsentChange.For(ada).WithId(ChangeId.From("import-9")).From(ChangeSource.Import).Give(Purposes.Profiling.Online, start, Evidence.Asserted("customers.jsonl:17")),
            ConsentChange.For(ada).WithId(ChangeId.From("call-3")).From(ChangeSource.UserInterface).Object(Purposes.Marketing.Group, start.Plus(TimeSpan.FromHours(1))).Because("said: \"basta\"\n\tcosì — 👩‍👧"),
        ];
        for (var i = 0; i < changes.Length; i++)
        {
            var actor = changes[i].Source == ChangeSource.SelfService ? Actor.ForSelf(ada) : changes[i].Source == ChangeSource.Import ? Actor.ApiClient("crm") : Actor.Operator("lucia");
            var port = changes[i].Source == ChangeSource.Import ? ChangePort.Bulk : ChangePort.OneContact;
            var applied = person.Apply(changes[i], rules, new(start.Plus(TimeSpan.FromHours(i)), actor, port, new Guid("0f8fad5b-d9cb-469f-a165-70867728950e")));
            person = applied.After;
            yield return applied.Entry!;
        }

        var later = start.Plus(TimeSpan.FromDays(1));
        yield return Reading.Entry(AuditEntryType.Read, ada, "history", Actor.DataProtectionOfficer("dpo@shop.example"), rules, later);
        foreach (var published in LogEvents.NoticePublished(new Notice("v3", later) { IsMaterial = true }.WithText("en", "Notice, third version.").WithText("it", "Informativa, terza versione."), manager, rules, later))
        {
            yield return published;
        }

        yield return LogEvents.Hold(ada, isHeld: true, "court file 7/2026", manager, rules, later);
        yield return LogEvents.Erased([new(20, 22), new(25, 25)], "GDPR 17(1)(b)", 1, manager, rules, later.Plus(TimeSpan.FromDays(30)));
    }
}
