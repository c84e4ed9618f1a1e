namespace Consent.Core.Tests;

public class ContactPointTests
{
    [Theory]
    [InlineData("ada@shop.example", "ada@shop.example")]
    [InlineData("Ada.Lovelace@SHOP.Example", "ada.lovelace@shop.example")]
    [InlineData("  ada@shop.example\r\n", "ada@shop.example")]
    [InlineData("\uFEFFada@shop.example\u200B", "ada@shop.example")]
    [InlineData("ada@shop.example.", "ada@shop.example")]
    [InlineData("ada+news@shop.example", "ada+news@shop.example")]
    [InlineData("a.d.a@shop.example", "a.d.a@shop.example")]
    [InlineData("ada..l.@shop.example", "ada..l.@shop.example")]
    [InlineData("ada@localhost", "ada@localhost")]
    [InlineData("ada@MÜNCHEN.example", "ada@xn--mnchen-3ya.example")]
    [InlineData("ada@mu\u0308nchen.example", "ada@xn--mnchen-3ya.example")]
    [InlineData("ada@XN--MNCHEN-3YA.example", "ada@xn--mnchen-3ya.example")]
    [InlineData("ada@straße.example", "ada@xn--strae-oqa.example")]
    [InlineData("ada@例え。example", "ada@xn--r8jz45g.example")]
    [InlineData("ADÀ@shop.example", "adà@shop.example")]
    [InlineData("ada\u0300@shop.example", "adà@shop.example")]
    public void Spellings_of_one_mailbox_are_one_contact(string typed, string normal)
    {
        var point = ContactPoint.Email(typed);
        Assert.Equal((ContactPointKind.Email, normal, ContactId.From(normal)), (point.Kind, point.Value, point.Id));
        Assert.True(ContactPoint.TryEmail(typed, out var read));
        Assert.Equal(point, read);
        Assert.Equal(point, ContactPoint.Of(point.Id));
    }

