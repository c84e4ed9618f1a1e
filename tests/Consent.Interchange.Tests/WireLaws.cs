using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using static Consent.Interchange.Tests.Documents;

namespace Consent.Interchange.Tests;

public sealed class WireLaws
{
    private static readonly Gen<(WireCase Case, int Seed)> s_cases = WireGen.Any().Zip(WireGen.Seed());

    [Law]
    public Property Reading_finds_what_the_document_says_and_nothing_else() => Laws.ForAll(s_cases, x =>
    {
        var document = x.Case.Read(x.Seed, WireGen.AsOf);
        var named = x.Case.Flags.Where(f => f.Value is not null).Select(f => f.Key.Node).ToHashSet();
        return document.Contact.Value == x.Case.Id
            && named.SetEquals(document.Record.Flags.Nodes)
            && x.Case.Flags.Keys.All(k => document.Record.Flags[k.Node, k.Flag] == x.Case.Value(k.Node, k.Flag))
            && document.Acceptance?.AcceptedAt == (x.Case.Date ?? (x.Case.Version is null ? null : WireGen.AsOf))
            && document.Acceptance?.Version == (x.Case.Version ?? (x.Case.Date is null ? null : "unversioned"));
    });

    [Law]
    public Property Order_spelling_and_spacing_do_not_matter() => Laws.ForAll(s_cases, x =>
    {
        var (one, other) = (x.Case.Read(x.Seed, WireGen.AsOf), x.Case.Read(x.Seed + 1, WireGen.AsOf));
        return one.Record.Flags.Equals(other.Record.Flags) && one.Acceptance == other.Acceptance && one.ChangeId() == other.ChangeId();
    });

    [Law]
    public Property Written_again_every_set_flag_and_the_notice_are_kept() => Laws.ForAll(s_cases, x =>
    {
        var document = x.Case.Read(x.Seed, WireGen.AsOf);
        var contact = document.Applied(x.Case.Taxonomy);
        var again = Consents(contact.Written(x.Case.Format), x.Case.Format);
        return x.Case.Taxonomy.Nodes.Where(n => !n.IsGroup).All(node =>
                Enum.GetValues<ConsentFlag>().All(flag => again.Record.Flags[node.Path, flag] == Kept(x.Case, node, flag)))
            && again.Acceptance == document.Acceptance;
    });

    [Law]
    public Property Of_the_predefined_purposes_every_flag_is_written_as_it_was_read() => Laws.ForAll(WireGen.Predefined().Zip(WireGen.Seed()), x =>
    {
        var document = x.Item1.Read(x.Item2, WireGen.AsOf);
        var contact = document.Applied();
        var again = Consents(contact.Written(), export: new("another", WireGen.AsOf.Plus(TimeSpan.FromDays(1))));

        // Another source that says the same gives no new yes; a first no of its own counts.
        var told = new ConsentDocument(contact.Id, "another", WireGen.AsOf, again.Record.Flags, again.Acceptance).Against(contact).SelectMany(c => c.Statements);
        return again.Record.Flags.Equals(document.Record.Flags) && told.All(s => s.IsProtective);
    });

    [Law]
    public Property A_second_merge_adds_nothing_whatever_its_date() => Laws.ForAll(s_cases.Zip(Gen.Choose(0, 100_000)), x =>
    {
        var ((@case, seed), hours) = x;
        var once = @case.Read(seed, WireGen.AsOf).Applied(@case.Taxonomy);
        var second = @case.Read(seed + 1, WireGen.AsOf.Plus(TimeSpan.FromHours(hours)));

        // A consent to a retired purpose or a group is tried each time, and refused.
        return once.After(second).Revision == once.Revision;
    });

    [Law]
    public Property Mangled_bytes_never_throw_and_what_is_read_whole_is_JSON() => Laws.ForAll(s_cases.Zip(Gen.Choose(1, 4)), x =>
    {
        var ((@case, seed), count) = x;
        var bytes = Mangled(@case.Customer(seed), seed, count);
        var isRead = @case.Format.TryReadCustomer(bytes, Export, out var document, out var error);
        var isJson = IsJson(bytes);
        return isRead == document is not null
            && (error is null
                ? isRead && isJson
                : IsNoesOnly(document) && error.Path.StartsWith('$') && error.Reason.Length > 0 && error.Line >= 1 && error.Line <= 1 + bytes.Count(b => b is (byte)'\n' or (byte)'\r')
                    && (!isJson || error.Code is not (ContactHubErrorCode.NotJson or ContactHubErrorCode.CutOff or ContactHubErrorCode.TrailingData)));
    });

