using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Consent.Storage;

/// <summary>A file that holds a secret: there whole or not at all, made once whoever comes first, and readable by its owner alone.</summary>
/// <remarks>It is written under another name, flushed to the disk, and only then called by its own: a full disk or a crash leaves no half of it.</remarks>
public static class KeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>What is in it.</summary>
    /// <exception cref="ConsentStoreException">Others than its owner can read or write it: what it keeps is no secret.</exception>
    /// <exception cref="IOException">It is not there, or cannot be read.</exception>
    public static byte[] Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & ~(OwnerOnly | UnixFileMode.UserExecute)) == UnixFileMode.None
            ? File.ReadAllBytes(path)
            : throw new ConsentStoreException($"The key file {path} can be read or written by others than its owner: set its mode to 0600, and think about a new key.");
    }

    /// <summary>Makes it, and its directory, unless it is there.</summary>
    /// <returns>Whether it was made; where several processes make it at the same time, one of them did.</returns>
    /// <exception cref="IOException">It cannot be written; then there is none.</exception>
    public static bool TryMake(string path, ReadOnlySpan<byte> content)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var part = Write(path, content);
        try
        {
            // A move looks first, and then takes the place of what was made meanwhile. A second name for a file is refused where there is one.
            if (OperatingSystem.IsWindows() || !HasSecondNames(part, path))
            {
                File.Move(part, path);
                return true;
            }

            File.Delete(part);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(part);
            return false;
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    /// <summary>Keeps others from changing it until what is returned is disposed of, in this process and in others: by a lock on an empty file beside it, <c>NAME.lock</c>, which stays there.</summary>
    /// <exception cref="IOException">Somebody else changes it for longer than 5 s, or the lock cannot be made.</exception>
    internal static IDisposable Lock(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        for (var since = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return new FileStream(path + ".lock", options);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(since) < s_patience)
            {
                Thread.Sleep(10);
            }
        }
    }

    /// <summary>Puts other content in its place, or makes it: whoever reads it finds the one or the other whole.</summary>
    /// <exception cref="IOException">It cannot be written; then it is as it was.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var part = Write(path, content);
        try
        {
            File.Move(part, path, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    /// <returns>Whether it has it now; <see langword="false"/> where files have one name only, as on some network drives.</returns>
    /// <exception cref="IOException">There is a file of that name.</exception>
    private static bool HasSecondNames(string part, string path) =>
        Link([.. Encoding.UTF8.GetBytes(part), 0], [.. Encoding.UTF8.GetBytes(path), 0]) == 0 || (File.Exists(path) ? throw new IOException("There is such a file.") : false);

#pragma warning disable SYSLIB1054 // Generated marshalling needs unsafe code.
    [DllImport("libc", EntryPoint = "link", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(byte[] existing, byte[] another);
#pragma warning restore SYSLIB1054

    private static string Write(string path, ReadOnlySpan<byte> content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
            options.UnixCreateMode = OwnerOnly;
        }

        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using var file = new FileStream(part, options);
            file.Write(content);
            file.Flush(flushToDisk: true);
            return part;
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }
}
