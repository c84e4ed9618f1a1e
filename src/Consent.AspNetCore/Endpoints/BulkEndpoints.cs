using System.Runtime.CompilerServices;
using System.Text.Json;
using Consent.Tracking;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Consent.AspNetCore;

/// <summary>Changes of many contacts: a line in, an outcome out, while it runs.</summary>
internal static class BulkEndpoints
{
    public static Task<IResult> ApplyAsync(bool? dryRun, ConsentActor actor, HttpContext http, ConsentBulk bulk)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            // A stream: its lines have a limit each.
            limit.MaxRequestBodySize = null;
        }

        var lines = new Queue<BulkLine>();
        var run = bulk.As(actor.Actor).Apply(ReadAsync(http, lines, http.RequestAborted), new() { IsDryRun = dryRun == true });
        return JsonLines.StartAsync(TellAsync(run, lines, http.RequestAborted), answer => answer, ConsentApiJson.Default.BulkLineAnswer, http.RequestAborted);
    }

    /// <summary>The changes of the lines; what is read of each is noted for when it is answered.</summary>
    private static async IAsyncEnumerable<ConsentChange> ReadAsync(HttpContext http, Queue<BulkLine> lines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0L;
        await foreach (var text in BodyLines.ReadAsync(http.Request.BodyReader, cancellationToken).ConfigureAwait(false))
        {
            number++;
            var line = Read(number, text);
            lines.Enqueue(line);
            if (line.Received is { } received)
            {
                yield return received.Change;
            }
        }
    }

    private static BulkLine Read(long number, byte[]? text)
    {
        if (text is null)
        {
            return new(number, null, new("$", $"a line is longer than {BodyLines.MaxLength} bytes."));
        }

        try
        {
            return new(number, ReceivedChange.Read(text), null);
        }
        catch (JsonException flaw)
        {
            return new(number, null, new(flaw.Path ?? "$", flaw.Message));
        }
    }

    private static async IAsyncEnumerable<BulkLineAnswer> TellAsync(BulkRun run, Queue<BulkLine> lines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in run.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            while (lines.TryDequeue(out var line))
            {
                yield return Answer(line, item);
                if (line.Received is not null)
                {
                    break;
                }
            }
        }

        while (lines.TryDequeue(out var line))
        {
            yield return Answer(line, null);
        }
    }

    private static BulkLineAnswer Answer(BulkLine line, BulkItem? item) => line.Received is { } received && item is not null
        ? new(line.Number, item.Outcome, [.. item.Results], [.. received.Flaws.Select(f => new FlawAnswer(f.Path, f.What))])
        : new(line.Number, ChangeOutcome.Refused, [], line.Unreadable is { } flaw ? [flaw] : []);

    /// <summary>A line as it was read: a change, or why it is none.</summary>
    private sealed record BulkLine(long Number, ReceivedChange? Received, FlawAnswer? Unreadable);
}
