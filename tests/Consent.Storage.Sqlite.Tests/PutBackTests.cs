using Consent.Auditing;
using static Consent.Storage.Sqlite.Tests.AlteredDatabase;

namespace Consent.Storage.Sqlite.Tests;

/// <summary>Rows that this library wrote once, with good codes, put back by somebody who has the file and not the keys: found when the state is verified, or when the file is opened.</summary>
public sealed class PutBackTests : IAsyncLifetime
{
    private AlteredDatabase _whole = null!;

    public async ValueTask InitializeAsync() => _whole = await WriteAsync();

    public ValueTask DisposeAsync()
    {
        _whole.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_linked_contacts_row_that_was_taken_away_with_its_no_is_found()
    {
        _whole.Run("DELETE FROM contact WHERE id = $cid", ("$cid", OrderedText.ToBytes(Cid.Value)));

        Assert.False((await _whole.VerifyAsync()).IsSound);
    }

    [Fact]
    public async Task Both_rows_from_before_a_link_and_the_no_that_stands_on_the_linked_id_are_found()
    {
        var (eve, fay) = (ContactId.From("eve"), ContactId.From("fay"));
        await UseAsync(async host =>
        {
            await host.GiveAsync(eve);
            await host.GiveAsync(fay);
        });
        var putBack = _whole.Remember("contact");
        await UseAsync(async host =>
        {
            await host.Tracker.As(Actor.ApiClient("crm")).LinkAsync(new(eve, fay, host.Now, ChangeId.From("eve and fay")), Some.Stop);
            await host.NoAsync(fay);
            Assert.DoesNotContain(eve, await host.ListAsync());
        });

        putBack();

        Assert.Equal(LogFlaw.RecordDiffers, (await _whole.VerifyAsync()).Flaw);
    }

    [Fact]
    public async Task A_closed_row_from_before_the_no_is_found()
    {
        await UseAsync(async host => await host.Privacy.As(Actor.PrivacyManager("manager")).EraseAsync(new(Bea, "GDPR 17(1)(b)"), Some.Stop));
        var putBack = _whole.Remember("closed");
        await UseAsync(async host => await host.NoAsync(Bea));

        putBack();

        Assert.Equal(LogFlaw.ClosingDiffers, (await _whole.VerifyAsync()).Flaw);
    }

    [Fact]
    public async Task A_closed_row_of_an_id_that_was_opened_again_is_found()
    {
        var putBack = _whole.Remember("closed");
        await UseAsync(async host => await host.AgainAsync(Dan));
        Assert.Equal(DecisionCode.Objected, (await _whole.AnswersAsync())[3].Code); // No longer Suppressed: opened, with its no.
        Assert.True((await _whole.VerifyAsync()).IsSound);

        putBack();

        Assert.Equal(LogFlaw.ClosingDiffers, (await _whole.VerifyAsync()).Flaw);
    }

    [Fact]
    public async Task A_closed_row_of_an_id_that_was_forgotten_is_found()
    {
        var putBack = _whole.Remember("closed");
        await UseAsync(async host => await host.Privacy.As(Actor.PrivacyManager("manager")).EraseAsync(new(Dan, "GDPR 17(1)(b)") { Keeps = ErasureKeeps.Nothing }, Some.Stop));
        Assert.True((await _whole.VerifyAsync()).IsSound);

        putBack();

        Assert.Equal(LogFlaw.ClosingDiffers, (await _whole.VerifyAsync()).Flaw);
    }

    /// <summary>While the host stands still, and before a checkpoint of what came since has left: nothing outside the file knows of it.</summary>
    [Theory]
    [InlineData("head", "contact", "closed")]
    [InlineData("head", "contact", "closed", "note", "gone")]
    public async Task An_old_head_with_old_rows_does_not_open_over_what_came_since(params string[] tables)
    {
        var putBack = _whole.Remember([.. tables.Append("checkpoint").Distinct()]);
        await UseAsync(async host => await host.NoAsync(Bea));

        putBack();
        Directory.Delete(Path.Combine(_whole.Path + ".keys", "checkpoints"), recursive: true);

        var refused = await Assert.ThrowsAsync<AuditLogAlteredException>(() => _whole.AnswersAsync());
        Assert.Equal(LogFlaw.OutOfPlace, refused.Flaw);
    }

    [Theory]
    [InlineData("UPDATE contact SET changed = 0")]
    [InlineData("UPDATE contact SET changed = 1000000")]
    [InlineData("UPDATE contact SET version = version")]
    public async Task A_place_in_the_order_of_writing_that_was_changed_leaves_nobody_out_unnoticed(string sql)
    {
        _whole.Run(sql);

        Assert.Equal(sql.Contains("changed", StringComparison.Ordinal), !(await _whole.VerifyAsync()).IsSound);
    }

    /// <summary>A running host follows what is written: a no whose place was moved back is not met.</summary>
    [Theory]
    [InlineData("UPDATE contact SET changed = 1")]
    [InlineData("UPDATE contact SET changed = 1 WHERE version > 1; UPDATE contact SET changed = 1000000 WHERE version = 1")]
    [InlineData("INSERT INTO gone SELECT changed + 1000, no FROM contact")]
    public async Task A_place_that_was_moved_lists_nobody_who_objected(string sql)
    {
        await using var host = new Host(_whole.Path);
        await using var other = new Host(_whole.Path);
        Assert.Equal([Bea, Cid], await host.ListAsync());
        await other.NoAsync(Cid);

        _whole.Run(sql);

        Assert.Empty(await host.ListAsync());
    }

    private Task<bool> UseAsync(Func<Host, Task> use) => _whole.UseAsync(async host =>
    {
        await use(host);
        return true;
    });
}
