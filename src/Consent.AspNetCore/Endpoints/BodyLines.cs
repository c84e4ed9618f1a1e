using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Consent.AspNetCore;

/// <summary>The lines of a body, as they come; <see langword="null"/> for one that is too long. Blank ones are left out.</summary>
internal static class BodyLines
{
    /// <summary>A longer line is no change, and those after it go on: memory is bounded by it.</summary>
    public const int MaxLength = 1 << 20;

    public static async IAsyncEnumerable<byte[]?> ReadAsync(PipeReader body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isTooLong = false;
        for (var isLast = false; !isLast;)
        {
            var read = await body.ReadAsync(cancellationToken).ConfigureAwait(false);
            var rest = read.Buffer;
            isLast = read.IsCompleted;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                var text = rest.Slice(0, end);
                if (isTooLong || text.Length > MaxLength)
                {
                    yield return null;
                }
                else if (LineOf(text) is { } line)
                {
                    yield return line;
                }

                isTooLong = false;
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (isTooLong |= rest.Length > MaxLength)
            {
                // What of it came is let go.
                rest = rest.Slice(rest.End);
            }

            if (isLast && isTooLong)
            {
                yield return null;
            }
            else if (isLast && LineOf(rest) is { } last)
            {
                yield return last;
            }

            body.AdvanceTo(isLast ? rest.End : rest.Start, rest.End);
        }
    }

    private static byte[]? LineOf(in ReadOnlySequence<byte> text) => text.ToArray() is var line && line.AsSpan().Trim(" \t\r"u8).IsEmpty ? null : line;
}
