using Consent.Auditing;
using Consent.Tracking;
using static Consent.Storage.Sqlite.Tests.AlteredDatabase;

namespace Consent.Storage.Sqlite.Tests;

/// <summary>Old rows with good codes, once verifying found them: they permit nothing, nothing is written on them, and each is folded anew from the log.</summary>
public sealed class DoubtedRecordTests : IAsyncLifetime
{
    private static readonly Actor s_manager = Actor.PrivacyManager("manager");
    private static readonly Actor s_dpo = Actor.DataProtectionOfficer("dpo");
    private AlteredDatabase _whole = null!;

    public async ValueTask InitializeAsync() => _whole = await WriteAsync();

    public ValueTask DisposeAsync()
    {
        _whole.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_old_row_permits_nothing_and_is_not_written_on_until_it_was_folded_anew(bool isRestarted)
    {
        await WithAnOldRowOfBeaAsync();
        await using var found = new Host(_whole.Path);
        Assert.Equal(LogFlaw.RecordDiffers, (await found.Audit.As(s_dpo).VerifyAsync(cancellationToken: Some.Stop)).Flaw);
        await using var restarted = new Host(_whole.Path);
        var host = isRestarted ? restarted : found;

        Assert.Equal(DecisionCode.RecordAltered, await CodeAsync(host, Bea));
        Assert.Equal(DecisionCode.RecordAltered, await CodeAsync(host, Cid)); // Linked with her.
        Assert.Empty(await host.ListAsync());
        Assert.Equal(0, await host.Audience.CountAsync(ProcessingRequest.ToContactAnyone(Email), Some.Stop));
        await Assert.ThrowsAsync<RecordAlteredException>(() => host.NoAsync(Bea));
        await host.NoAsync(Ada);

        // The no counted in Cid's row too, which was put back with hers.
        Assert.Equal(RebuildOutcome.Rebuilt, await host.Privacy.As(s_manager).RebuildAsync(Bea, Some.Stop));
        Assert.Equal(DecisionCode.RecordAltered, await CodeAsync(host, Bea));
        Assert.Equal(RebuildOutcome.Rebuilt, await host.Privacy.As(s_manager).RebuildAsync(Cid, Some.Stop));

        Assert.Equal(DecisionCode.Objected, await CodeAsync(host, Bea));
        await host.NoAsync(Bea);
        Assert.Equal(RebuildOutcome.NotAltered, await host.Privacy.As(s_manager).RebuildAsync(Bea, Some.Stop));
        await using var later = new Host(_whole.Path);
        Assert.Equal(DecisionCode.Objected, await CodeAsync(later, Bea));
        Assert.True((await later.Audit.As(s_dpo).VerifyAsync(cancellationToken: Some.Stop)).IsSound);
    }

    [Fact]
    public async Task Verifying_again_says_the_same_until_the_row_is_right()
    {
        await WithAnOldRowOfBeaAsync();
        await using var host = new Host(_whole.Path);

        Assert.Equal(LogFlaw.RecordDiffers, (await host.Audit.As(s_dpo).VerifyAsync(cancellationToken: Some.Stop)).Flaw);
        Assert.Equal(LogFlaw.RecordDiffers, (await host.Audit.As(s_dpo).VerifyAsync(cancellationToken: Some.Stop)).Flaw);
        await host.Privacy.As(s_manager).RebuildAsync(Bea, Some.Stop);
        Assert.Equal(LogFlaw.RecordDiffers, (await host.Audit.As(s_dpo).VerifyAsync(cancellationToken: Some.Stop)).Flaw);
        await host.Privacy.As(s_manager).RebuildAsync(Cid, Some.Stop);

        Assert.True((await host.Audit.As(s_dpo).VerifyAsync(cancellationToken: Some.Stop)).IsSound);
    }

    [Fact]
    public async Task All_old_rows_are_named_in_one_verification()
    {
        var putBack = _whole.Remember("contact");
        await _whole.UseAsync(async host =>
        {
            await host.NoAsync(Ada);
            await host.NoAsync(Bea);
            return true;
        });
        putBack();
        await using var host = new Host(_whole.Path);

        Assert.Equal(LogFlaw.RecordDiffers, (await host.Audit.As(s_dpo).VerifyAsync(cancellationToken: Some.Stop)).Flaw);

        foreach (var contact in new[] { Ada, Bea, Cid })
        {
            Assert.Equal(DecisionCode.RecordAltered, await CodeAsync(host, contact));
            Assert.Equal(RebuildOutcome.Rebuilt, await host.Privacy.As(s_manager).RebuildAsync(contact, Some.Stop));
        }

        Assert.True((await host.Audit.As(s_dpo).VerifyAsync(cancellationToken: Some.Stop)).IsSound);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_closed_id_whose_row_was_taken_away_stays_closed_and_is_closed_anew(bool isRestarted)
    {
        _whole.Run("DELETE FROM closed");
        await using var found = new Host(_whole.Path);
        Assert.Equal(LogFlaw.ClosingDiffers, (await found.Audit.As(s_dpo).VerifyAsync(cancellationToken: Some.Stop)).Flaw);
        await using var restarted = new Host(_whole.Path);
        var host = isRestarted ? restarted : found;

        Assert.Equal(DecisionCode.RecordAltered, await CodeAsync(host, Dan));
        await Assert.ThrowsAsync<RecordAlteredException>(() => host.GiveAsync(Dan));
        Assert.Equal(RebuildOutcome.Rebuilt, await host.Privacy.As(s_manager).RebuildAsync(Dan, Some.Stop));

        Assert.Equal(DecisionCode.Suppressed, await CodeAsync(host, Dan));
        await using var later = new Host(_whole.Path);
        Assert.Equal(DecisionCode.Suppressed, await CodeAsync(later, Dan));
        Assert.True((await later.Audit.As(s_dpo).VerifyAsync(cancellationToken: Some.Stop)).IsSound);
    }

    [Fact]
    public async Task Where_a_table_was_put_back_nobody_is_relied_on()
    {
        var many = Enumerable.Range(0, 300).Select(i => ContactId.From($"many {i}")).ToList();
        await _whole.UseAsync(async host =>
        {
            foreach (var contact in many)
            {
                await host.GiveAsync(contact);
            }

            return true;
        });
        var putBack = _whole.Remember("contact");
        await _whole.UseAsync(async host =>
        {
            foreach (var contact in many)
            {
                await host.NoAsync(contact);
            }

            return true;
        });
        putBack();
        await using var host = new Host(_whole.Path);
        Assert.Equal(LogFlaw.RecordDiffers, (await host.Audit.As(s_dpo).VerifyAsync(cancellationToken: Some.Stop)).Flaw);

        foreach (var contact in many)
        {
            Assert.Equal(DecisionCode.RecordAltered, await CodeAsync(host, contact));
        }

        Assert.Empty(await host.ListAsync());
        await Assert.ThrowsAsync<RecordAlteredException>(() => host.NoAsync(Ada));
    }

    /// <summary>She objected; her row is the one from before.</summary>
    private async Task WithAnOldRowOfBeaAsync()
    {
        var putBack = _whole.Remember("contact");
        await _whole.UseAsync(async host =>
        {
            await host.NoAsync(Bea);
            return true;
        });
        putBack();
        Assert.True((await _whole.UseAsync(async host => await host.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, Email), Some.Stop))).Outcome == DecisionOutcome.Deny);
    }

    private static async Task<DecisionCode> CodeAsync(Host host, ContactId contact) => (await host.Tracker.DecideAsync(ProcessingRequest.ToContact(contact, Email), Some.Stop)).Code;
}
