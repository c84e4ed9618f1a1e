using Consent.ContactPoints;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Recipes;

// <recipe addresses>
public sealed class Addresses(ConsentTracker tracker)
{
    // Reading numbering plans takes a moment: make it once.
    private static readonly PhoneNumberReader s_italian = PhoneNumberReader.For("IT");

    // As people type them; null: nothing to reach anybody at.
    public static ContactPoint? Read(string? typed) =>
        ContactPoint.TryEmail(typed, out var mailbox) ? mailbox
        : ContactPoint.TryPhone(typed, s_italian.ToE164, out var phone) ? phone
        : null;

    // "Stop" was sent back by SMS. Who the customer is does not matter: the number itself says no, and every request at it hears that.
    public ValueTask<ChangeResult> StoppedAsync(ContactPoint sender, string message, CancellationToken cancellationToken) =>
        tracker.As(Actor.ApiClient("sms-gateway")).ApplyAsync(
            ConsentChange.For(sender.Id).WithId(ChangeId.From($"stop:{message}")).Object(Purposes.Marketing.Automatic.Sms), cancellationToken);

    public async Task<bool> MaySendSmsAsync(ContactId customer, ContactPoint number, CancellationToken cancellationToken) =>
        (await tracker.DecideAsync(ProcessingRequest.ToContact(customer, Purposes.Marketing.Automatic.Sms).At(number), cancellationToken)).IsPermitted;
}
// </recipe>

public sealed class AddressRecipe : IDisposable
{
    private readonly TrackedHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData(" Ada@MÜNCHEN.example", "ada@xn--mnchen-3ya.example")]
    [InlineData("338 123 4567", "+393381234567")]
    [InlineData("+49 (30) 1234567", "+49301234567")]
    public void Spellings_of_one_address_are_one_contact(string typed, string id) => Assert.Equal(id, Addresses.Read(typed)!.Id.Value);

    [Theory]
    [InlineData(null)]
    [InlineData("ada at shop")]
    [InlineData("112")]
    public void What_is_no_address_is_none(string? typed) => Assert.Null(Addresses.Read(typed));

    [Fact]
    public async Task A_stop_by_SMS_counts_for_every_customer_at_that_number()
    {
        var addresses = new Addresses(_host.Tracker);
        var number = Addresses.Read("338 123 4567")!;
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada, Purposes.Marketing.Automatic.Sms), Stop);
        Assert.True(await addresses.MaySendSmsAsync(Ada, number, Stop));
        _host.Clock.Advance(TimeSpan.FromHours(1));

        await addresses.StoppedAsync(Addresses.Read("+39 338-1234567")!, "sms-1", Stop);

        Assert.False(await addresses.MaySendSmsAsync(Ada, number, Stop));
        Assert.True(await addresses.MaySendSmsAsync(Ada, Addresses.Read("338 765 4321")!, Stop));
        Assert.False(await addresses.MaySendSmsAsync(Ada, Addresses.Read("ada@shop.example")!, Stop));
    }
}
