using Consent.Storage;
using Consent.Storage.InMemory;
using Consent.Testing;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

public sealed class AudienceTests : IDisposable
{
    private static readonly ProcessingRequest s_email = ProcessingRequest.ToContactAnyone(Email);
    private readonly TrackedHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Those_are_counted_and_listed_who_may_be_contacted_now()
    {
        Assert.Equal(0, await _host.Audience.CountAsync(s_email, Stop));
        await GiveAsync(Ada, Bea);
        Assert.Equal(2, await _host.Audience.CountAsync(s_email, Stop));

        await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Purposes.Marketing.Group), Stop);

        Assert.Equal(1, await _host.Audience.CountAsync(s_email, Stop));
        Assert.Equal([Bea], await ListAsync(s_email));
        Assert.Equal(0, await _host.Audience.CountAsync(ProcessingRequest.ToContactAnyone(Purposes.Marketing.Automatic.Sms), Stop));
    }

    [Fact]
    public async Task Whatever_contact_a_request_names_it_is_asked_about_everybody()
    {
        await GiveAsync(Ada, Bea);

        Assert.Equal(2, await _host.Audience.CountAsync(s_email.About(Ada), Stop));
    }

    [Fact]
    public async Task A_no_while_the_list_is_read_leaves_the_contact_out()
    {
        await GiveAsync([.. Enumerable.Range(0, 600).Select(n => ContactId.From($"contact-{n:D4}"))]);
        var listed = new List<ContactId>();
        await foreach (var contact in _host.Audience.StreamAsync(s_email, Stop))
        {
            listed.Add(contact);
            if (listed.Count == 1)
            {
                await _host.Tracker.As(Api).ApplyAsync(ConsentChange.For(ContactId.From("contact-0599")).Object(Email), Stop);
            }
        }

        Assert.Equal(599, listed.Distinct().Count());
        Assert.Equal(599, await _host.Audience.CountAsync(s_email, Stop));
    }

    [Fact]
    public async Task A_consent_that_expires_leaves_the_audience_without_a_word()
    {
        var catalogue = PurposePath.Parse("marketing.traditional.catalogue");
        using var host = new TrackedHost(configure: options => options.Taxonomy = TaxonomyGen.Extended);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada, catalogue), Stop);
        Assert.Equal(1, await host.Audience.CountAsync(ProcessingRequest.ToContactAnyone(catalogue), Stop));

        host.Clock.Advance(TimeSpan.FromDays(200));

        Assert.Equal(0, await host.Audience.CountAsync(ProcessingRequest.ToContactAnyone(catalogue), Stop));
    }

    [Fact]
    public async Task A_question_about_one_instant_is_answered_the_same_at_any_later_time()
    {
        var catalogue = PurposePath.Parse("marketing.traditional.catalogue");
        using var host = new TrackedHost(configure: options => options.Taxonomy = TaxonomyGen.Extended);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada, catalogue), Stop);
        var then = ProcessingRequest.ToContactAnyone(catalogue).At(host.Now);

        host.Clock.Advance(TimeSpan.FromDays(400));

        Assert.Equal(1, await host.Audience.CountAsync(then, Stop));
        Assert.Equal(1, await host.Audience.CountAsync(then, Stop));
    }

    [Fact]
    public async Task A_material_notice_published_changes_the_answer()
    {
        await GiveAsync(Ada);
        Assert.Equal(1, await _host.Audience.CountAsync(s_email, Stop));

        _host.Clock.Advance(TimeSpan.FromDays(1));
        await _host.Privacy.As(Manager).PublishNoticeAsync(new("v9", _host.Now) { IsMaterial = true }, Stop);

        Assert.Equal(0, await _host.Audience.CountAsync(s_email, Stop));
    }

    [Fact]
    public async Task More_questions_than_are_kept_are_all_answered()
    {
        await GiveAsync(Ada);
        for (var n = 0; n < 3 * ConsentAudience.MaxQuestions; n++)
        {
            Assert.Equal(1, await _host.Audience.CountAsync(s_email.At(_host.Now.Plus(TimeSpan.FromDays(n % 20))), Stop));
        }
    }

    [Fact]
    public async Task A_count_that_was_cancelled_leaves_the_next_one_right()
    {
        await GiveAsync([.. Enumerable.Range(0, 100).Select(n => ContactId.From($"contact-{n:D4}"))]);
        using var impatient = new CancellationTokenSource();
        using var host = new TrackedHost(store: new CancellingFeed((InMemoryConsentStore)_host.Store, impatient, after: 50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await host.Audience.CountAsync(s_email, impatient.Token));

        Assert.Equal(100, await host.Audience.CountAsync(s_email, Stop));
    }

    [Fact]
    public async Task Only_programs_may_ask_about_everybody()
    {
        await GiveAsync(Ada);

        Assert.Equal(1, await _host.Audience.As(Api).CountAsync(s_email, Stop));
        foreach (var actor in new[] { Actor.Operator("clerk"), Actor.ForSelf(Ada), Dpo, Manager })
        {
            Assert.Equal(Permission.AskAudience, Assert.Throws<ConsentAccessDeniedException>(() => _host.Audience.As(actor)).Permission);
        }
    }

    [Fact]
    public async Task Many_ask_at_once_while_others_write()
    {
        var writing = Task.Run(() => GiveAsync([.. Enumerable.Range(0, 200).Select(n => ContactId.From($"contact-{n:D4}"))]), Stop);
        var asking = Enumerable.Range(0, 4).Select(_ => Task.Run(AskAsync, Stop)).ToArray();
        await writing;
        await Task.WhenAll(asking);

        Assert.Equal(200, await _host.Audience.CountAsync(s_email, Stop));

        async Task AskAsync()
        {
            var last = 0L;
            while (!writing.IsCompleted)
            {
                var count = await _host.Audience.CountAsync(s_email, Stop);
                Assert.InRange(count, last, 200);
                last = count;
            }
        }
    }

    private async Task GiveAsync(params ContactId[] contacts)
    {
        foreach (var contact in contacts)
        {
            await _host.Tracker.As(Api).ApplyAsync(_host.Give(contact), Stop);
        }
    }

    private async Task<List<ContactId>> ListAsync(ProcessingRequest request) => await _host.Audience.StreamAsync(request, Stop).ToListAsync(Stop);

    /// <summary>A store in the middle of whose first answer the caller loses patience.</summary>
    private sealed class CancellingFeed(InMemoryConsentStore inner, CancellationTokenSource impatient, int after) : IConsentStore, IAudienceFeed
    {
        public ISealedLog Log => inner.Log;

        public async IAsyncEnumerable<AudienceChange> ReadChangesAsync(long position, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var change in inner.ReadChangesAsync(position, cancellationToken))
            {
                if (change.Position == after)
                {
                    await impatient.CancelAsync();
                }

                yield return change;
            }
        }

        public ValueTask<IReadOnlyList<ContactConsents?>> FindByNumberAsync(IReadOnlyList<long> numbers, CancellationToken cancellationToken) => inner.FindByNumberAsync(numbers, cancellationToken);

        public ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken) => inner.FindAsync(lookups, cancellationToken);

        public ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) => inner.CommitAsync(batch, cancellationToken);

        public IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, CancellationToken cancellationToken) => inner.ReadLogAsync(query, cancellationToken);

        public IAsyncEnumerable<ContactConsents> ScanAsync(ContactId from, CancellationToken cancellationToken) => inner.ScanAsync(from, cancellationToken);

        public ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken) => inner.EraseAsync(erasures, cancellationToken);

        public ValueTask<LogHead> GetHeadAsync(CancellationToken cancellationToken) => inner.GetHeadAsync(cancellationToken);

        public ValueTask<Sha256Digest> DigestOfAsync(ContactId contact, CancellationToken cancellationToken) => inner.DigestOfAsync(contact, cancellationToken);
    }
}
