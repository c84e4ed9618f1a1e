using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests.Envelopes;

public class ChangeIdTests
{
    public static TheoryData<string> None => ["", " ", new string('x', 201), "a\0b", "\ud800", "x\udc00"];

    [Theory]
    [MemberData(nameof(None))]
    public void An_id_that_is_none_is_replaced_by_its_digest_and_recognised_again(string text)
    {
        var id = ChangeId.From(text);
        Assert.Matches("^sha256:[0-9a-f]{64}$", id.Value);
        Assert.Equal(id, ChangeId.Parse(text));
        Assert.True(ChangeId.TryParse(text, null, out var read) && read == id);
        Assert.Equal(id, ChangeId.From(id.Value));

        var change = Change().WithId(id).Withdraw(Purposes.Marketing.Group, Minute(1));
        Assert.Equal(ChangeOutcome.Repeated, new Given().At(1, change).At(2, change).Last.Outcome);
    }

    [Fact]
    public void Different_texts_have_different_ids() =>
        Assert.Equal(None.Count, None.Select(text => ChangeId.From(text.Data)).Distinct().Count());

    [Fact]
    public void A_change_without_an_id_gets_none_by_default() => Assert.Null(Change().WithId(default).Id);
}
