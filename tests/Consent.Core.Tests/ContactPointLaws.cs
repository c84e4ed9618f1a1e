using System.Text;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests;

/// <summary>What holds for every address, however it is typed.</summary>
public class ContactPointLaws
{
    private static readonly Gen<string> s_text = Gen.OneOf(
        Gen.Elements("ada", "ADA", "àdà", "a\u0300", "İ", "ı", "ß", "ẞ", "Σς", "ﬁ", "Ⅷ", "中文", "أهلا", "a\u200Db", "x+y", "o'n", "-", ".", "1", "xn--a", "ᾳ", "ΐ", "가", "\u1112\u1161", "😀", "ﬀ"),
        TextGen.Stored(20)).Two().Select(pair => pair.Item1 + pair.Item2);

    private static readonly Gen<string> s_typed =
        from local in s_text
        from domain in Gen.OneOf(s_text, s_text.Select(name => $"{name}.example"), Gen.Elements("shop.example", "MÜNCHEN.Example", "straße.example", "ａｂｃ。example"))
        select $"{local}@{domain}";

    private static readonly Gen<LocalPartCase> s_case = Gen.Elements(LocalPartCase.Ignored, LocalPartCase.Kept);

    [Law]
    public Property A_normal_form_is_its_own_normal_form() => Laws.ForAll(s_typed.Zip(s_case), typed =>
    {
        var (text, choice) = typed;
        return !ContactPoint.TryEmail(text, out var point, choice)
            || (ContactPoint.TryEmail(point.Value, out var again, choice) && again == point && ContactPoint.Of(point.Id) == point);
    });

    [Law]
    public Property Every_typing_of_an_address_is_the_same_point() => Laws.ForAll(s_typed.Zip(Gen.Elements("", " ", "\t", "\uFEFF", "\u200B\r\n")), typed =>
    {
        var (text, around) = typed;
        return !ContactPoint.TryEmail(text, out var point)
            || new[] { around + text + around, text.Normalize(NormalizationForm.FormD), text.Normalize(NormalizationForm.FormC) }
                .All(other => ContactPoint.TryEmail(other, out var same) && same == point);
    });

    [Law]
    public Property What_is_tried_and_what_is_demanded_agree_and_neither_quotes() => Laws.ForAll(s_typed.Zip(s_case), typed =>
    {
        var (text, choice) = typed;
        var isRead = ContactPoint.TryEmail(text, out var point, choice);
        try
        {
            return ContactPoint.Email(text, choice) == point && !point!.ToString().Contains(point.Value, StringComparison.Ordinal);
        }
        catch (ArgumentException refused)
        {
            return !isRead && !refused.Message.Contains(text, StringComparison.Ordinal);
        }
    });

    [Law]
    public Property A_point_is_an_id_that_every_store_keeps() => Laws.ForAll(s_typed, text =>
        !ContactPoint.TryEmail(text, out var point) || (ContactId.TryParse(point.Value, null, out var id) && id == point.Id && Encoding.UTF8.GetByteCount(point.Value) <= 254));
}
