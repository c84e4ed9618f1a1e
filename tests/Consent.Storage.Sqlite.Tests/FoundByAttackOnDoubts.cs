using Consent.Auditing;
using Consent.Tracking;
using static Consent.Storage.Sqlite.Tests.AlteredDatabase;

namespace Consent.Storage.Sqlite.Tests;

/// <summary>Whose record verifying found wrong is denied by the next process too, whatever is done to the database meanwhile.</summary>
public sealed class FoundByAttackOnDoubts : IAsyncLifetime
{
    private static readonly Actor s_manager = Actor.PrivacyManager("manager");
    private static readonly Actor s_dpo = Actor.DataProtectionOfficer("dpo");
    private static readonly ContactId s_eve = ContactId.From("eve");
    private static readonly ContactId s_zoe = ContactId.From("zoe");
    private AlteredDatabase _whole = null!;

    public async ValueTask InitializeAsync()
    {
        _whole = await WriteAsync();
        await _whole.UseAsync(async host =>
        {
            await host.GiveAsync(s_eve);
            return true;
        });
    }

    public ValueTask DisposeAsync()
    {
        _whole.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_old_row_that_is_put_back_again_after_it_was_folded_anew_is_denied_after_a_restart()
    {
        var putBack = _whole.Remember("contact");
        await UseAsync(host => host.NoAsync(s_eve));
        putBack();
        var again = _whole.Remember("contact");
        await UseAsync(async host =>
        {
            Assert.Equal(LogFlaw.RecordDiffers, await VerifyAsync(host));
            Assert.Equal(RebuildOutcome.Rebuilt, await host.Privacy.As(s_manager).RebuildAsync(s_eve, Some.Stop));
            Assert.Equal(LogFlaw.None, await VerifyAsync(host));
        });
        again();
        await UseAsync(async host =>
        {
            Assert.Equal(LogFlaw.RecordDiffers, await VerifyAsync(host));
            Assert.Equal(DecisionCode.RecordAltered, await CodeAsync(host, s_eve));
        });

        await UseAsync(async host => Assert.Equal(DecisionCode.RecordAltered, await CodeAsync(host, s_eve)));
    }

    [Fact]
    public async Task A_verification_that_finds_the_log_wrong_takes_no_doubt_away_after_a_restart()
    {
        await WithAnOldRowOfEveAsync();
        await UseAsync(async host => Assert.Equal(LogFlaw.RecordDiffers, await VerifyAsync(host)));
        _whole.Run("UPDATE entry SET sealed = zeroblob(length(sealed)) WHERE idx = 0");
        await UseAsync(async host =>
        {
            Assert.Equal(LogFlaw.SlotAltered, await VerifyAsync(host));
            Assert.Equal(DecisionCode.RecordAltered, await CodeAsync(host, s_eve));
        });

        await UseAsync(async host => Assert.Equal(DecisionCode.RecordAltered, await CodeAsync(host, s_eve)));
    }

    [Fact]
    public async Task Damage_to_the_entry_that_names_whose_record_is_wrong_takes_no_doubt_away_after_a_restart()
    {
        await WithAnOldRowOfEveAsync();
        await UseAsync(async host => Assert.Equal(LogFlaw.RecordDiffers, await VerifyAsync(host)));
        _whole.Run("UPDATE entry SET sealed = zeroblob(length(sealed)) WHERE idx = (SELECT max(idx) FROM entry WHERE contact = (SELECT no FROM contact WHERE id = $id))", ("$id", OrderedText.ToBytes(s_eve.Value)));

        await UseAsync(async host => Assert.Equal(DecisionCode.RecordAltered, await CodeAsync(host, s_eve)));
    }

    [Fact]
    public async Task A_count_that_was_at_hand_before_her_record_was_found_wrong_leaves_her_out()
    {
        await WithAnOldRowOfEveAsync();
        await UseAsync(async host =>
        {
            var question = ProcessingRequest.ToContactAnyone(Email);
            var before = await host.Audience.CountAsync(question, Some.Stop);
            Assert.Equal(LogFlaw.RecordDiffers, await VerifyAsync(host));
            Assert.Equal(before - 1, await host.Audience.CountAsync(question, Some.Stop));
            Assert.DoesNotContain(s_eve, await host.ListAsync());
        });
    }

    [Theory]
    [InlineData(ErasureKeeps.Nothing)]
    [InlineData(null)]
    public async Task The_row_of_somebody_who_was_erased_is_denied_after_a_restart(ErasureKeeps? keeps)
    {
        var row = _whole.Row("SELECT * FROM contact WHERE id = x'657665'");
        await UseAsync(async host => await host.Privacy.As(s_manager).EraseAsync(keeps is { } kept ? new(s_eve, "GDPR 17(1)(b)") { Keeps = kept } : new(s_eve, "GDPR 17(1)(b)"), Some.Stop));
        _whole.Run($"INSERT INTO contact ({string.Join(", ", row.Select(f => f.Name[1..]))}) VALUES ({string.Join(", ", row.Select(f => f.Name))})", row);
        await UseAsync(async host =>
        {
            TestContext.Current.TestOutputHelper?.WriteLine((await CodeAsync(host, s_eve)).ToString());
            Assert.NotEqual(LogFlaw.None, await VerifyAsync(host));
            Assert.NotEqual(DecisionOutcome.Permit, (await host.Tracker.DecideAsync(ProcessingRequest.ToContact(s_eve, Email), Some.Stop)).Outcome);
        });

        await UseAsync(async host =>
        {
            Assert.NotEqual(DecisionOutcome.Permit, (await host.Tracker.DecideAsync(ProcessingRequest.ToContact(s_eve, Email), Some.Stop)).Outcome);
            Assert.DoesNotContain(s_eve, await host.ListAsync());
        });
    }

    [Fact]
    public async Task A_list_that_was_begun_before_her_record_was_found_wrong_leaves_her_out()
    {
        await UseAsync(async host =>
        {
            for (var i = 0; i < 600; i++)
            {
                await host.GiveAsync(ContactId.From($"many {i:000}"));
            }

            await host.GiveAsync(s_zoe);
        });
        var putBack = _whole.Remember("contact");
        await UseAsync(host => host.NoAsync(s_zoe));
        putBack();
        await UseAsync(async host =>
        {
            var listed = new List<ContactId>();
            await foreach (var contact in host.Audience.StreamAsync(ProcessingRequest.ToContactAnyone(Email), Some.Stop))
            {
                if (listed.Count == 0)
                {
                    Assert.Equal(LogFlaw.RecordDiffers, await VerifyAsync(host));
                }

                listed.Add(contact);
            }

            Assert.True(listed.Count > 500);
            Assert.DoesNotContain(s_zoe, listed);
        });
    }

    [Fact]
    public async Task Where_a_table_was_put_back_nobody_is_relied_on_after_a_restart_either()
    {
        var many = Enumerable.Range(0, 258).Select(i => ContactId.From($"many {i:000}")).ToList();
        await UseAsync(async host =>
        {
            foreach (var contact in many)
            {
                await host.GiveAsync(contact);
            }
        });
        var putBack = _whole.Remember("contact");
        await UseAsync(async host =>
        {
            foreach (var contact in many)
            {
                await host.NoAsync(contact);
            }
        });
        putBack();
        await UseAsync(async host =>
        {
            Assert.Equal(LogFlaw.RecordDiffers, await VerifyAsync(host));
            Assert.Equal(DecisionCode.RecordAltered, await CodeAsync(host, s_eve));
        });

        await UseAsync(async host =>
        {
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal(RebuildOutcome.Rebuilt, await host.Privacy.As(s_manager).RebuildAsync(many[i], Some.Stop));
            }

            Assert.Equal(DecisionCode.RecordAltered, await CodeAsync(host, s_eve));
        });
        await UseAsync(async host => Assert.Equal(DecisionCode.RecordAltered, await CodeAsync(host, s_eve)));
    }

