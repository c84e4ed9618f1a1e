using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Consent.Core.Tests.Json;

/// <summary>Reads JSON that lies in pieces of so many bytes.</summary>
internal static class Pieces
{
    public static T Read<T>(string json, int size)
    {
        Piece? first = null;
        Piece? last = null;
        foreach (var bytes in Encoding.UTF8.GetBytes(json).Chunk(size))
        {
            last = new(bytes, last);
            first ??= last;
        }

        var reader = new Utf8JsonReader(new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length));
        return JsonSerializer.Deserialize<T>(ref reader)!;
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(byte[] bytes, Piece? before)
        {
            Memory = bytes;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}
