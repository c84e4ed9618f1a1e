using System.Collections.Immutable;
using Consent.Storage;
using static Consent.Tracking.Tests.TrackingHost;

namespace Consent.Tracking.Tests;

/// <summary>What is remembered of a source, through both ports.</summary>
public sealed class SourceMemoryTests
{
    private readonly TrackingHost _host = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_yes_that_was_refused_is_taken_the_next_night_also_from_the_same_file(bool isSameFile)
    {
        var ahead = new NoticeAcceptance("v1", Day(2.0 / 24));
        await MergeAsync(Document(-0.1, email: true, sms: false, acceptance: ahead));
        Assert.Equal(FlagValue.Unset, (await _host.GetAsync())[Email].Status);
        Assert.Equal(FlagValue.Inactive, (await _host.GetAsync())[Sms].Status);

        _host.Clock.Advance(TimeSpan.FromDays(1));
        var second = Document(isSameFile ? -0.1 : 0.9, email: true, sms: false, acceptance: ahead);
        Assert.Equal(ChangeOutcome.Recorded, Assert.Single(await MergeAsync(second)).Outcome);

        Assert.True((await _host.DecideAsync()).IsPermitted);
        var log = await _host.LogAsync();
        await MergeAsync(second);
        await MergeAsync(Document(0.95, email: true, sms: false, acceptance: ahead));
        Assert.Equal(log.Count, (await _host.LogAsync()).Count);
    }

    [Fact]
    public async Task A_source_that_goes_on_saying_no_against_a_later_yes_is_told_each_time_and_nothing_is_recorded()
    {
        await MergeAsync(Document(-9, email: false));
        await _host.ApplyAsync(Give(day: -5));
        var log = await _host.LogAsync();

        var told = Assert.Single(await MergeAsync(Document(-3, email: false)));
        var report = await _host.Bulk.As(Client).Apply(Stream(Document(-2, email: false), Document(-1, email: false, contact: "bea"))).CompleteAsync(Token);

        Assert.Equal((ChangeOutcome.Unchanged, null), (told.Outcome, told.Index));
        Assert.True(told.Has(ChangeCode.NoWithoutEffect));
        Assert.Equal((1, 1), (report.Codes[ChangeCode.NoWithoutEffect], report.Progress.Unchanged));
        Assert.True(Assert.Single(await MergeAsync(Document(-9, email: false))).Has(ChangeCode.NoWithoutEffect));
        Assert.Equal(log.Count + 1, (await _host.LogAsync()).Count);
        Assert.True((await _host.DecideAsync()).IsPermitted);
    }

    [Fact]
    public async Task A_document_whose_id_was_used_for_something_else_counts_all_the_same()
    {
        var document = Document(-3, email: true, sms: false);
        await _host.ApplyAsync(Give(id: document.ChangeId().Value, day: -9, node: Sms));

        Assert.Equal(ChangeOutcome.Recorded, Assert.Single(await MergeAsync(document)).Outcome);

        Assert.Equal((FlagValue.Active, FlagValue.Inactive), ((await _host.GetAsync())[Email].Status, (await _host.GetAsync())[Sms].Status));
        Assert.All(await MergeAsync(document), r => Assert.Equal(ChangeOutcome.Repeated, r.Outcome));
    }

    [Fact]
    public async Task What_is_repeated_beside_something_new_is_told_with_it()
    {
        await MergeAsync(Document(-9, email: false));
        await _host.ApplyAsync(Give(day: -5));

        var result = Assert.Single(await MergeAsync(Document(-3, email: false, sms: false)));

        Assert.Equal([Sms, Email], result.Statements.Select(s => s.Statement.Node));
        Assert.True(result.Statements[1].Has(ChangeCode.NoWithoutEffect));
        Assert.Equal(ChangeOutcome.Recorded, result.Outcome);
    }

    [Fact]
    public async Task A_nightly_export_of_an_unchanged_database_writes_nothing_for_any_contact()
    {
        ConsentDocument[] File(double day) => [.. Enumerable.Range(0, 40).Select(i => Document(day, email: i % 2 == 0, sms: i % 3 == 0, contact: $"c{i}", acceptance: new("v1", Day(-30))))];
        await RunAsync(File(-9));
        var (commits, log) = (_host.Store.Commits, await _host.LogAsync());

        await RunAsync(File(-8));
        await RunAsync(File(-7));

        Assert.Equal(commits, _host.Store.Commits);
        Assert.Equal(log.Count, (await _host.LogAsync()).Count);
    }

    [Fact]
    public async Task A_file_read_whole_keeps_an_older_files_yes_back_for_a_contact_that_it_did_not_name()
    {
        await RunAsync(Document(-3, email: true, contact: "bea"));

        await RunAsync(Document(-5, email: true, sms: false));

        Assert.Equal((FlagValue.Unset, FlagValue.Inactive), ((await _host.GetAsync())[Email].Status, (await _host.GetAsync())[Sms].Status));
        await RunAsync(Document(-3, email: true));
        Assert.Equal(FlagValue.Active, (await _host.GetAsync())[Email].Status);
    }

