using Microsoft.Data.Sqlite;

namespace Consent.Storage.Sqlite;

/// <summary>Copies a store's files while hosts write: the database, and after it the keys folder, so that no contact of the copy lacks a key.</summary>
internal static class Backup
{
    private const string Unfinished = ".unfinished";
    private const int Tries = 100;

    /// <exception cref="ArgumentException">There is something in one of the places already.</exception>
    /// <exception cref="ConsentStoreException">A file cannot be read or written.</exception>
    public static void Make(OpenStore store, string file, string keyDirectory, CancellationToken cancellationToken)
    {
        if (File.Exists(file))
        {
            throw new ArgumentException($"There is a file {file} already: each backup has places of its own.", nameof(file));
        }

        if (Directory.Exists(keyDirectory))
        {
            throw new ArgumentException($"There is a folder {keyDirectory} already: each backup has places of its own.", nameof(keyDirectory));
        }

        try
        {
            var (database, keys) = (file + Unfinished, keyDirectory + Unfinished);
            File.Delete(database);
            if (Directory.Exists(keys))
            {
                Directory.Delete(keys, recursive: true);
            }

            store.Readers.UseNew(connection => Copy(connection, database));
            cancellationToken.ThrowIfCancellationRequested();
            CopyKeys(store, keys, cancellationToken);

            // The database has its name once all the rest is there.
            Directory.Move(keys, keyDirectory);
            File.Move(database, file);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new ConsentStoreException($"The backup cannot be made: {trouble.GetType().Name}.", isTransient: false, trouble);
        }
    }

    /// <summary>Copies the file as it is at one instant, without what lies between its rows.</summary>
    private static void Copy(Connection connection, string path)
    {
        PrivateFile.Make(new SqliteConnectionStringBuilder { DataSource = path }.ToString());
        connection["VACUUM INTO ?1"].Bind(1, path).Run();

        // SQLite leaves that to its caller.
        using var copy = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        copy.Flush(flushToDisk: true);
    }

    private static void CopyKeys(OpenStore store, string folder, CancellationToken cancellationToken)
    {
        PrivateFile.MakeFolder(folder);
        var wrapping = Path.Combine(store.KeysFolder, OpenStore.KeyEncryptionKeyFile);
        var pages = Path.Combine(folder, OpenStore.KeysFile);
        byte[] before;
        do
        {
            // One that is renewed meanwhile may have retired what the pages are wrapped under.
            cancellationToken.ThrowIfCancellationRequested();
            before = File.Exists(wrapping) ? Read(wrapping) : [];
            File.Delete(pages);
            using var connection = store.OpenKeys();
            Copy(connection, pages);
        }
        while (File.Exists(wrapping) && !Read(wrapping).AsSpan().SequenceEqual(before));

        // The journal comes after the keys: it names whomever these lack because of an erasure.
        foreach (var file in Directory.EnumerateFiles(store.KeysFolder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(store.KeysFolder, file);
            if (name.StartsWith(OpenStore.KeysFile, StringComparison.Ordinal) || Path.GetExtension(name) is ".lock" or ".part")
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            var copy = Path.Combine(folder, name);
            try
            {
                KeyFile.TryMake(copy, Read(file));
            }
            catch (FileNotFoundException)
            {
                // Gone meanwhile: a file that another one replaces.
            }
        }
    }

    /// <summary>Reads a file that others may be writing, and on Windows may have for themselves for a moment.</summary>
    private static byte[] Read(string path)
    {
        for (var n = 1; ; n++)
        {
            try
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var bytes = new MemoryStream();
                file.CopyTo(bytes);
                return bytes.ToArray();
            }
            catch (IOException trouble) when (trouble is not FileNotFoundException && n < Tries)
            {
                Thread.Sleep(20);
            }
        }
    }
}
