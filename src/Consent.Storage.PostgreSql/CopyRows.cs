using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>Rows on their way into a table, in COPY's binary form (PostgreSQL's page on COPY, "Binary Format"), put together here and sent in pieces: an await for each value costs more than the value.</summary>
/// <remarks>The answer to such a COPY names no number of rows: whoever sends them asks whether they are there.</remarks>
internal sealed class CopyRows : IAsyncDisposable
{
    // With room for the row that fills it, short of what the runtime takes for a large object, whose collection is a full one.
    private const int Piece = 32 * 1024;

    private readonly NpgsqlRawCopyStream _stream;
    private readonly ArrayBufferWriter<byte> _pending = new(2 * Piece);
    private bool _isComplete;

    private CopyRows(NpgsqlRawCopyStream stream)
    {
        _stream = stream;

        // The signature; no flags, and no extension of the header.
        ReadOnlySpan<byte> header = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];
        _pending.Write(header);
    }

    public static async ValueTask<CopyRows> BeginAsync(NpgsqlConnection connection, string sql) => new(await connection.BeginRawBinaryCopyAsync(sql).ConfigureAwait(false));

    /// <summary>Begins a row of so many values.</summary>
    public void Row(short values)
    {
        BinaryPrimitives.WriteInt16BigEndian(_pending.GetSpan(2), values);
        _pending.Advance(2);
    }

    public void Add(long value) => BinaryPrimitives.WriteInt64BigEndian(Value(8), value);

    public void Add(long? value)
    {
        if (value is { } known)
        {
            Add(known);
        }
        else
        {
            AddNull();
        }
    }

    public void Add(bool value) => Value(1)[0] = value ? (byte)1 : (byte)0;

    public void Add(Guid value) => value.TryWriteBytes(Value(16), bigEndian: true, out _);

    public void Add(string value) => Encoding.UTF8.GetBytes(value, Value(Encoding.UTF8.GetByteCount(value)));

    /// <param name="value">Its bytes; <see langword="null"/>: NULL.</param>
    public void Add(byte[]? value)
    {
        if (value is null)
        {
            AddNull();
        }
        else
        {
            value.CopyTo(Value(value.Length));
        }
    }

    /// <summary>Sends what there is, once it is enough.</summary>
    public ValueTask EndRowAsync() => _pending.WrittenCount < Piece ? ValueTask.CompletedTask : SendAsync();

    /// <summary>Sends the rest, and hears from the server that it took it.</summary>
    public async ValueTask CompleteAsync()
    {
        Row(-1);
        await SendAsync().ConfigureAwait(false);
        _isComplete = true;
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Nothing is written, unless it was completed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isComplete)
        {
            await _stream.CancelAsync().ConfigureAwait(false);
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask SendAsync()
    {
        await _stream.WriteAsync(_pending.WrittenMemory).ConfigureAwait(false);
        _pending.ResetWrittenCount();
    }

    private void AddNull()
    {
        BinaryPrimitives.WriteInt32BigEndian(_pending.GetSpan(4), -1);
        _pending.Advance(4);
    }

    /// <summary>Where a value of so many bytes goes.</summary>
    private Span<byte> Value(int length)
    {
        var span = _pending.GetSpan(4 + length);
        BinaryPrimitives.WriteInt32BigEndian(span, length);
        _pending.Advance(4 + length);
        return span.Slice(4, length);
    }
}