    [Theory]
    [InlineData("part of a file")]
    [InlineData("dry run")]
    [InlineData("breaks off")]
    [InlineData("another source")]
    [InlineData("from the future")]
    public async Task Only_a_run_over_a_whole_file_that_ended_well_keeps_its_date(string run)
    {
        var newer = Document(run == "from the future" ? 400 : -3, sms: true, contact: "bea", source: run == "another source" ? "shop" : "crm");
        switch (run)
        {
            case "part of a file":
                await _host.Bulk.As(Client).Apply(Stream(newer)).CompleteAsync(Token);
                break;
            case "dry run":
                await _host.Bulk.As(Client).Apply(Stream(newer), new() { IsWholeFile = true, IsDryRun = true }).CompleteAsync(Token);
                break;
            case "breaks off":
                await Assert.ThrowsAsync<InvalidDataException>(async () => await _host.Bulk.As(Client).Apply(Broken(newer), new() { IsWholeFile = true }).CompleteAsync(Token));
                break;
            default:
                await RunAsync(newer);
                break;
        }

        _host.Clock.Advance(TimeSpan.FromDays(1));
        await RunAsync(Document(run == "from the future" ? 0.5 : -5, email: true));

        Assert.Equal(FlagValue.Active, (await _host.GetAsync())[Email].Status);
    }

    [Fact]
    public async Task Of_files_with_several_dates_the_earliest_is_kept_and_an_earlier_one_never_replaces_it()
    {
        await RunAsync(Document(-3, sms: true, contact: "bea"), Document(-7, sms: true, contact: "cay"));
        await RunAsync(Document(-20, sms: true, contact: "dan"));

        await RunAsync(Document(-8, email: true), Document(-6, email: true, contact: "eve"));

        Assert.Equal(FlagValue.Unset, (await _host.GetAsync())[Email].Status);
        Assert.Equal(FlagValue.Active, (await _host.GetAsync("eve"))[Email].Status);
    }

    [Fact]
    public async Task A_note_that_cannot_be_read_counts_as_absent()
    {
        var notes = _host.Store;
        await notes.WriteNoteAsync(new(new("source", "crm"), [9, 9]), Token);

        await RunAsync(Document(-5, email: true));
        await RunAsync(Document(-6, email: true, contact: "bea"));

        Assert.Equal(FlagValue.Active, (await _host.GetAsync())[Email].Status);
        Assert.Equal(FlagValue.Unset, (await _host.GetAsync("bea"))[Email].Status);
    }

    [Fact]
    public async Task A_store_without_notes_refuses_documents_and_nothing_else()
    {
        using var host = new TrackedHost(store => new WithoutNotes(store));

        await Assert.ThrowsAsync<NotSupportedException>(async () => await host.Tracker.As(Client).MergeAsync(Document(-5, email: true), Token));
        Assert.Equal(ChangeOutcome.Recorded, (await host.Tracker.As(Client).ApplyAsync(Withdraw(), Token)).Outcome);
    }

    private static ConsentDocument Document(double day, bool? email = null, bool? sms = null, string contact = "ada", NoticeAcceptance? acceptance = null, string source = "crm")
    {
        static FlagValue Of(bool? value) => value switch { true => FlagValue.Active, false => FlagValue.Inactive, null => FlagValue.Unset };
        return new(Contact(contact), source, Day(day), NodeFlags.Empty.With(Email, ConsentFlag.Status, Of(email)).With(Sms, ConsentFlag.Status, Of(sms)), acceptance, $"export{day}.jsonl:1");
    }

    private static async IAsyncEnumerable<ConsentDocument> Broken(ConsentDocument document)
    {
        await Task.Yield();
        yield return document;
        throw new InvalidDataException("cut off");
    }

    private ValueTask<ImmutableArray<ChangeResult>> MergeAsync(ConsentDocument document) => _host.Tracker.As(Client).MergeAsync(document, Token);

    private async Task RunAsync(params ConsentDocument[] file) => await _host.Bulk.As(Client).Apply(Stream(file), new() { IsWholeFile = true, BatchSize = 16 }).CompleteAsync(Token);

    private sealed class WithoutNotes(IConsentStore inner) : IConsentStore
    {
        public ISealedLog Log => inner.Log;

        public ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken) => inner.FindAsync(lookups, cancellationToken);

        public ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) => inner.CommitAsync(batch, cancellationToken);

        public IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, CancellationToken cancellationToken) => inner.ReadLogAsync(query, cancellationToken);

        public IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, CancellationToken cancellationToken) => inner.ScanAsync(after, cancellationToken);

        public ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken) => inner.EraseAsync(erasures, cancellationToken);

        public ValueTask<LogHead> GetHeadAsync(CancellationToken cancellationToken) => inner.GetHeadAsync(cancellationToken);

        public ValueTask<Sha256Digest> DigestOfAsync(ContactId contact, CancellationToken cancellationToken) => inner.DigestOfAsync(contact, cancellationToken);
    }
}
