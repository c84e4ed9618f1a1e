using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests.Json;

/// <summary>Whatever is wrong around a no, it is read; and nothing permissive of a document in which anything is wrong.</summary>
public class ReceivedChangeLaws
{
    private const string Mark = "sEcReT";

    /// <summary>The serializer's own reader stops where its depth does.</summary>
    private static readonly JsonSerializerOptions s_deep = new() { MaxDepth = 10_000 };

    /// <summary>Names of members that a no needs.</summary>
    private static readonly string[] s_needed = ["say", "node"];

    private static readonly string[] s_wrong =
    [
        "null", "7", "true", "[]", "{}", $"\"{Mark}\"", "1e999999", "-0.0", new string('9', 500), "\"\\ud800\"", "\"a\\u0000b\"", $"{{\"{Mark}\":{{\"{Mark}\":1}}}}", "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]",
        $"{string.Concat(Enumerable.Repeat("[", 3000))}{string.Concat(Enumerable.Repeat("]", 3000))}", "\"2026-02-30T00:00:00.000000Z\"", "\"\"",
    ];

    [Law]
    public Property What_is_right_is_taken_whole() => Laws.ForAll(JsonGen.Change(), change =>
    {
        var received = ReceivedChange.Read(Encoding.UTF8.GetBytes(Options.Write(change)));
        return received.IsWhole && received.Refused.IsEmpty && received.Change.ContentDigest() == change.ContentDigest() && received.Change.Id == change.Id && received.Change.Statements.SequenceEqual(change.Statements);
    });

    [Law]
    public Property Noes_outlive_whatever_is_wrong_around_them() => Laws.ForAll(
        from change in JsonGen.Change() from spoils in Gen.Choose(0, int.MaxValue - 1).NonEmptyListOf().Resize(4) select (change, spoils), c =>
    {
        var tree = JsonTree.Parse(Options.Write(c.change));
        var touched = c.spoils.Select(seed => Spoil(tree, seed, c.change)).ToHashSet();
        return Holds(c.change, tree.ToString(), touched);
    });

    [Law]
    public Property What_stands_before_a_cut_is_read() => Laws.ForAll(
        from change in JsonGen.Change() from at in Gen.Choose(0, 1000) select (change, at), c =>
    {
        var json = Encoding.UTF8.GetBytes(Options.Write(c.change));
        var cut = json.AsSpan(0, (int)((long)json.Length * c.at / 1000));
        var whole = Encoding.UTF8.GetString(cut);
        var noes = c.change.Statements.Where(s => s.IsProtective).ToList();

        // Written in order, so that what was read is the beginning of what was there; the last one may have lost what stood behind the cut.
        if (ReadOrNull(cut) is not { } received)
        {
            return NoesBefore(whole, c.change) == 0;
        }

        var read = received.Change.Statements;
        return received.IsWhole == (cut.Length == json.Length) && (received.IsWhole
            || (read.Length >= NoesBefore(whole, c.change) && read.Select((s, i) => s.Node == noes[i].Node && s.Flag == noes[i].Flag && (i == read.Length - 1 || s == noes[i])).All(same => same)));
    });

    [Law]
    public Property Bytes_of_any_kind_give_a_change_or_one_kind_of_exception() => Laws.ForAll(
        from change in JsonGen.Change() from places in Gen.Choose(0, int.MaxValue - 1).Two().NonEmptyListOf().Resize(6) select (change, places), c =>
    {
        var json = Encoding.UTF8.GetBytes(Options.Write(c.change));
        foreach (var (place, value) in c.places)
        {
            json[place % json.Length] = (byte)value;
        }

        var received = ReadOrNull(json);
        return received is null || received.IsWhole || received.Change.Statements.All(s => s.IsProtective);
    });

