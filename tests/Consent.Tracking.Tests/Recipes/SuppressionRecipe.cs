using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Recipes;

// <recipe suppression>
public sealed class SuppressionList(ConsentPrivacy privacy)
{
    // Addresses as the other system wrote them, and hashes of addresses: 64 hexadecimal digits. Returns what is neither: nobody is closed for that, so look at it.
    public async Task<(ClosingReport Report, List<string> Unread)> CloseAsync(
        IEnumerable<string> addresses, IEnumerable<string> hashes, Func<ContactPoint, IEnumerable<ContactId>> idsOf, CancellationToken cancellationToken)
    {
        var (points, ids, unread) = (new HashSet<Sha256Digest>(), new HashSet<ContactId>(), new List<string>());
        foreach (var address in addresses)
        {
            if (ContactPoint.TryEmail(address, out var point))
            {
                points.Add(point.Sha256);
                ids.UnionWith(idsOf(point));    // your customers who have this address, by whatever ids they have
            }
            else
            {
                unread.Add(address);
            }
        }

        foreach (var hash in hashes)
        {
            if (Sha256Digest.TryParse(hash, null, out var digest))
            {
                points.Add(digest);
            }
            else
            {
                unread.Add(hash);
            }
        }

        var list = new ClosingList { Name = "mail-provider", Contacts = [.. ids], Points = [.. points] };
        return (await privacy.As(Actor.PrivacyManager("privacy-desk")).CloseAsync(list, cancellationToken), unread);
    }
}
// </recipe>

public sealed class SuppressionRecipe : IDisposable
{
    private readonly TrackedHost _host = new();

    private static readonly ContactPoint s_ada = ContactPoint.Email("ada@shop.example");
    private static readonly ContactPoint s_eve = ContactPoint.Email("eve@shop.example");

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Who_is_on_record_objects_to_everything_and_who_is_not_is_closed_by_address_or_by_hash()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Bea), Stop);
        _host.Clock.Advance(TimeSpan.FromDays(1));

        var (report, unread) = await CloseAsync();

        Assert.Equal((2, 1, 0), (report.Closed, report.Objected, report.Known));
        Assert.Equal(["no address", "abc"], unread);
        Assert.Equal(DecisionCode.Objected, (await _host.MayEmail(Ada)).Code);
        foreach (var point in new[] { s_ada, s_eve })
        {
            Assert.Equal(DecisionCode.Suppressed, (await _host.MayEmail(point.Id)).Code);

            // Whoever has this address, too: where the request names it.
            Assert.True((await _host.MayEmail(Bea)).IsPermitted);
            Assert.Equal(DecisionCode.Suppressed, (await _host.Tracker.DecideAsync(ProcessingRequest.ToContact(Bea, Email).At(point), Stop)).Code);
        }

        (report, _) = await CloseAsync();
        Assert.Equal((0, 0, 3), (report.Closed, report.Objected, report.Known));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_id_that_is_the_address_in_another_spelling_is_found(bool isHandedOver)
    {
        var typed = ContactId.From("Eve@Shop.example");
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(typed), Stop);
        _host.Clock.Advance(TimeSpan.FromDays(1));

        var (report, _) = await new SuppressionList(_host.Privacy).CloseAsync([s_eve.Value], [], _ => isHandedOver ? [typed] : [], Stop);

        Assert.Equal((1, 1), (report.Closed, report.Objected));
        Assert.False((await _host.MayEmail(typed)).IsPermitted);
    }

    private Task<(ClosingReport Report, List<string> Unread)> CloseAsync() => new SuppressionList(_host.Privacy)
        .CloseAsync([" Ada@SHOP.example", "no address"], [s_eve.Sha256.ToString(), "abc"], point => point == s_ada ? [Ada] : [], Stop);
}