    [Law]
    public Property A_document_cut_off_anywhere_is_an_error_and_keeps_the_noes_before() => Laws.ForAll(s_cases, x =>
    {
        var text = x.Case.Customer(x.Seed);
        var whole = text.AsSpan().TrimEnd(" \t\r\n"u8).Length;
        var cut = text.AsSpan(0, x.Seed % whole);
        var isRead = x.Case.Format.TryReadCustomer(cut, Export, out var document, out var error);

        // In the middle of a character the bytes are not UTF-8 either. What is kept is what the whole document says.
        var flags = x.Case.Read(x.Seed, WireGen.AsOf).Record.Flags;
        return error!.Code is ContactHubErrorCode.CutOff or ContactHubErrorCode.NotUtf8
            && (!isRead || (IsNoesOnly(document) && Noes(document!.Record.Flags).All(no => flags[no.Node, no.Flag] == document.Record.Flags[no.Node, no.Flag])));
    });

    [Law]
    public Property A_fault_anywhere_in_consents_costs_no_no() => Laws.ForAll(s_cases, x =>
    {
        var text = x.Case.Customer(x.Seed);
        var braces = Braces(text);
        var at = braces[x.Seed % braces.Count] + 1;
        var rest = text.AsSpan(at).TrimStart(" \t\r"u8);
        byte[] faulty = [.. text.AsSpan(0, at), .. "\"x-unheard\":[{}]"u8, .. rest[0] == '}' ? ""u8 : ","u8, .. rest];
        var isRead = x.Case.Format.TryReadCustomer(faulty, Export, out var document, out var error);
        var whole = x.Case.Read(x.Seed, WireGen.AsOf);
        return error is null
            ? document!.Record.Flags.Equals(whole.Record.Flags)
            : Noes(whole.Record.Flags).ToHashSet().SetEquals(isRead ? Noes(document!.Record.Flags) : []) && IsNoesOnly(document);
    });

    [Law]
    public Property A_mangled_line_costs_no_other_line() => Laws.ForAll(s_cases.Zip(Gen.Choose(1, 4)), x =>
    {
        var ((@case, seed), count) = x;
        byte[] file = [.. Line(@case, seed), (byte)'\n', .. Mangled(Line(@case, seed + 1), seed, count), (byte)'\n', .. Line(@case, seed + 2), (byte)'\n'];
        var lines = LinesOf(new MemoryStream(file), @case.Format).GetAwaiter().GetResult();
        var whole = @case.Read(seed, WireGen.AsOf).Record.Flags;
        var last = 1 + Encoding.Latin1.GetString(file[..^1]).Replace("\r\n", "\n", StringComparison.Ordinal).Count(c => c is '\n' or '\r');
        return Is(lines[0]) && lines.Any(l => l.Number == last && Is(l));

        bool Is(ContactHubLine line) => line.Errors.IsEmpty && string.Equals(line.Document!.Contact.Value, @case.Id, StringComparison.Ordinal) && line.Document.Record.Flags.Equals(whole);
    });

    [Law]
    public Property In_UTF16_a_file_is_the_same_file() => Laws.ForAll(s_cases.Zip(Gen.Choose(1, 20)), x =>
    {
        var ((@case, seed), chunk) = x;
        var text = Encoding.UTF8.GetString([.. Line(@case, seed), (byte)'\n', .. Line(@case, seed + 1)]);
        var expected = LinesOf(new MemoryStream(Encoding.UTF8.GetBytes(text)), @case.Format).GetAwaiter().GetResult();
        var lines = LinesOf(new Trickle(Encoding.BigEndianUnicode.GetBytes(text), chunk), @case.Format).GetAwaiter().GetResult();
        return lines.Count == 2 && lines.All(l => l.Errors.IsEmpty) && lines.Select(l => l.Document!.ChangeId()).SequenceEqual(expected.Select(l => l.Document!.ChangeId()));
    });

