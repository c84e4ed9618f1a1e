using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Publishes checkpoints as files of a directory, one for each origin and size: a write-once share, a synchronised folder, another machine's disk.</summary>
/// <remarks>
/// A file is called after its origin, escaped as in a URL, and its size in 19 digits: <c>shop.example%2Fconsents@0000000000000000017.checkpoint</c>. What is there is never written over by something else: a
/// checkpoint of the same size and another log is put beside it.
/// </remarks>
public sealed class DirectoryCheckpointSink : ICheckpointSink
{
    private const string Extension = ".checkpoint";
    private const int MaxNameLength = 150;
    private readonly string _directory;

    /// <summary>Publishes to a directory, which is made where there is none.</summary>
    public DirectoryCheckpointSink(string directory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        _directory = directory;
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async ValueTask PublishAsync(SignedCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        Directory.CreateDirectory(_directory);
        var name = Prefix(checkpoint.Checkpoint.Origin) + checkpoint.Checkpoint.Size.ToString("D19", CultureInfo.InvariantCulture) + Extension;
        var path = Path.Combine(_directory, name);
        var whole = $"{path}.{Guid.NewGuid():N}.part";
        await File.WriteAllTextAsync(whole, checkpoint.ToString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken).ConfigureAwait(false);
        File.Move(whole, await IsOfAnotherLogAsync(path, checkpoint, cancellationToken).ConfigureAwait(false) ? Beside(path, checkpoint) : path, overwrite: true);
    }

    /// <summary>Whether a file of that origin and size is there and says something else, or cannot be read: it is evidence, and stays as it is.</summary>
    private static async ValueTask<bool> IsOfAnotherLogAsync(string path, SignedCheckpoint checkpoint, CancellationToken cancellationToken) =>
        File.Exists(path) && !(SignedCheckpoint.TryParse(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), null, out var there) && there.Checkpoint == checkpoint.Checkpoint);

    /// <summary>A name that comes after the other one's: it is the later of the two.</summary>
    private static string Beside(string path, SignedCheckpoint checkpoint) => path[..^Extension.Length] + "~" + checkpoint.Checkpoint.Head.Root.ToString()[..16] + Extension;

    /// <inheritdoc/>
    /// <remarks>The greatest file of this origin that can be read; whether its signature is the log's is not looked at.</remarks>
    public async ValueTask<SignedCheckpoint?> LastAsync(string origin, CancellationToken cancellationToken)
    {
        await foreach (var checkpoint in LatestAsync(origin, cancellationToken).ConfigureAwait(false))
        {
            if (checkpoint is not null)
            {
                return checkpoint;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public async IAsyncEnumerable<SignedCheckpoint?> LatestAsync(string origin, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(origin);
        if (!Directory.Exists(_directory))
        {
            yield break;
        }

        var prefix = Prefix(origin);
        var names = Directory.EnumerateFiles(_directory, "*" + Extension).Select(path => Path.GetFileName(path)).Where(name => name.StartsWith(prefix, StringComparison.Ordinal));
        foreach (var name in names.OrderDescending(StringComparer.Ordinal))
        {
            var text = await File.ReadAllTextAsync(Path.Combine(_directory, name), cancellationToken).ConfigureAwait(false);
            yield return SignedCheckpoint.TryParse(text, null, out var checkpoint) && string.Equals(checkpoint.Checkpoint.Origin, origin, StringComparison.Ordinal) ? checkpoint : null;
        }
    }

    /// <summary>An at sign is escaped in an origin, so no prefix begins another; a long origin is cut, and its digest tells it from others.</summary>
    private static string Prefix(string origin)
    {
        var name = Uri.EscapeDataString(origin);
        return (name.Length <= MaxNameLength ? name : name[..(MaxNameLength - 65)] + "~" + Sha256Digest.OfText(origin)) + "@";
    }
}
