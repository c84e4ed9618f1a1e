namespace Consent.ContactPoints.Tests;

public class PhoneNumberReaderTests
{
    private static readonly PhoneNumberReader s_italian = PhoneNumberReader.For("IT");

    [Theory]
    [InlineData("06 6982 1234")]
    [InlineData("+39 06 6982 1234")]
    [InlineData("0039 06-6982-1234")]
    [InlineData("(06) 6982.1234")]
    [InlineData("tel:+39-06-69821234")]
    [InlineData("０６６９８２１２３４")]
    [InlineData(" 06 6982 1234 int. 5")]
    public void Spellings_of_one_number_are_one_contact(string written)
    {
        var point = ContactPoint.Phone(written, s_italian.ToE164);
        Assert.Equal((ContactPointKind.Phone, "+390669821234"), (point.Kind, point.Value));
        Assert.Equal(point, ContactPoint.Of(point.Id));
    }

    [Theory]
    [InlineData("IT", "338 123 4567", "+393381234567")]
    [InlineData("it", "338 123 4567", "+393381234567")]
    [InlineData("DE", "030 1234567", "+49301234567")]
    [InlineData("US", "1-800-FLOWERS", "+18003569377")]
    [InlineData("IT", "+49 30 1234567", "+49301234567")]
    public void A_number_is_read_as_in_its_country_and_one_that_names_another_all_the_same(string region, string written, string expected) =>
        Assert.Equal(expected, PhoneNumberReader.For(region).ToE164(written));

    [Theory]
    [InlineData("")]
    [InlineData("ada@shop.example")]
    [InlineData("112")]
    [InlineData("+3906")]
    [InlineData("+999 123456")]
    [InlineData("+39 06 6982 1234 5678 9012")]
    public void What_reaches_nobody_from_everywhere_is_no_phone_number(string written)
    {
        Assert.Null(s_italian.ToE164(written));
        Assert.False(ContactPoint.TryPhone(written, s_italian.ToE164, out _));
        var refused = Assert.Throws<ArgumentException>(() => ContactPoint.Phone(written, s_italian.ToE164));
        Assert.Equal("This is no phone number. (Parameter 'number')", refused.Message);
    }

    [Fact]
    public void A_number_without_its_country_is_read_where_a_country_is_known_only()
    {
        Assert.Null(PhoneNumberReader.International.ToE164("06 6982 1234"));
        Assert.Equal("+390669821234", PhoneNumberReader.International.ToE164("+39 06 6982 1234"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ITA")]
    [InlineData("ZZ")]
    [InlineData("001")]
    public void A_country_that_is_none_is_an_error_when_it_is_named(string region) =>
        Assert.Contains("ISO 3166-1", Assert.Throws<ArgumentException>(() => PhoneNumberReader.For(region)).Message, StringComparison.Ordinal);
}
