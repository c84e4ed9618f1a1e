using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Consent.AspNetCore;

/// <summary>The lines of a body, as they come. Blank ones are left out.</summary>
internal static class BodyLines
{
    /// <summary>A longer line is no change: memory is bounded by it.</summary>
    public const int MaxLength = 1 << 20;

    public static async IAsyncEnumerable<byte[]> ReadAsync(PipeReader body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var isLast = false; !isLast;)
        {
            var read = await body.ReadAsync(cancellationToken).ConfigureAwait(false);
            var rest = read.Buffer;
            isLast = read.IsCompleted;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                if (LineOf(rest.Slice(0, end)) is { } line)
                {
                    yield return line;
                }

                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (rest.Length > MaxLength)
            {
                throw new JsonException($"$: a line is longer than {MaxLength} bytes.", "$", null, null);
            }

            if (isLast && LineOf(rest) is { } last)
            {
                yield return last;
            }

            body.AdvanceTo(isLast ? rest.End : rest.Start, rest.End);
        }
    }

    private static byte[]? LineOf(in ReadOnlySequence<byte> text) => text.ToArray() is var line && line.AsSpan().Trim(" \t\r"u8).IsEmpty ? null : line;
}
