using static Consent.Storage.Sqlite.Tests.AlteredDatabase;

namespace Consent.Storage.Sqlite.Tests;

/// <summary>A backup that is made in one call while hosts write, erase and renew keys: restored, everything in it is read.</summary>
public sealed class BackupTests : IDisposable
{
    private static readonly Actor s_manager = Actor.PrivacyManager("manager");
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.File("consents.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_backup_that_was_made_while_hosts_wrote_has_every_contacts_key_and_verifies()
    {
        var backups = Enumerable.Range(0, 4).Select(n => _folder.File($"backup-{n}.db")).ToList();
        var isOver = false;
        await using (var host = new Host(Database))
        await using (var other = new Host(Database))
        {
            await host.GiveAsync(ContactId.From("first"));
            var writing = new[] { host, other }.Select((writer, which) => Task.Run(async () =>
            {
                for (var n = 0; !Volatile.Read(ref isOver); n++)
                {
                    await Task.WhenAll(Enumerable.Range(0, 16).Select(i => writer.GiveAsync(ContactId.From($"{which}/{n}/{i}"))));
                }
            })).ToArray();
            foreach (var backup in backups)
            {
                await host.Store.BackUpAsync(backup, backup + ".keys", Some.Stop);
                await Task.Delay(50, Some.Stop);
            }

            Volatile.Write(ref isOver, true);
            await Task.WhenAll(writing);
        }

        var counts = new List<int>();
        foreach (var backup in backups)
        {
            Assert.True(await IsSoundAsync(backup));
            await using var restored = new Host(backup);
            counts.Add(await restored.Store.ScanAsync(default, Some.Stop).CountAsync(Some.Stop));
            await restored.NoAsync(ContactId.From("first"));
        }

        Assert.Equal(counts.Order(), counts);
        Assert.True(counts[^1] > counts[0]);
    }

    [Fact]
    public async Task Who_is_erased_while_a_backup_is_made_is_erased_again_when_it_is_recovered()
    {
        var (before, during) = (_folder.File("before.db"), _folder.File("during.db"));
        await using (var host = new Host(Database))
        {
            await host.GiveAsync(Ada);
            await host.GiveAsync(Bea);
            await host.Store.BackUpAsync(before, before + ".keys", Some.Stop);
            await host.Privacy.As(s_manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Some.Stop);
            await host.Store.BackUpAsync(during, during + ".keys", Some.Stop);
        }

        // The database as it was before, and the keys folder as it was after.
        File.Copy(before, during, overwrite: true);
        await using (var restored = new Host(during))
        {
            await Assert.ThrowsAsync<AuditLogAlteredException>(() => restored.NoAsync(Bea));
            await restored.Privacy.As(s_manager).RecoverAsync(Some.Stop);
            await restored.NoAsync(Bea);
            Assert.Equal(ContactState.Closed, (await restored.Store.FindAsync([new(Ada)], Some.Stop))[0].Snapshot!.State);
        }

        Assert.True(await IsSoundAsync(during));
        Assert.True(await IsSoundAsync(before));
    }

    [Fact]
    public async Task Keys_that_are_renewed_meanwhile_open_what_the_backup_has()
    {
        var backups = Enumerable.Range(0, 6).Select(n => _folder.File($"backup-{n}.db")).ToList();
        await using (var host = new Host(Database))
        {
            await Task.WhenAll(Enumerable.Range(0, 400).Select(n => host.GiveAsync(ContactId.From($"contact {n}"))));
            var renewing = Task.Run(async () =>
            {
                for (var n = 0; n < 12; n++)
                {
                    await host.Privacy.As(s_manager).RotateKeysAsync(Some.Stop);
                }
            });
            foreach (var backup in backups)
            {
                await host.Store.BackUpAsync(backup, backup + ".keys", Some.Stop);
            }

            await renewing;
        }

        foreach (var backup in backups)
        {
            Assert.True(await IsSoundAsync(backup));
        }
    }

    [Fact]
    public async Task A_backup_is_its_owners_alone_and_takes_no_place_of_another()
    {
        await using var host = new Host(Database);
        await host.GiveAsync(Ada);
        var (file, keys) = (_folder.File("backup.db"), _folder.File("elsewhere"));
        await File.WriteAllTextAsync(file + ".unfinished", "what was cut off", Some.Stop);
        await host.Store.BackUpAsync(file, keys, Some.Stop);

        Assert.Equal(["checkpoints.key", "contacts.keys", "key-encryption.key"], Directory.GetFiles(keys).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var path in OperatingSystem.IsWindows() ? [] : Directory.GetFiles(keys, "*", SearchOption.AllDirectories).Append(file))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path));
        }

        await Assert.ThrowsAsync<ArgumentException>(async () => await host.Store.BackUpAsync(file, _folder.File("other"), Some.Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await host.Store.BackUpAsync(_folder.File("other.db"), keys, Some.Stop));
        Assert.False(File.Exists(_folder.File("other.db")));
    }

    /// <summary>Restored where it is: everything can be read, and says what the log says. What the log went on by while the keys were copied is shown by the checkpoints beside them.</summary>
    private static async Task<bool> IsSoundAsync(string backup)
    {
        await using var host = new Host(backup);
        try
        {
            return (await host.Audit.As(Actor.DataProtectionOfficer("dpo")).VerifyAsync(cancellationToken: Some.Stop)).IsSound;
        }
        catch (AuditLogAlteredException)
        {
            await host.Privacy.As(s_manager).RecoverAsync(Some.Stop);
            return (await host.Audit.As(Actor.DataProtectionOfficer("dpo")).VerifyAsync(cancellationToken: Some.Stop)).IsSound;
        }
    }
}
