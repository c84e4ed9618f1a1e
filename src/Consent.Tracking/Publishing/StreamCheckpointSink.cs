using System.Text;
using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Publishes checkpoints by appending them to a stream: a pipe to another program, an append-only file, a connection.</summary>
/// <remarks>
/// Each is written at once and flushed: the signed note and an empty line. A stream is never read, so at its start a host is not compared with what was published here.
/// It stays the host's: it is not closed.
/// </remarks>
public sealed class StreamCheckpointSink : ICheckpointSink, IDisposable
{
    private readonly Stream _stream;
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Publishes to a stream, to which nobody else writes.</summary>
    /// <exception cref="ArgumentException">It cannot be written to.</exception>
    public StreamCheckpointSink(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite)
        {
            throw new ArgumentException("The stream cannot be written to.", nameof(stream));
        }

        _stream = stream;
    }

    /// <summary>Always <see langword="false"/>: a stream cannot tell.</summary>
    public bool IsReadable => false;

    /// <inheritdoc/>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async ValueTask PublishAsync(SignedCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var note = Encoding.UTF8.GetBytes(checkpoint + "\n");
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Not half of it.
            await _stream.WriteAsync(note, CancellationToken.None).ConfigureAwait(false);
            await _stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Always <see langword="null"/>: a stream cannot tell.</summary>
    public ValueTask<SignedCheckpoint?> LastAsync(string origin, CancellationToken cancellationToken) => ValueTask.FromResult<SignedCheckpoint?>(null);

    /// <summary>Ends publishing; the stream stays open.</summary>
    public void Dispose() => _one.Dispose();
}
