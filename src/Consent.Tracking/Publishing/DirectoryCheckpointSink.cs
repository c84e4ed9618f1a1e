using System.Globalization;
using System.Text;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Publishes checkpoints as files of a directory, one for each size: a write-once share, a synchronised folder, another machine's disk.</summary>
public sealed class DirectoryCheckpointSink : ICheckpointSink
{
    private const string Extension = ".checkpoint";
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
        var path = Path.Combine(_directory, checkpoint.Checkpoint.Size.ToString("D19", CultureInfo.InvariantCulture) + Extension);
        var whole = path + ".part";
        await File.WriteAllTextAsync(whole, checkpoint.ToString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken).ConfigureAwait(false);
        File.Move(whole, path, overwrite: true);
    }

    /// <inheritdoc/>
    /// <exception cref="ConsentStoreException">The last file is no signed checkpoint.</exception>
    public async ValueTask<SignedCheckpoint?> LastAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_directory) || Directory.EnumerateFiles(_directory, "*" + Extension).Max(StringComparer.Ordinal) is not { } last)
        {
            return null;
        }

        var text = await File.ReadAllTextAsync(last, cancellationToken).ConfigureAwait(false);
        return SignedCheckpoint.TryParse(text, null, out var checkpoint)
            ? checkpoint
            : throw new ConsentStoreException($"The published checkpoint {Path.GetFileName(last)} cannot be read.");
    }
}
