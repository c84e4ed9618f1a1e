using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Recipes;

// <recipe erasure>
public sealed class ErasureDesk(ConsentPrivacy privacy, ConsentTracker tracker, TimeProvider clock)
{
    private readonly ActingPrivacy _desk = privacy.As(Actor.PrivacyManager("privacy-desk"));

    // A court case: nothing of the person is erased until it is over.
    public ValueTask<bool> HoldAsync(ContactId contact, string caseNumber, CancellationToken cancellationToken) => _desk.HoldAsync(contact, caseNumber, cancellationToken);

    public ValueTask<bool> ReleaseAsync(ContactId contact, string caseNumber, CancellationToken cancellationToken) => _desk.ReleaseHoldAsync(contact, caseNumber, cancellationToken);

    // What to tell the person.
    public async Task<string> EraseAsync(ContactId contact, ErasureKeeps keeps, CancellationToken cancellationToken) =>
        await _desk.EraseAsync(new ErasureRequest(contact, "GDPR 17(1)(b)") { Keeps = keeps }, cancellationToken) switch
        {
            ErasureOutcome.Erased => "Erased. We keep a keyed fingerprint of your id and today's date, so that no old file brings you back.",
            ErasureOutcome.ErasedNeverContact => "Erased. We keep a keyed fingerprint of your id, so that we never write to you again.",
            ErasureOutcome.Forgotten => "Erased, and nothing is kept: if another source sends us your data, we will not know that you were here.",
            ErasureOutcome.Held => "Not yet: your data is needed for a legal claim (GDPR 17(3)(e)).",
            ErasureOutcome.NothingOnRecord => "We have nothing about you.",
            var other => throw new InvalidOperationException($"Not foreseen: {other}."),
        };

    // The person signs up anew, signed in. All that they tick is given anew: after a no, or a list, a plain yes opens the id and permits nothing.
    public ValueTask<ChangeResult> ComeBackAsync(ContactId contact, IEnumerable<PurposePath> ticked, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var form = Evidence.WebForm("https://shop.example/sign-up");
        var change = ticked.Aggregate(ConsentChange.For(contact).From(ChangeSource.SelfService).AcceptNotice("v2", now), (c, purpose) => c.GiveAnew(purpose, now, form));
        return tracker.As(Actor.ForSelf(contact)).ApplyAsync(change, cancellationToken);
    }
}
// </recipe>

public sealed class ErasureRecipe : IDisposable
{
    private readonly TrackedHost _host = new();

    private ErasureDesk Desk => new(_host.Privacy, _host.Tracker, _host.Clock);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Under_a_hold_nothing_is_erased()
    {
        await GivenAsync();
        Assert.True(await Desk.HoldAsync(Ada, "case 7", Stop));
        Assert.StartsWith("Not yet", await Desk.EraseAsync(Ada, ErasureKeeps.Erased, Stop), StringComparison.Ordinal);
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
        Assert.True(await Desk.ReleaseAsync(Ada, "case 7", Stop));
        Assert.StartsWith("Erased. We keep", await Desk.EraseAsync(Ada, ErasureKeeps.Erased, Stop), StringComparison.Ordinal);
        Assert.StartsWith("We have nothing", await Desk.EraseAsync(Ada, ErasureKeeps.Erased, Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ErasureKeeps.Erased, false)]
    [InlineData(ErasureKeeps.NeverContact, true)]
    public async Task A_file_does_not_bring_an_erased_id_back_and_the_person_does(ErasureKeeps keeps, bool isSuppressed)
    {
        await GivenAsync();
        await Desk.EraseAsync(Ada, keeps, Stop);
        _host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(isSuppressed, (await _host.MayEmail(Ada)).Code == DecisionCode.Suppressed);

        // Neither a program's yes nor an operator's without a reason: only the person's own, later act.
        var imported = ConsentChange.For(Ada).From(ChangeSource.Import).Give(Email, _host.Now, Evidence.Asserted("old.csv:1"));
        await _host.Bulk.As(Api).Apply(new[] { imported }.ToAsyncEnumerable()).CompleteAsync(Stop);
        Assert.Equal(ChangeCode.ErasedBefore, (await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop)).Code);
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);

        Assert.True((await Desk.ComeBackAsync(Ada, [Email], Stop)).IsFullyInForce);

        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
        Assert.False((await _host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, Purposes.Marketing.Automatic.Sms), Stop)).IsPermitted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_no_or_a_list_a_plain_yes_opens_the_id_and_permits_nothing(bool isList)
    {
        if (isList)
        {
            await _host.Privacy.As(Manager).CloseAsync(new() { Contacts = [Ada] }, Stop);
        }
        else
        {
            await GivenAsync();
            await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Purposes.Marketing.Automatic.Sms), Stop);
            Assert.Contains("never write", await Desk.EraseAsync(Ada, ErasureKeeps.Erased, Stop), StringComparison.Ordinal);
        }

        _host.Clock.Advance(TimeSpan.FromDays(1));
        var plain = await _host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(_host.Give(Ada), Stop);
        Assert.Equal((ChangeOutcome.Recorded, false), (plain.Outcome, plain.IsFullyInForce));
        Assert.False((await _host.MayEmail(Ada)).IsPermitted);

        _host.Clock.Advance(TimeSpan.FromDays(1));
        await Desk.ComeBackAsync(Ada, [Email], Stop);
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
    }

    [Fact]
    public async Task Wholly_forgotten_the_id_comes_back_with_the_next_file()
    {
        await GivenAsync();
        Assert.Contains("nothing is kept", await Desk.EraseAsync(Ada, ErasureKeeps.Nothing, Stop), StringComparison.Ordinal);
        await GivenAsync();
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
    }

    private async Task GivenAsync()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        _host.Clock.Advance(TimeSpan.FromDays(1));
    }
}
