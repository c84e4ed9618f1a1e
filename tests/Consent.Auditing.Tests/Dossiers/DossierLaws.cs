using System.Text;
using System.Text.RegularExpressions;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;
using static Consent.Auditing.Tests.KeptLog;

namespace Consent.Auditing.Tests;

/// <summary>Whatever texts a dossier holds and whatever bytes arrive.</summary>
public class DossierLaws
{
    private static readonly string s_page = Story().Dossier().ToHtml();
    private static readonly byte[] s_bytes = Encoding.UTF8.GetBytes(s_page);
    private static readonly string s_tags = TagsOf(PageWith("plain"));

    [Law(MaxTest = 300)]
    public Property No_text_changes_the_markup_and_every_text_comes_back() => Laws.ForAll(Nasty(), text =>
    {
        var page = PageWith(text);
        var read = Dossier.Parse(page);
        return TagsOf(page) == s_tags && read.Verify(Signer.VerifierKey).IsSound && read.Notices[1].Text == text && read.Decisions[1].Request == text
            && read.Entries[0].Shown.Open().Actor!.Id == text;
    });

    [Law(MaxTest = 2_000)]
    public Property A_page_of_which_any_byte_was_changed_is_refused_or_does_not_hold() => Laws.ForAll(Mangled(s_bytes), bytes =>
        bytes.AsSpan().SequenceEqual(s_bytes) || !IsRead(bytes, out var read) || !read.Verify(Signer.VerifierKey).IsSound);

    [Law(MaxTest = 2_000)]
    public Property Of_mangled_JSON_what_is_read_is_written_again_as_it_was() => Laws.ForAll(
        Mangled([.. Story().Dossier().ToJson()]), bytes => !IsRead(bytes, out var read) || read.ToJson().AsSpan().SequenceEqual(bytes));

    [Law(MaxTest = 2_000)]
    public Property Any_bytes_are_refused_as_a_dossier() =>
        Laws.ForAll(Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf().Resize(60), bytes => !IsRead(bytes, out _));

    [Fact]
    public void What_is_not_seen_is_shown_by_its_number()
    {
        var page = PageWith("a\u202eb\u200bc\u0001\r\nd\re");

        Assert.Contains("a<i>U+202E</i>b<i>U+200B</i>c<i>U+0001</i>\nd<i>U+000D</i>e", page, StringComparison.Ordinal);
    }

    private static bool IsRead(byte[] bytes, out Dossier dossier)
    {
        dossier = null!;
        try
        {
            dossier = Dossier.Parse(bytes);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string PageWith(string text)
    {
        var log = Story(text);
        var (dossier, decision) = (log.Dossier(), Decision());
        return new Dossier(Ada, dossier.Revision, dossier.MadeAt, dossier.Checkpoint, dossier.Entries)
        {
            Notices = [.. dossier.Notices, new("other", text)],
            Decisions = [decision, new() { AskedAt = default, Request = text, Outcome = text, Code = text, Article = text, Node = text, Failed = [text], ReliedOn = [text, "ada-1"], RulesVersion = text, TaxonomyVersion = text }],
        }.ToHtml();
    }

    /// <summary>All that a browser takes for markup; what stands for an unseen character is text.</summary>
    private static string TagsOf(string page) => string.Join('\n', Regex.Matches(Regex.Replace(page, "<i>U\\+[0-9A-F]{4}</i>", ""), "<[^>]*>").Select(m => m.Value));

    private static Gen<string> Nasty() => Gen.OneOf(
        TextGen.Stored(200),
        Gen.Elements(
            "<script>alert(1)</script>", "</pre><script>", "</td></tr></table>", "<!--", "-->", "]]>", "\" onclick=\"x()", "' autofocus onfocus='x()", "&lt;b&gt;", "&amp;", "&#x3c;script&#x3e;",
            "javascript:alert(1)", "</title>", "<pre id=\"consent-dossier\">{}</pre>", "&quot;", "<svg/onload=x()>", "{{7*7}}", "</style><style>*{display:none}", "a\u2028\u2029", "\ud83d\udc69\u200d\ud83d\udc67"),
        Gen.Choose(1, 0xd7ff).Select(c => $"a{(char)c}b"));

    private static Gen<byte[]> Mangled(byte[] valid) =>
        from at in Gen.Choose(0, valid.Length - 1)
        from kind in Gen.Choose(0, 4)
        from put in Gen.OneOf(Gen.Choose(0, 255), Gen.Elements("<>&\"{}[],:0aA+=\\"u8.ToArray()).Select(b => (int)b))
        from length in Gen.Choose(1, 40)
        select Mangle(valid, at, kind, (byte)put, Math.Min(length, valid.Length - at));

    private static byte[] Mangle(byte[] valid, int at, int kind, byte put, int length) => kind switch
    {
        0 => [.. valid[..at], put, .. valid[(at + 1)..]],
        1 => [.. valid[..at], put, .. valid[at..]],
        2 => [.. valid[..at], .. valid[(at + length)..]],
        3 => [.. valid[..(at + length)], .. valid[at..]],
        _ => [.. valid[..at], (byte)(valid[at] ^ (1 << (put % 8))), .. valid[(at + 1)..]],
    };
}