    [Fact]
    public async Task Two_are_folded_anew_at_once_while_all_is_verified_and_nobody_else_is_relied_on()
    {
        var putBack = _whole.Remember("contact");
        await UseAsync(async host =>
        {
            await host.NoAsync(s_eve);
            await host.NoAsync(Ada);
            await host.NoAsync(Bea);
        });
        putBack();
        await UseAsync(async host =>
        {
            Assert.Equal(LogFlaw.RecordDiffers, await VerifyAsync(host));
            await Task.WhenAll(
                host.Privacy.As(s_manager).RebuildAsync(Ada, Some.Stop).AsTask(),
                host.Privacy.As(s_manager).RebuildAsync(Bea, Some.Stop).AsTask(),
                host.Audit.As(s_dpo).VerifyAsync(cancellationToken: Some.Stop).AsTask());

            Assert.Equal(DecisionCode.RecordAltered, await CodeAsync(host, s_eve));
        });

        await UseAsync(async host => Assert.Equal(DecisionCode.RecordAltered, await CodeAsync(host, s_eve)));
    }

    /// <summary>She objected; her row is the one from before.</summary>
    private async Task WithAnOldRowOfEveAsync()
    {
        var putBack = _whole.Remember("contact");
        await UseAsync(host => host.NoAsync(s_eve));
        putBack();
    }

    private Task<bool> UseAsync(Func<Host, Task> use) => _whole.UseAsync(async host =>
    {
        await use(host);
        return true;
    });

    private static async Task<LogFlaw> VerifyAsync(Host host) => (await host.Audit.As(s_dpo).VerifyAsync(cancellationToken: Some.Stop)).Flaw;

    private static async Task<DecisionCode> CodeAsync(Host host, ContactId contact) => (await host.Tracker.DecideAsync(ProcessingRequest.ToContact(contact, Email), Some.Stop)).Code;
}