    [Fact]
    public void Whether_case_differs_before_the_at_sign_is_the_hosts_choice_and_after_it_never_does()
    {
        Assert.Equal("Ada@shop.example", ContactPoint.Email("Ada@Shop.Example", LocalPartCase.Kept).Value);
        Assert.NotEqual(ContactPoint.Email("Ada@shop.example", LocalPartCase.Kept), ContactPoint.Email("ada@shop.example", LocalPartCase.Kept));
        Assert.Equal(ContactPoint.Email("Ada@shop.example"), ContactPoint.Email("aDA@shop.example"));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContactPoint.Email("ada@shop.example", (LocalPartCase)2));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" \u200B ", "is empty")]
    [InlineData("ada", "has no @")]
    [InlineData("@shop.example", "has nothing before the @")]
    [InlineData("ada@", "has nothing after the @")]
    [InlineData("ada@.", "has nothing after the @")]
    [InlineData("ada@shop@example", "has more than one @")]
    [InlineData("Ada <ada@shop.example>", "has a display name")]
    [InlineData("\"ada\"@shop.example", "a quoted part")]
    [InlineData("ada(work)@shop.example", "has to be quoted")]
    [InlineData("ada\\@shop.example", "has to be quoted")]
    [InlineData("ada,bea@shop.example", "has to be quoted")]
    [InlineData("mailto:ada@shop.example", "has to be quoted")]
    [InlineData("ada lovelace@shop.example", "has a blank or an invisible character")]
    [InlineData("a\u00ADda@shop.example", "has a blank or an invisible character")]
    [InlineData("a\u202Eda@shop.example", "has a blank or an invisible character")]
    [InlineData("a\0da@shop.example", "has the character U+0000 at position 1")]
    [InlineData("ad\uFFFD@shop.example", "has a character that was lost")]
    [InlineData("ada@[192.0.2.1]", "has a network address in place of a domain")]
    [InlineData("ada@shop..example", "has a domain with a part that is no name")]
    [InlineData("ada@-shop.example", "has a domain with a part that is no name")]
    [InlineData("ada@shop-.example", "has a domain with a part that is no name")]
    [InlineData("ada@sh_op.example", "has a domain with a part that is no name")]
    [InlineData("ada@sh op.example", "has a domain with a part that is no name")]
    [InlineData("ada@shop.example>", "has a domain with a part that is no name")]
    [InlineData("ada@\u0378.example", "has a domain that is no internationalised name")]
    public void What_is_no_address_is_refused_with_the_reason_and_never_quoted(string typed, string reason)
    {
        Assert.False(ContactPoint.TryEmail(typed, out var point));
        Assert.Null(point);
        var refused = Assert.Throws<ArgumentException>(() => ContactPoint.Email(typed));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("shop", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ada", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_is_as_long_as_mail_systems_take_and_no_longer()
    {
        var longest = new string('a', 254 - "@shop.example".Length) + "@shop.example";
        Assert.Equal(longest, ContactPoint.Email(longest).Value);
        Assert.Contains("is longer than 254 bytes", Assert.Throws<ArgumentException>(() => ContactPoint.Email("a" + longest)).Message, StringComparison.Ordinal);
        Assert.False(ContactPoint.TryEmail(new string('à', 122) + "@shop.example", out _));
        Assert.Equal(63, ContactPoint.Email($"ada@{new string('a', 63)}.example").Value.Split('@', '.')[1].Length);
        Assert.False(ContactPoint.TryEmail($"ada@{new string('a', 64)}.example", out _));
        Assert.False(ContactPoint.TryEmail(new string('x', 100_000), out _));
        Assert.False(ContactPoint.TryEmail(null, out _));
        Assert.False(ContactPoint.TryEmail("ada\uD800@shop.example", out _));
    }

    [Theory]
    [InlineData("+390612345678", true)]
    [InlineData("+12", true)]
    [InlineData("+123456789012345", true)]
    [InlineData("+1234567890123456", false)]
    [InlineData("+0612345678", false)]
    [InlineData("390612345678", false)]
    [InlineData("+39 06 1234", false)]
    [InlineData("+３９061234", false)]
    [InlineData("+", false)]
    [InlineData("+1", false)]
    [InlineData("", false)]
    public void A_phone_number_is_taken_in_E164_form_only(string number, bool isTaken)
    {
        if (isTaken)
        {
            var point = ContactPoint.Phone(number);
            Assert.Equal((ContactPointKind.Phone, number, ContactId.From(number)), (point.Kind, point.Value, point.Id));
            Assert.Equal(point, ContactPoint.Of(point.Id));
            return;
        }

        var refused = Assert.Throws<ArgumentException>(() => ContactPoint.Phone(number));
        Assert.Contains("E.164", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("0612", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_names_what_reads_other_forms_and_what_it_makes_is_checked()
    {
        Assert.Equal("+39061234", ContactPoint.Phone("06 1234", Italian).Value);
        Assert.True(ContactPoint.TryPhone("06 1234", Italian, out var point));
        Assert.Equal("+39061234", point.Value);
        Assert.Throws<ArgumentException>("number", () => ContactPoint.Phone("none", _ => null));
        Assert.False(ContactPoint.TryPhone("none", _ => null, out _));
        Assert.False(ContactPoint.TryPhone(null, Italian, out _));
        Assert.Throws<ArgumentException>("toE164", () => ContactPoint.Phone("06 1234", number => number));
        Assert.Throws<ArgumentException>("toE164", () => ContactPoint.TryPhone("06 1234", number => number, out _));

        static string? Italian(string number) => $"+39{number.Replace(" ", "", StringComparison.Ordinal)}";
    }

    [Theory]
    [InlineData("customer-17")]
    [InlineData("Ada@Shop.example")]
    [InlineData("ada@MÜNCHEN.example")]
    [InlineData(" ada@shop.example")]
    [InlineData("390612345678")]
    [InlineData("mailto:ada@shop.example")]
    public void An_id_that_is_no_normal_form_is_no_point(string id)
    {
        Assert.Null(ContactPoint.Of(ContactId.From(id)));
        Assert.Null(ContactPoint.Of(default));
    }

    [Fact]
    public void Its_hash_is_the_one_that_other_systems_exchange()
    {
        // printf %s ada@shop.example | sha256sum
        Assert.Equal("a4c14f1b068bf2c602e289b5dfcd89085692c73c63daf5a90a0b481b7328ee35", ContactPoint.Email(" Ada@shop.example").Sha256.ToString());
        Assert.Equal(Sha256Digest.OfText("+390612345678"), ContactPoint.Phone("+390612345678").Sha256);
    }

    [Fact]
    public void It_never_shows_itself()
    {
        Assert.Equal("ContactPoint(Email, hidden)", ContactPoint.Email("ada@shop.example").ToString());
        Assert.Equal("ContactPoint(Phone, hidden)", ContactPoint.Phone("+390612345678").ToString());
    }
}
