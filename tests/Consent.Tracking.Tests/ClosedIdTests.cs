using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>What becomes of an id once its contact was erased, on every path by which the old words may come back.</summary>
public sealed partial class ClosedIdTests : IDisposable
{
    private const string Ground = "GDPR 17(1)(b)";

    private static readonly ContactId s_cid = ContactId.From("cid");
    private static readonly Actor s_operator = Actor.Operator("op-7");

    private readonly TrackedHost _host = new();

    private static readonly Dictionary<string, Func<TrackedHost, ConsentChange, Task>> s_paths = new()
    {
        ["one change by a program"] = async (host, old) => await host.Tracker.As(Api).ApplyAsync(old, Stop),
        ["one change by the person, of before"] = async (host, old) => await host.Tracker.As(Actor.ForSelf(old.Contact)).ApplyAsync(old, Stop),
        ["one change by an operator, of before"] = async (host, old) => await host.Tracker.As(s_operator).ApplyAsync(old.Because("a form found in a drawer"), Stop),
        ["in bulk"] = async (host, old) => await host.Bulk.As(Api).Apply(Stream(old.From(ChangeSource.Api))).CompleteAsync(Stop),
        ["by import"] = async (host, old) => await host.Bulk.As(Api).Apply(Stream(old.From(ChangeSource.Import))).CompleteAsync(Stop),
        ["by document"] = async (host, old) => await host.Tracker.As(Api).MergeAsync(Night(host, old.Contact, true), Stop),
        ["by link with another id that has it"] = async (host, old) =>
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
            await host.Tracker.As(Api).LinkAsync(new(old.Contact, Bea, host.Now, ChangeId.From("link")), Stop);
        },
    };

    public static TheoryData<string, ErasureKeeps> Paths => new(from path in s_paths.Keys from keeps in new[] { ErasureKeeps.Erased, ErasureKeeps.NeverContact } select (path, keeps));

    public void Dispose() => _host.Dispose();

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task What_was_said_before_an_erasure_counts_on_no_path(string path, ErasureKeeps keeps)
    {
        var old = _host.Give(Ada).WithId(ChangeId.From("old"));
        await _host.Tracker.As(Api).ApplyAsync(old, Stop);
        Day();
        await EraseAsync(Ada, keeps);
        Day();

        await s_paths[path](_host, old);

        Assert.False((await _host.MayEmail(Ada)).IsPermitted);
        Assert.Equal(ContactState.Closed, (await _host.Tracker.As(Api).GetAsync(Ada, Stop)).State);
        Assert.Empty(await _host.Audit.As(Dpo).QuarantineAsync(Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task An_act_that_is_older_than_what_a_fast_clock_dated_stays_refused()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        var fast = _host.Now.Plus(TimeSpan.FromMinutes(3));
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada, Purposes.Profiling.Online), Stop);
        await AheadAsync(fast);
        await EraseAsync(Ada);
        _host.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(ChangeCode.ErasedBefore, (await _host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(_host.Give(Ada), Stop)).Code);
        _host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(ChangeOutcome.Recorded, (await _host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(_host.Give(Ada), Stop)).Outcome);
    }

    [Fact]
    public async Task A_person_who_comes_back_is_contacted_for_what_they_gave_since()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        await EraseAsync(Ada);
        Day();

        var back = await _host.Tracker.As(Actor.ForSelf(Ada)).ApplyAsync(_host.Give(Ada), Stop);

        Assert.Equal((ChangeOutcome.Recorded, 1), (back.Outcome, back.Revision.Number));
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
        Assert.Contains(DecisionCode.Erased, (await _host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, Purposes.Marketing.Automatic.Sms), Stop)).Failed);
        var record = await _host.Tracker.As(Api).GetAsync(Ada, Stop);
        Assert.True(record.SaysTheSameAs((await _host.Audit.As(Dpo).AsKnownAsync(Ada, _host.Now, Stop))[Ada]));
    }

    [Theory]
    [InlineData(ErasureKeeps.Erased)]
    [InlineData(ErasureKeeps.NeverContact)]
    public async Task A_closed_id_is_wholly_forgotten_where_nothing_is_to_be_kept(ErasureKeeps before)
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Bea), Stop);
        await EraseAsync(Ada, before);
        var digest = (await _host.Tracker.As(Api).GetAsync(Ada, Stop)).Closing!.Digest;

        Assert.Equal(ErasureOutcome.Forgotten, await EraseAsync(Ada, ErasureKeeps.Nothing));

        Assert.True((await _host.Tracker.As(Api).GetAsync(Ada, Stop)).IsEmpty);
        Assert.DoesNotContain(await _host.Store.ReadLogAsync(new(), Stop).ToListAsync(Stop), e => e.Facts.Closing?.Digest == digest);
        Assert.True((await _host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
        Assert.Equal(ErasureOutcome.NothingOnRecord, await EraseAsync(Ada, ErasureKeeps.Nothing));
        Assert.Equal(ChangeOutcome.Recorded, (await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop)).Outcome);
    }

    [Fact]
    public async Task A_closed_id_may_be_closed_to_all_contact_by_a_later_wish()
    {
        await _host.Tracker.As(Api).ApplyAsync(_host.Give(Ada), Stop);
        Assert.Equal(ErasureOutcome.Erased, await EraseAsync(Ada));

        Assert.Equal(ErasureOutcome.ErasedNeverContact, await EraseAsync(Ada, ErasureKeeps.NeverContact));

        Assert.Equal(DecisionCode.Suppressed, (await _host.MayEmail(Ada)).Code);
        Assert.Equal(ErasureOutcome.NothingOnRecord, await EraseAsync(Ada, ErasureKeeps.NeverContact));
        Assert.Equal(ErasureOutcome.NothingOnRecord, await EraseAsync(Ada));
    }

    private void Day() => _host.Clock.Advance(TimeSpan.FromDays(1));

    private ValueTask<ErasureOutcome> EraseAsync(ContactId contact, ErasureKeeps keeps = ErasureKeeps.Erased) =>
        _host.Privacy.As(Manager).EraseAsync(new(contact, Ground) { Keeps = keeps }, Stop);

    private async Task LinkAsync(ContactId one, ContactId other, bool isLinked = true) => Assert.Equal(
        ChangeOutcome.Recorded, (await _host.Tracker.As(Api).LinkAsync(new(one, other, _host.Now, ChangeId.From(Guid.CreateVersion7().ToString()), isLinked), Stop)).Outcome);

    /// <summary>Another host, whose clock runs fast, records an objection.</summary>
    private async Task AheadAsync(Timestamp fast)
    {
        using var other = new TrackedHost(store: _host.Store);
        other.Clock.SetUtcNow(fast.ToDateTimeOffset());
        await other.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Email), Stop);
    }

    private static ConsentDocument Night(TrackedHost host, ContactId contact, bool isActive) =>
        new(contact, "crm", host.Now, NodeFlags.Empty.With(Email, ConsentFlag.Status, isActive ? FlagValue.Active : FlagValue.Inactive));

    private static async IAsyncEnumerable<ConsentChange> Stream(ConsentChange change)
    {
        await Task.CompletedTask;
        yield return change;
    }
}
