using System.Text;
using System.Text.Json;
using Consent.Auditing;

namespace Consent.Fuzz;

/// <summary>What any bytes are given to. A target throws where a promise is broken: another exception than the documented one, or what is read is not written again as it was.</summary>
internal static class Targets
{
    /// <summary>Made when first used: instrumented code runs only once afl-fuzz is there.</summary>
    private static readonly Lazy<NoteVerifierKey[]> s_keys = new(() => [NoteVerifierKey.Parse(
        "shop.example/consents+8f4ce535+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAOGvv7vtWOrO76bw8zZU/e2XzLitIe1IZKw7S3/wi+JIB+WvDPbOEbZKAkTcWxdC+wiFi+B4Sxc8klNJ2SNBt8=")]);

    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new SortedDictionary<string, Action<byte[]>>(StringComparer.Ordinal)
    {
        ["change"] = Change,
        ["consistency"] = bytes => Text(bytes, s => ConsistencyFile.Parse(s), f => f.ToString()),
        ["disclosure"] = bytes => Read(() => EntryDisclosure.Parse(bytes), Open),
        ["dossier"] = Dossiers,
        ["entry"] = StoredTargets.Entry,
        ["key"] = bytes => Text(bytes, s => NoteVerifierKey.Parse(s), k => k.ToString()),
        ["keypage"] = StoredTargets.KeyPage,
        ["leaf"] = StoredTargets.Leaf,
        ["note"] = bytes => Text(bytes, s => SignedNote.Parse(s), n => n.ToString(), n => n.Verify(s_keys.Value)),
        ["payload"] = Payload,
        ["proof"] = bytes => Text(bytes, s => TlogProof.Parse(s), p => p.ToFile(), p => p.Verify(default, s_keys.Value)),
        ["receipt"] = bytes => Text(bytes, s => Receipt.Parse(s), r => r.ToFile(), r =>
        {
            r.Verify(s_keys.Value);
            Open(r.Entry);
        }),
        ["record"] = StoredTargets.Record,
        ["snapshot"] = Snapshot,
        ["source"] = NoteTargets.Source,
        ["verified"] = NoteTargets.Verified,
    };

    private static ReadOnlySpan<byte> Facts => """{"recordedAt":"2026-01-01T00:00:00.000000Z","rules":"1","taxonomy":"1","type":"changed","v":1}"""u8;

    /// <summary>A change as JSON. What has flaws gives noes and nothing else; what is whole is written and read again as it was.</summary>
    private static void Change(byte[] bytes)
    {
        ReceivedChange received;
        try
        {
            received = ReceivedChange.Read(bytes);
        }
        catch (JsonException)
        {
            return;
        }

        var isRight = received.IsWhole
            ? ReceivedChange.Read(JsonSerializer.SerializeToUtf8Bytes(received.Change)).Change.ContentDigest() == received.Change.ContentDigest()
            : received.Change is { Acceptance: null, Document: null } && received.Change.Statements.All(s => s.IsProtective);
        _ = isRight ? true : throw new InvalidOperationException("Something permissive was taken, or what was read is written otherwise.");
    }

    private static void Dossiers(byte[] bytes) => Read(() => Dossier.Parse(bytes), dossier =>
    {
        dossier.Verify(s_keys.Value);
        var isPage = dossier.IsPage;
        Same(bytes, [.. dossier.ToJson()], mayDiffer: isPage);
        var again = Dossier.Parse(dossier.ToHtml());
        Same([.. dossier.ToJson()], [.. again.ToJson()]);
    });

    /// <summary>The first byte says which slot the others are.</summary>
    private static void Payload(byte[] bytes)
    {
        if (bytes.Length is 0 or > SlotCommitment.MaxPayloadLength)
        {
            return;
        }

        var (slot, payload) = (bytes[0] % 4, bytes[1..]);
        var entry = SealedEntry.FromParts(
            0, default, new byte[EntrySealer.SaltsLength], slot == 0 ? payload : Facts, slot == 1 ? payload : [], slot == 2 ? payload : [], slot == 3 ? payload : []);
        Read(entry.Open, opened =>
        {
            var again = new EntrySealer().Seal(opened, new byte[EntrySealer.SaltsLength]).Open();
            _ = again == opened ? true : throw new InvalidOperationException("An entry sealed again opens to another.");
        });
    }

    /// <summary>A store's bytes of one contact. Written again they may differ, as numbers can be written longer; written twice again they may not.</summary>
    private static void Snapshot(byte[] bytes)
    {
        var id = ContactId.From("ada");
        Read(() => ContactSnapshot.Read(id, ContactlabTaxonomy.Instance, bytes), contact =>
        {
            contact.Decide(ProcessingRequest.ToContact(id, Purposes.Marketing.Automatic.Email), new ConsentRules(), default);
            var written = ContactSnapshot.ToBytes(contact);
            var again = ContactSnapshot.Read(id, ContactlabTaxonomy.Instance, written);
            _ = again.SaysTheSameAs(contact) ? true : throw new InvalidOperationException("What was read is written otherwise.");
            Same(written, ContactSnapshot.ToBytes(again));
        });
    }

    private static void Open(EntryDisclosure entry)
    {
        entry.FirstBrokenSlot();
        if (entry.Payload(EntrySlot.Facts) is not null)
        {
            Read(entry.Open, _ => { });
        }

        Same([.. entry.ToBytes()], [.. EntryDisclosure.Parse(entry.ToBytes().AsSpan()).ToBytes()]);
    }

    private static void Text<T>(byte[] bytes, Func<string, T> parse, Func<T, string> write, Action<T>? use = null)
    {
        var text = Encoding.UTF8.GetString(bytes);
        Read(() => parse(text), value =>
        {
            use?.Invoke(value);
            _ = string.Equals(write(value), text, StringComparison.Ordinal) ? true : throw new InvalidOperationException("What was read is written otherwise.");
        });
    }

    private static void Read<T>(Func<T> read, Action<T> use)
    {
        T value;
        try
        {
            value = read();
        }
        catch (FormatException)
        {
            return;
        }

        use(value);
    }

    private static void Same(byte[] one, byte[] other, bool mayDiffer = false)
    {
        if (!mayDiffer && !one.AsSpan().SequenceEqual(other))
        {
            throw new InvalidOperationException("What was read is written otherwise.");
        }
    }
}