    private static bool Holds(ConsentChange change, string json, HashSet<int> touched)
    {
        var noes = change.Statements.Select((s, i) => (Said: s, Place: i)).Where(s => s.Said.IsProtective).ToList();
        if (ReadOrNull(Encoding.UTF8.GetBytes(json)) is not { } received)
        {
            return noes.Count == 0;
        }

        if (received.IsWhole)
        {
            return Options.Read<ConsentChange>(json, s_deep).ContentDigest() == received.Change.ContentDigest();
        }

        var strict = Assert.Throws<JsonException>(() => Options.Read<ConsentChange>(json, s_deep));
        var told = string.Concat(received.Flaws) + strict.Message + strict.Path;
        var read = received.Change.Statements;
        return !told.Contains(Mark, StringComparison.Ordinal) && strict.Path == (received.Flaws[0].Path.Length > 1 ? received.Flaws[0].Path : "$")
            && received.Change.Acceptance is null && received.Change.Document is null && received.Change.Contact == change.Contact
            && (received.Change.Id is null || received.Change.Id.Value.Value.EndsWith("+noes", StringComparison.Ordinal) || received.Change.Id.Value.Value.StartsWith("sha256:", StringComparison.Ordinal))
            && received.Refused.All(s => !s.IsProtective) && read.All(s => s.IsProtective)
            && read.Length == noes.Count && read.Zip(noes).All(p => p.First.Node == p.Second.Said.Node && p.First.Flag == p.Second.Said.Flag && (touched.Contains(p.Second.Place) || p.First == p.Second.Said));
    }

    /// <summary>Makes something wrong that leaves every no to be read. Returns the place of the statement that it touched, or -1.</summary>
    private static int Spoil(JsonTree document, int seed, ConsentChange change)
    {
        var random = new System.Random(seed);
        var statements = document["statements"]?.Items ?? [];
        if (random.Next(5) == 0)
        {
            document.Members!.RemoveAll(m => m.Name == "format");
            document.Members.Insert(random.Next(document.Members.Count), ("format", JsonTree.Of(new[] { "\"2.0\"", "\"1.7\"", "\"0.9\"", "\"1\"", "7", "null", $"\"{Mark}\"", "\"1.00\"" }[random.Next(8)])));
            return -1;
        }

        var place = random.Next(-1, statements.Count);
        var around = (place < 0 ? [document, .. document["acceptance"]?.All() ?? [], .. document["document"]?.All() ?? []] : statements[place].All()).Where(t => t.Members is not null).ToList();
        var target = around[random.Next(around.Count)];
        var kind = random.Next(4);
        if (kind == 0 || target.Members!.Count == 0)
        {
            target.Members!.Insert(random.Next(target.Members.Count + 1), (random.Next(2) == 0 ? Mark : "at", JsonTree.Of(s_wrong[random.Next(s_wrong.Length)])));
            return place;
        }

        var at = random.Next(target.Members.Count);
        var (name, value) = target.Members[at];
        if (ReferenceEquals(target, document) && name is "contact" or "statements")
        {
            return place;
        }

        if (place >= 0 && ReferenceEquals(target, statements[place]) && s_needed.Contains(name) && change.Statements[place].IsProtective)
        {
            // What is said twice alike is said.
            target.Members.Add((name, value));
            return place;
        }

        // A yes that is spoilt must not become a no: that would be one that was not there.
        var wrong = s_wrong[random.Next(s_wrong.Length)];
        switch (kind)
        {
            case 1:
                target.Members.RemoveAt(at);
                break;
            case 2:
                target.Members[at] = (name, JsonTree.Of(wrong));
                break;
            default:
                target.Members.Add((name, JsonTree.Of(wrong)));
                break;
        }

        return place;
    }

    /// <summary>How many noes stand there whole before a cut: each whose closing brace was written.</summary>
    private static int NoesBefore(string cut, ConsentChange change)
    {
        var count = 0;
        var upTo = Options.Write(change);
        var statements = JsonTree.Parse(upTo)["statements"]!.Items!;
        var at = upTo.IndexOf("\"statements\":[", StringComparison.Ordinal) + "\"statements\":[".Length;
        for (var i = 0; i < statements.Count; i++)
        {
            at += statements[i].ToString().Length;
            count += at <= cut.Length && change.Statements[i].IsProtective ? 1 : 0;
            at++;
        }

        return count;
    }

    private static ReceivedChange? ReadOrNull(ReadOnlySpan<byte> json)
    {
        try
        {
            return ReceivedChange.Read(json);
        }
        catch (JsonException e)
        {
            Assert.DoesNotContain(Mark, e.Message + e.Path, StringComparison.Ordinal);
            return null;
        }
    }
}
