using System.Text;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Links;

/// <summary>A link says whom and what it is about, to nobody but the store that made it; followed, it is a no, whatever became of the contact.</summary>
public class UnsubscribeLinkTests
{
    private static readonly PurposePath[] s_email = [Email];

    [Fact]
    public async Task Any_contact_and_purposes_are_read_back_and_no_altered_token_is_read()
    {
        using var host = new TrackedHost();
        var links = Links(host);
        var cases =
            from id in Gen.OneOf(Gen.Choose(1, 256).SelectMany(n => Gen.Elements("aZ09@.+ ".ToCharArray()).ArrayOf(n)), Gen.Choose(1, 128).SelectMany(n => Gen.Elements('a', '\u00e9', '\u4f60', '\u0416').ArrayOf(n)))
            where !string.IsNullOrWhiteSpace(new string(id))
            from purposes in Gen.SubListOf(ContactlabTaxonomy.Instance.Nodes.Select(n => n.Path).ToArray())
            where purposes.Count is > 0 and <= UnsubscribeLinks.MaxPurposes && (id.Length < 40 || purposes.Count < 8)
            from bit in Gen.Choose(0, int.MaxValue - 1)
            select (Id: ContactId.From(new string(id)), Purposes: purposes.ToArray(), Bit: bit);
        await Task.Run(() => Prop.ForAll(Arb.From(cases), x =>
        {
            var token = Done(links.MakeAsync(x.Id, x.Purposes, Stop));
            Assert.Equal(new(x.Id, [.. x.Purposes.Order()]), Done(links.ReadAsync(token, Stop)));
            Assert.Equal(token, Done(links.MakeAsync(x.Id, x.Purposes.Reverse(), Stop)));
            Assert.All(token, c => Assert.True(char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));

            var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(token);
            bytes[x.Bit / 8 % bytes.Length] ^= (byte)(1 << (x.Bit % 8));
            Assert.Null(Done(links.ReadAsync(System.Buffers.Text.Base64Url.EncodeToString(bytes), Stop)));
            Assert.Null(Done(links.ReadAsync(token[..(x.Bit % token.Length)], Stop)));
        }).Check(LawConfig.Of(200)), Stop);
    }

    [Theory]
    [InlineData(36, 1, 150)]
    [InlineData(256, 1, 450)]
    public async Task A_token_is_as_short_as_that(int idLength, int purposes, int most)
    {
        using var host = new TrackedHost();
        Assert.True((await Links(host).MakeAsync(ContactId.From(new string('x', idLength)), ContactlabTaxonomy.Instance.Nodes.Take(purposes).Select(n => n.Path), Stop)).Length <= most);

        // Sixteen bits are the shorter way to write them.
        Assert.True((await Links(host).MakeAsync(ContactId.From(new string('\u4f60', idLength)), s_email, Stop)).Length <= 780);
    }

    [Fact]
    public async Task What_is_no_token_is_none()
    {
        using var host = new TrackedHost();
        using var other = new TrackedHost();
        foreach (var token in new[] { "", "x", "====", "a b", "\u4f60", new string('A', 100_000), await Links(other).MakeAsync(Ada, s_email, Stop), Convert.ToBase64String(Encoding.UTF8.GetBytes("ada")) })
        {
            Assert.Null(await Links(host).ReadAsync(token, Stop));
        }

        await Assert.ThrowsAsync<ArgumentException>(async () => await Links(host).MakeAsync(default, s_email, Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Links(host).MakeAsync(Ada, [], Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Links(host).MakeAsync(Ada, Enumerable.Range(0, 17).Select(i => PurposePath.Parse($"x{i}")), Stop));
    }

    [Fact]
    public async Task Followed_it_is_a_no_to_what_it_names_and_to_nothing_else()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(host.Give(Ada), Stop);
        await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(host.Give(Ada, Purposes.Marketing.Automatic.Sms), Stop);
        var result = await FollowAsync(host, s_email);

        Assert.True(result.IsFullyInForce);
        var record = await host.Tracker.As(Api).GetAsync(Ada, Stop);
        Assert.Equal((FlagValue.Inactive, FlagValue.Active), (record[Email].Status, record[Email].Objection));
        Assert.Equal((FlagValue.Active, FlagValue.Unset), (record[Purposes.Marketing.Automatic.Sms].Status, record[Purposes.Marketing.Automatic.Sms].Objection));
    }

    [Fact]
    public async Task Each_click_is_an_act_of_its_own()
    {
        using var host = new TrackedHost();
        await FollowAsync(host, s_email);
        host.Clock.Advance(TimeSpan.FromDays(1));
        var change = ConsentChange.For(Ada).From(ChangeSource.SelfService).GiveAnew(Email, host.Now, Form).AcceptNotice("v1", host.Now);
        await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(change, Stop);
        Assert.True((await host.MayEmail(Ada)).IsPermitted);

        host.Clock.Advance(TimeSpan.FromDays(3650));
        Assert.Equal(ChangeOutcome.Recorded, (await FollowAsync(host, s_email)).Outcome);
        Assert.Equal(DecisionCode.Objected, (await host.MayEmail(Ada)).Code);
    }

    [Fact]
    public async Task It_reaches_who_was_erased_and_begins_a_record_where_nobody_is()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(host.Give(Ada), Stop);
        var token = await Links(host).MakeAsync(Ada, s_email, Stop);
        await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)") { Keeps = ErasureKeeps.Erased }, Stop);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await Links(host).FollowAsync((await Links(host).ReadAsync(token, Stop))!, Stop);
        Assert.Equal(ClosedKind.NeverContact, (await host.Tracker.As(Api).GetAsync(Ada, Stop)).Closing!.Kind);

        await Links(host).FollowAsync(new(Bea, [Email]), Stop);
        Assert.Equal(DecisionCode.Objected, (await host.MayEmail(Bea)).Code);
        Assert.True((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
    }

    private static UnsubscribeLinks Links(TrackedHost host) => (UnsubscribeLinks)host.Services.GetService(typeof(UnsubscribeLinks))!;

    private static async Task<ChangeResult> FollowAsync(TrackedHost host, PurposePath[] purposes)
    {
        var link = await Links(host).ReadAsync(await Links(host).MakeAsync(Ada, purposes, Stop), Stop);
        return await Links(host).FollowAsync(link!, Stop);
    }

    private static T Done<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();
}
