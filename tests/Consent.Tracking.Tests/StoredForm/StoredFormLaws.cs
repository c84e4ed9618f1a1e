using Consent.Storage;

namespace Consent.Tracking.Tests.StoredForm;

/// <summary>What an earlier version wrote is opened, verified and gone on with by every later one. What each wrote lies in a folder beside the tests of its adapter: <c>v1</c>, and whatever comes.</summary>
public abstract class StoredFormLaws
{
    private const string Answers = "answers.txt";

    /// <summary>Where what is written today is kept, if it is to be: a new version's folder.</summary>
    private static readonly string? s_keptIn = Environment.GetEnvironmentVariable("CONSENT_GOLDEN");

    public static TheoryData<string> Versions => new(Directory.GetDirectories(AppContext.BaseDirectory, "v*").Select(f => Path.GetFileName(f)!));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A place in which nothing is yet.</summary>
    protected abstract Task<StoredFormPlace> EmptyAsync();

    /// <summary>A place with what was kept in a folder.</summary>
    protected abstract Task<StoredFormPlace> OfAsync(string folder);

    [Theory]
    [MemberData(nameof(Versions))]
    public Task What_an_earlier_version_wrote_answers_as_it_did_then_verifies_and_is_gone_on_with(string version) => AnswersAndGoesOnAsync(Path.Combine(AppContext.BaseDirectory, version));

    [Fact]
    public async Task What_is_written_today_answers_verifies_and_is_gone_on_with_when_it_is_opened_again()
    {
        var folder = s_keptIn is null ? Directory.CreateTempSubdirectory("consent-stored-form-").FullName : Directory.CreateDirectory(s_keptIn).FullName;
        try
        {
            await using (var place = await EmptyAsync())
            {
                await StoredFormStory.TellAsync(place);
                await place.KeepAsync(folder);
            }

            await using (var kept = await OfAsync(folder))
            {
                await File.WriteAllTextAsync(Path.Combine(folder, Answers), await StoredFormAnswers.OfAsync(kept), Stop);
            }

            await AnswersAndGoesOnAsync(folder);
        }
        finally
        {
            if (s_keptIn is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private async Task AnswersAndGoesOnAsync(string folder)
    {
        await using var place = await OfAsync(folder);
        Assert.Equal((await File.ReadAllTextAsync(Path.Combine(folder, Answers), Stop)).ReplaceLineEndings("\n"), await StoredFormAnswers.OfAsync(place));
        long size;
        await using (var host = new StoredFormHost(place, StoredFormStory.End))
        {
            Assert.True((await host.Audit.VerifyAsync(cancellationToken: Stop)).IsSound);
            size = (await host.Log.CheckpointAsync(Stop)).Checkpoint.Size;
            await GoOnAsync(host);
        }

        await using var again = new StoredFormHost(place, StoredFormStory.End.Plus(TimeSpan.FromDays(1)));
        Assert.True((await again.Audit.VerifyAsync(cancellationToken: Stop)).IsSound);
        var last = (await again.Log.CheckpointAsync(Stop)).Checkpoint;
        Assert.True((await again.Audit.ConsistencyAsync(size, last.Size, Stop)).Verify(await StoredHeadAsync(place, size), last.Head));
    }

    private static async Task<TreeHead> StoredHeadAsync(StoredFormPlace place, long size)
    {
        var store = place.Open();
        await using ((IAsyncDisposable)store)
        {
            return await store.Log.HeadAtAsync(size, Stop);
        }
    }

    /// <summary>A little of all that is written, on top of what is there.</summary>
    private static async Task GoOnAsync(StoredFormHost host)
    {
        var (email, form) = (Purposes.Marketing.Automatic.Email, Evidence.WebForm("https://shop.example/signup") with { IsConfirmed = true });
        var first = await host.Shop.ApplyAsync(StoredFormStory.Of("ada", "signup").From(ChangeSource.SelfService).AcceptNotice("v1", StoredFormStory.Start, "it", Sha256Digest.OfText("We write to you."))
            .Give(email, StoredFormStory.Start, Evidence.WebForm("https://shop.example/signup", Sha256Digest.OfText("I want the newsletter.")))
            .Give(Purposes.Marketing.Automatic.Sms, StoredFormStory.Start, Evidence.WebForm("https://shop.example/signup", Sha256Digest.OfText("I want the newsletter.")))
            .Withdraw(Purposes.Profiling.Online, StoredFormStory.Start, Evidence.WebForm("https://shop.example/signup", Sha256Digest.OfText("I want the newsletter."))), Stop);
        Assert.Equal(ChangeOutcome.Repeated, first.Outcome);
        Assert.All(await host.Shop.MergeAsync(StoredFormStory.Night("gus", -1, FlagValue.Active), Stop), told => Assert.Equal(ChangeOutcome.Repeated, told.Outcome));

        await host.Shop.ApplyAsync(StoredFormStory.Of("new", "signup").AcceptNotice("v2", host.Now).Give(email, host.Now, form), Stop);
        Assert.True((await host.Tracker.DecideAsync(ProcessingRequest.ToContact(ContactId.From("new"), email), Stop)).IsPermitted);
        await host.Shop.ApplyAsync(StoredFormStory.Of("bea", "another no").Object(email), Stop);
        await host.Tracker.As(Actor.ForSelf(ContactId.From("tom"))).ApplyAsync(StoredFormStory.Of("tom", "back").From(ChangeSource.SelfService).Give(email, host.Now, form, "v2"), Stop);
        Assert.False((await host.Tracker.DecideAsync(ProcessingRequest.ToContact(ContactId.From("bea"), email), Stop)).IsPermitted);
        Assert.True((await host.Tracker.DecideAsync(ProcessingRequest.ToContact(ContactId.From("tom"), email), Stop)).IsPermitted);
        await host.Shop.LinkAsync(new(ContactId.From("cid"), ContactId.From("new"), host.Now, ChangeId.From("one")), Stop);
        Assert.Equal(ErasureOutcome.Held, await host.Privacy.EraseAsync(new(ContactId.From("pia"), "GDPR 17(1)(b)"), Stop));
        Assert.Equal(ErasureOutcome.ErasedNeverContact, await host.Privacy.EraseAsync(new(ContactId.From("mia"), "GDPR 17(1)(b)"), Stop));
        Assert.Equal(ErasureOutcome.Erased, await host.Privacy.EraseAsync(new(ContactId.From("ivy"), "GDPR 17(1)(b)"), Stop));
        Assert.Equal(ContactState.Closed, (await host.Shop.GetAsync(ContactId.From("jon"), Stop)).State);
        await host.Privacy.RotateKeysAsync(Stop);
        await host.Log.CheckpointAsync(Stop);
    }
}
