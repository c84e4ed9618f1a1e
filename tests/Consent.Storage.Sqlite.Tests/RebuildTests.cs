using Consent.Tracking;
using static Consent.Storage.Sqlite.Tests.AlteredDatabase;

namespace Consent.Storage.Sqlite.Tests;

/// <summary>A record that was altered is folded anew from the log: all is as before, and the log says that it was done.</summary>
public sealed class RebuildTests : IAsyncLifetime
{
    private static readonly Actor s_manager = Actor.PrivacyManager("manager");
    private static readonly Actor s_dpo = Actor.DataProtectionOfficer("dpo");
    private AlteredDatabase _whole = null!;
    private IReadOnlyList<(DecisionOutcome Outcome, DecisionCode Code)> _answers = [];

    public async ValueTask InitializeAsync()
    {
        _whole = await WriteAsync();
        _answers = await _whole.AnswersAsync();
    }

    public ValueTask DisposeAsync()
    {
        _whole.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("snapshot = zeroblob(length(snapshot))")]
    [InlineData("snapshot = NULL, version = 0")]
    [InlineData("version = -5")]
    [InlineData("version = 9223372036854775807")]
    [InlineData("last_entry = 0")]
    [InlineData("mac = x''")]
    public async Task A_contacts_record_is_what_the_log_comes_to(string set)
    {
        foreach (var contact in new[] { Ada, Bea, Cid })
        {
            _whole.Run($"UPDATE contact SET {set} WHERE id = $id", ("$id", OrderedText.ToBytes(contact.Value)));

            Assert.Equal(RebuildOutcome.Rebuilt, await RebuildAsync(contact));

            Assert.Equal(_answers, await _whole.AnswersAsync());
            Assert.True((await _whole.VerifyAsync()).IsSound);
        }

        await _whole.UseAsync(async host =>
        {
            var history = await host.Audit.As(s_dpo).HistoryAsync(Ada, Some.Stop);
            var rebuilt = Assert.Single(history, e => e.Type == AuditEntryType.Rebuilt);
            Assert.Equal((null, history.Last(e => e.Subject!.Revision is not null).Index), (rebuilt.Subject!.Revision, rebuilt.Subject.Previous));
            await host.NoAsync(Ada);
            await host.NoAsync(Bea);
            return true;
        });
        Assert.True((await _whole.VerifyAsync()).IsSound);
    }

    [Fact]
    public async Task All_of_a_persons_records_are_rebuilt_one_after_the_other()
    {
        _whole.Run("UPDATE contact SET snapshot = x'00'");

        foreach (var contact in new[] { Ada, Bea, Cid })
        {
            Assert.Equal(RebuildOutcome.Rebuilt, await RebuildAsync(contact));
        }

        Assert.Equal(_answers, await _whole.AnswersAsync());
        Assert.True((await _whole.VerifyAsync()).IsSound);
    }

    [Theory]
    [InlineData("snapshot = zeroblob(length(snapshot))")]
    [InlineData("version = -5")]
    [InlineData("mac = x''")]
    public async Task What_is_kept_of_a_closed_id_is_what_the_log_says(string set)
    {
        _whole.Run($"UPDATE closed SET {set}");

        Assert.Equal(RebuildOutcome.Rebuilt, await RebuildAsync(Dan));

        Assert.Equal(_answers, await _whole.AnswersAsync());
        Assert.True((await _whole.VerifyAsync()).IsSound);
        await _whole.UseAsync(async host => await host.Privacy.As(s_manager).EraseAsync(new(Dan, "GDPR 17(1)(b)") { Keeps = ErasureKeeps.Nothing }, Some.Stop));
        Assert.True((await _whole.VerifyAsync()).IsSound);
        await _whole.UseAsync(async host =>
        {
            await foreach (var entry in host.Store.ReadLogAsync(new(), Some.Stop))
            {
                Assert.Null(entry.Facts.Closing);
            }

            return true;
        });
    }

    [Theory]
    [InlineData("UPDATE contact SET snapshot = x'00'; UPDATE entry SET sealed = zeroblob(length(sealed)) WHERE idx = 2", RebuildOutcome.LogFlawed)]
    [InlineData("UPDATE contact SET handle = zeroblob(16) WHERE id = x'616461'", RebuildOutcome.LogFlawed)]
    [InlineData("UPDATE contact SET snapshot = x'00' WHERE id = x'616461'; UPDATE entry SET contact = 2 WHERE idx = (SELECT min(idx) FROM entry WHERE contact = 1)", RebuildOutcome.LogFlawed)]
    [InlineData("UPDATE contact SET changed = changed", RebuildOutcome.NotAltered)]
    public async Task Nothing_is_rebuilt_where_more_is_wrong_or_nothing(string sql, RebuildOutcome expected)
    {
        _whole.Run(sql);

        Assert.Equal(expected, await RebuildAsync(Ada));
    }

    [Fact]
    public async Task Only_the_privacy_manager_may() =>
        await Assert.ThrowsAsync<ConsentAccessDeniedException>(() => _whole.UseAsync(async host => await host.Privacy.As(s_dpo).RebuildAsync(Ada, Some.Stop)));

    private Task<RebuildOutcome> RebuildAsync(ContactId contact) => _whole.UseAsync(async host => await host.Privacy.As(s_manager).RebuildAsync(contact, Some.Stop));
}
