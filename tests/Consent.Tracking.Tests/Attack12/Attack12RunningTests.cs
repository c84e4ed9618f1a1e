using System.Collections.Concurrent;
using Consent.Auditing;
using Consent.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>Attacks on the promise that nothing is silent: what happens under a running host.</summary>
public sealed class Attack12RunningTests : IDisposable
{
    private readonly Attack12Site _site = new();

    private string ContactKeys => Path.Combine(_site.Keys, "contacts.keys");

    public void Dispose() => _site.Dispose();

    /// <summary>The file of the contacts' keys is put back by a rename, as rsync and most backup tools do: an erasure removes the key from the file that is gone.</summary>
    [Fact]
    public async Task An_erasure_does_not_remove_a_key_from_a_file_that_is_gone_only()
    {
        using (var host = await _site.StartAsync())
        {
            await host.GiveAsync(Ada);
            await host.GiveAsync(Bea);
            var putBack = _site.Remember([.. Directory.GetFiles(_site.Keys, "contacts.keys*")]);
            var keys = Count();
            putBack();
            try
            {
                Assert.Equal(ErasureOutcome.Erased, await host.Privacy().As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop));
            }
            catch (ConsentStoreException)
            {
                return;
            }

            await host.StopAsync(Stop);
            Assert.True(Count() < keys, $"Ada was answered as erased, and all {keys} keys are in the key store.");
        }

        long Count()
        {
            using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={ContactKeys};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM contact_key";
            return (long)command.ExecuteScalar()!;
        }
    }

    /// <summary>The key table loses rows under a running host: its own scrub reads with the keys that it has in memory.</summary>
    [Fact]
    public async Task Verifying_by_a_running_host_finds_a_key_that_is_gone()
    {
        using var host = await _site.StartAsync();
        await host.GiveAsync(Ada);
        await host.GiveAsync(Bea);
        _site.Run($"ATTACH '{ContactKeys}' AS k; DELETE FROM k.contact_key WHERE handle = (SELECT handle FROM contact WHERE no = 1)");
        var here = await host.VerifyAsync();
        using var other = _site.Build();
        var there = await other.VerifyAsync();
        Assert.False(here.IsSound, $"The host that runs says {here}; one that is started now says {there}.");
    }

    /// <summary>One process renews the key-encryption key while another one records.</summary>
    [Fact]
    public async Task Keys_made_by_another_process_after_a_renewal_can_be_opened()
    {
        using (var writer = await _site.StartAsync())
        using (var renewer = await _site.StartAsync())
        {
            await writer.GiveAsync(Ada);
            await renewer.GiveAsync(Bea);
            await renewer.Privacy().As(Manager).RotateKeysAsync(Stop);
            for (var n = 0; n < 300; n++)
            {
                await writer.GiveAsync(ContactId.From($"contact {n}"));
            }

            await renewer.Privacy().As(Manager).RotateKeysAsync(Stop);
            for (var n = 300; n < 600; n++)
            {
                await writer.GiveAsync(ContactId.From($"contact {n}"));
            }
        }

        using var again = await _site.StartAsync();
        Assert.True((await again.VerifyAsync()).IsSound);
    }

    /// <summary>A place that has lost the newest of what it took.</summary>
    [Fact]
    public async Task A_place_that_has_older_checkpoints_only_is_said_in_health()
    {
        using (var host = await _site.StartAsync())
        {
            for (var n = 0; n < 5; n++)
            {
                await host.GiveAsync(ContactId.From($"contact {n}"));
                await host.Audit().CheckpointAsync(Stop);
            }

            await host.StopAsync(Stop);
        }

        foreach (var file in Directory.GetFiles(_site.Published).Order(StringComparer.Ordinal).Skip(2))
        {
            File.Delete(file);
        }

        using var again = await _site.StartAsync();
        Assert.NotEqual(HealthStatus.Healthy, (await again.HealthAsync()).Status);
    }

    /// <summary>The name of a key that is still to be removed is taken away: the erased person's key stays for ever.</summary>
    [Fact]
    public async Task A_key_of_an_erased_person_that_was_never_removed_is_found()
    {
        var handle = "";
        using (var host = await _site.StartAsync())
        {
            await host.GiveAsync(Ada);
            await host.GiveAsync(Bea);
            using (var reading = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_site.Database};Pooling=False"))
            {
                reading.Open();
                using var command = reading.CreateCommand();
                command.CommandText = "SELECT quote(handle) FROM contact WHERE no = 1";
                handle = (string)command.ExecuteScalar()!;
            }

            using (var locking = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={ContactKeys};Pooling=False"))
            {
                locking.Open();
                using var command = locking.CreateCommand();
                command.CommandText = "BEGIN IMMEDIATE";
                command.ExecuteNonQuery();
                await Assert.ThrowsAnyAsync<ConsentStoreException>(async () => await host.Privacy().As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop));
                _site.Run("DELETE FROM doomed_key");
                command.CommandText = "ROLLBACK";
                command.ExecuteNonQuery();
            }

            await host.StopAsync(Stop);
        }

        using var again = await _site.StartAsync();
        var outcome = await again.Privacy().As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);
        var verdict = await again.VerifyAsync();
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={ContactKeys};Pooling=False");
        connection.Open();
        using var count = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own statements.
        count.CommandText = $"SELECT count(*) FROM contact_key WHERE handle = {handle}";