    [Law]
    public Property Lines_that_come_in_bits_are_the_same_lines() => Laws.ForAll(s_cases.Zip(Gen.Choose(1, 20)), x =>
    {
        var ((@case, seed), chunk) = x;
        byte[] file = [.. Mangled(@case.Customer(seed), seed, 2), (byte)'\n', .. @case.Customer(seed + 1), (byte)'\r', (byte)'\n', .. Mangled(@case.Customer(seed + 2), seed, 1)];
        var format = new ContactHubFormat(@case.Taxonomy, new() { MaxDocumentBytes = 400 });
        var whole = LinesOf(new MemoryStream(file), format).GetAwaiter().GetResult();
        var bits = LinesOf(new Trickle(file, chunk), format).GetAwaiter().GetResult();
        return whole.Select(l => (l.Number, l.Error, l.Document?.ChangeId())).SequenceEqual(bits.Select(l => (l.Number, l.Error, l.Document?.ChangeId())));
    });

    /// <summary>What must be kept of a flag: itself; but a no on a purpose above it, which covers it, is a no here, and no consent to a retired purpose is taken.</summary>
    private static FlagValue Kept(WireCase @case, PurposeNode node, ConsentFlag flag)
    {
        var no = flag == ConsentFlag.Status ? FlagValue.Inactive : FlagValue.Active;
        var own = @case.Value(node.Path, flag);
        return own == no || @case.Taxonomy.Covering(node.Path).Any(n => @case.Value(n.Path, flag) == no) ? no
            : own == FlagValue.Active && node.IsRetired ? FlagValue.Unset
            : own;
    }

    private static List<int> Braces(byte[] text)
    {
        var braces = new List<int>();
        var json = new Utf8JsonReader(text);
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.StartObject)
            {
                braces.Add((int)json.TokenStartIndex);
            }
        }

        return braces;
    }

    /// <summary>A document on one line that begins with it: written with blanks and tabs between, not with carriage returns, which end lines.</summary>
    private static byte[] Line(WireCase @case, int seed)
    {
        var bytes = @case.Customer(seed).AsSpan().Trim(" \t\r"u8).ToArray();
        bytes.AsSpan().Replace((byte)'\r', (byte)' ');
        return bytes;
    }

    private static IEnumerable<(PurposePath Node, ConsentFlag Flag)> Noes(NodeFlags flags) =>
        from node in flags.Nodes
        from flag in Enum.GetValues<ConsentFlag>()
        where flags[node, flag] == (flag == ConsentFlag.Status ? FlagValue.Inactive : FlagValue.Active)
        select (node, flag);

    private static bool IsNoesOnly(ConsentDocument? document) => document is null
        || (document.Acceptance is null && document.Record.Flags.Nodes.All(node => Enum.GetValues<ConsentFlag>().All(flag =>
            document.Record.Flags[node, flag] is var value && (value == FlagValue.Unset || value == (flag == ConsentFlag.Status ? FlagValue.Inactive : FlagValue.Active)))));

    private static bool IsJson(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsMemory(3) : bytes);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static byte[] Mangled(byte[] bytes, int seed, int count)
    {
        var random = new System.Random(seed);
        var result = bytes.ToList();
        for (; count > 0; count--)
        {
            var at = random.Next(result.Count + 1);
            var length = random.Next(1 + Math.Min(20, result.Count - at));
            switch (random.Next(6))
            {
                case 0:
                    result.RemoveRange(at, result.Count - at);
                    break;
                case 1:
                    result.RemoveRange(at, length);
                    break;
                case 2:
                    result.InsertRange(at, result.GetRange(at, length));
                    break;
                case 3:
                    result.Insert(at, (byte)random.Next(256));
                    break;
                case 4:
                    result.Insert(at, "{}[],:\"\\0tnu-.\n \0"u8[random.Next(17)]);
                    break;
                default:
                    if (at < result.Count)
                    {
                        result[at] ^= (byte)(1 << random.Next(8));
                    }

                    break;
            }
        }

        return [.. result];
    }
}