#pragma warning restore CA2100
        var left = (long)count.ExecuteScalar()!;
        Assert.False(verdict.IsSound && left > 0, $"{outcome}, her key is in the key store, verifying says {verdict}; health {(await again.HealthAsync()).Status}.");
    }

    /// <summary>The write-ahead log is deleted under a host without the generic host, as somebody does who tidies a folder up: it goes on answering.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Nothing_is_answered_as_recorded_in_a_write_ahead_log_that_is_gone(bool isKnown, bool isStarted)
    {
        using var host = isStarted ? await _site.StartAsync() : _site.Build();
        for (var n = 0; n < 20; n++)
        {
            await host.GiveAsync(isKnown ? ContactId.From($"contact {n}") : Ada);
        }

        await host.Audit().CheckpointAsync(Stop);
        File.Delete(_site.Database + "-wal");
        File.Delete(_site.Database + "-shm");
        var recorded = 0;
        try
        {
            for (var n = 0; n < 20; n++)
            {
                recorded += (await host.NoAsync(ContactId.From($"contact {n}"))).Outcome == ChangeOutcome.Recorded ? 1 : 0;
            }
        }
        catch (ConsentStoreException trouble)
        {
            TestContext.Current.SendDiagnosticMessage(trouble.Message);
        }

        // What is left when the process is killed now.
        using var left = new Attack12Site();
        File.Copy(_site.Database, left.Database);
        foreach (var file in new[] { "-wal", "-shm" }.Where(f => File.Exists(_site.Database + f)))
        {
            File.Copy(_site.Database + file, left.Database + file);
        }

        Directory.CreateDirectory(left.Keys);
        foreach (var file in Directory.GetFiles(_site.Keys))
        {
            File.Copy(file, Path.Combine(left.Keys, Path.GetFileName(file)));
        }

        var size = -1L;
        try
        {
            await using var store = new Storage.Sqlite.SqliteConsentStore(new() { ConnectionString = $"Data Source={left.Database}" });
            size = (await store.GetHeadAsync(Stop)).Size;
        }
        catch (ConsentStoreException trouble)
        {
            TestContext.Current.SendDiagnosticMessage(trouble.Message);
        }

        Assert.True(recorded == 0, $"{recorded} noes were answered as recorded into a file that is gone; after a kill the database has {size} entries.");
    }

    /// <summary>One contact's key is gone; changes of others that come in the same instant go on.</summary>
    [Fact]
    public async Task A_key_that_is_gone_fails_no_others_change()
    {
        using (var first = await _site.StartAsync())
        {
            for (var n = 0; n < 64; n++)
            {
                await first.GiveAsync(ContactId.From($"contact {n}"));
            }

            await first.StopAsync(Stop);
        }

        _site.Run($"ATTACH '{ContactKeys}' AS k; DELETE FROM k.contact_key WHERE handle = (SELECT handle FROM contact WHERE no = 1)");
        using var host = await _site.StartAsync();
        var failed = new ConcurrentBag<string>();
        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 64).Select(n => Task.Run(
                async () =>
                {
                    try
                    {
                        await host.NoAsync(ContactId.From($"contact {n}"));
                    }
                    catch (ConsentStoreException) when (n > 0)
                    {
                        failed.Add($"contact {n}");
                    }
                    catch (ConsentStoreException)
                    {
                        // Its own.
                    }
                },
                Stop)));
        }

        Assert.True(failed.IsEmpty, $"{failed.Count} noes of contacts whose keys are there were refused.");
    }

    /// <summary>A connection string that names no file.</summary>
    [Theory]
    [InlineData("Mode=Memory;Cache=Shared")]
    [InlineData("Mode=Memory")]
    public async Task A_database_in_memory_is_not_taken_for_a_file(string more)
    {
        Exception? told = null;
        try
        {
            await using var store = new Storage.Sqlite.SqliteConsentStore(new() { ConnectionString = $"Data Source={_site.Database};{more}" });
            using var host = new TrackedHost(store: store);
            await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        }
        catch (Exception trouble) when (trouble is ConsentStoreException or ArgumentException)
        {
            told = trouble;
        }

        Assert.True(told is not null || File.Exists(_site.Database), "Recorded, and there is no file.");
    }

    /// <summary>The host is disposed of in the midst of changes: what was answered as recorded is there.</summary>
    [Fact]
    public async Task What_was_answered_as_recorded_while_the_host_was_disposed_of_is_there()
    {
        for (var round = 0; round < 5; round++)
        {
            var recorded = new ConcurrentBag<ContactId>();
            var host = _site.Build();
            await host.GiveAsync(Ada);
            var writers = Enumerable.Range(0, 64).Select(n => Task.Run(
                async () =>
                {
                    try
                    {
                        for (var k = 0; k < 50; k++)
                        {
                            var contact = ContactId.From($"{round} {n} {k}");
                            if ((await host.NoAsync(contact)).Outcome == ChangeOutcome.Recorded)
                            {
                                recorded.Add(contact);
                            }
                        }
                    }
                    catch (Exception trouble) when (trouble is ObjectDisposedException or ConsentStoreException or OperationCanceledException)
                    {
                        // Told.
                    }
                },
                Stop)).ToList();
            await Task.Delay(30 * (round + 1), Stop);
            await ((IAsyncDisposable)host).DisposeAsync();
            await Task.WhenAll(writers);
            using var again = await _site.StartAsync();
            foreach (var contact in recorded)
            {
                Assert.Equal(FlagValue.Inactive, (await again.Tracker().As(Api).GetAsync(contact, Stop))[Email].Status);
            }

            Assert.True((await again.VerifyAsync()).IsSound);
            await again.StopAsync(Stop);
        }
    }

    /// <summary>Tokens fire in the midst of everything, and the process goes on.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_is_cancelled_the_state_holds_and_what_was_recorded_is_there(int seed)
    {
        var random = new Random(seed);
        var noes = new ConcurrentDictionary<ContactId, bool>();
        using (var host = await _site.StartAsync())
        {
            ContactId[] people = [.. Enumerable.Range(0, 12).Select(n => ContactId.From($"person {n}"))];
            for (var n = 0; n < 250; n++)
            {
                _site.Clock.Advance(TimeSpan.FromMilliseconds(300));
                await Task.WhenAll(Enumerable.Range(0, 4).Select(k =>
                {
                    var (act, one, two, wait) = (random.Next(12), people[random.Next(people.Length)], people[random.Next(people.Length)], random.Next(6000));
                    var id = ChangeId.From($"{n} {k}");
                    return Task.Run(
                        async () =>
                        {
                            using var source = new CancellationTokenSource(TimeSpan.FromMicroseconds(wait));
                            var stop = source.Token;
                            var now = _site.Now;
                            try
                            {
                                switch (act)
                                {
                                    case 0 or 1 or 2:
                                        await host.Tracker().As(Api).ApplyAsync(ConsentChange.For(one).WithId(id).From(ChangeSource.SelfService).AcceptNotice("v1", now).Give(Email, now, Form), stop);
                                        break;
                                    case 3 or 4:
                                        if ((await host.Tracker().As(Api).ApplyAsync(ConsentChange.For(one).WithId(id).From(ChangeSource.Api).Object(Purposes.Marketing.Traditional.Phone), stop)).Outcome == ChangeOutcome.Recorded)
                                        {
                                            noes[one] = true;
                                        }

                                        break;
                                    case 5 when one != two:
                                        await host.Tracker().As(Api).LinkAsync(new(one, two, now, id), stop);
                                        break;
                                    case 6:
                                        await host.Privacy().As(Manager).EraseAsync(new(one, "GDPR 17(1)(b)"), stop);
                                        break;
                                    case 7:
                                        await host.Privacy().As(Manager).RotateKeysAsync(stop);
                                        break;
                                    case 8:
                                        await host.Privacy().As(Manager).ChangeSignerAsync(stop);
                                        break;
                                    case 9:
                                        await host.Privacy().As(Manager).CloseAsync(new() { Name = $"list {n} {k}", Contacts = [one, two] }, stop);
                                        break;
                                    case 10:
                                        await host.Privacy().As(Manager).PublishNoticeAsync(new($"v{n}-{k}", now), stop);
                                        break;
                                    default:
                                        await host.Audit().CheckpointAsync(stop);
                                        break;
                                }
                            }
                            catch (Exception trouble) when (trouble is OperationCanceledException or ConsentStoreException)
                            {
                                if (trouble is ConsentStoreException)
                                {
                                    TestContext.Current.SendDiagnosticMessage($"{act}: {trouble.Message}");
                                }
                            }
                        },
                        Stop);
                }));
            }

            var here = await host.VerifyAsync();
            Assert.True(here.IsSound, here.ToString());
            await host.StopAsync(Stop);
        }

        using var again = await _site.StartAsync();
        var verdict = await again.VerifyAsync();
        Assert.True(verdict.IsSound, verdict.ToString());
        Assert.Equal(HealthStatus.Healthy, (await again.HealthAsync()).Status);
        foreach (var one in noes.Keys)
        {
            var decision = await again.Tracker().DecideAsync(ProcessingRequest.ToContact(one, Purposes.Marketing.Traditional.Phone), Stop);
            Assert.False(decision.IsPermitted, $"{one}: {decision.Reason}");
        }
    }
}
