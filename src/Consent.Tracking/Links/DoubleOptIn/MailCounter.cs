using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Counts mails of the last day or hour in the store's notes, so that all hosts of a store count together. Who is counted stands there under a keyed digest only, and is gone a day later.</summary>
/// <remarks>A note says when each mail of the span was asked for: a span that slides, since one that begins at midnight lets twice as many through around it.</remarks>
internal sealed class MailCounter(TrackingContext tracking, DoubleOptInLimits limits)
{
    private const string Kind = "double-opt-in";
    private const byte Form = 1;
    private const int Length = sizeof(long);
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(1);

    private long _purgedAt;

    /// <summary>Counts one more mail.</summary>
    /// <returns>Whether it may be sent. One that may not is not counted against who it would have gone to.</returns>
    public async ValueTask<bool> CountAsync(ContactPoint address, IPAddress? client, LinkKey key, CancellationToken cancellationToken)
    {
        var notes = tracking.Store as IConsentNotes ?? throw new NotSupportedException($"The store keeps no notes ({nameof(IConsentNotes)}), in which mails are counted.");
        await PurgeAsync(notes, cancellationToken).ConfigureAwait(false);
        return (client is null || await IsBelowAsync(notes, Named(key, $"client {NetworkOf(client)}"), limits.MailsPerClient, TimeSpan.FromHours(1), cancellationToken).ConfigureAwait(false))
            && await IsBelowAsync(notes, Named(key, $"address {address.Sha256}"), limits.MailsPerAddress, TimeSpan.FromDays(1), cancellationToken).ConfigureAwait(false)
            && await IsBelowAsync(notes, Named(key, "all"), limits.MailsForAll, TimeSpan.FromHours(1), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds this moment to a note unless as many stand there as may; somebody else may write meanwhile.</summary>
    private async ValueTask<bool> IsBelowAsync(IConsentNotes notes, NoteKey key, int limit, TimeSpan span, CancellationToken cancellationToken)
    {
        while (true)
        {
            var note = (await tracking.RetriedAsync(() => notes.FindNotesAsync([key], cancellationToken), cancellationToken).ConfigureAwait(false))[0];
            var now = tracking.Now;
            var counted = Since(note, now.Plus(-span));
            if (counted.Count >= limit)
            {
                return false;
            }

            var content = Written([.. counted, now.UnixMicroseconds]);
            var next = note is null ? new StoreNote(key, content, goneAt: now.Plus(s_kept)) : note.Next(content, now.Plus(s_kept));
            if (await tracking.RetriedAsync(() => notes.WriteNoteAsync(next, cancellationToken), cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }
    }

    private async ValueTask PurgeAsync(IConsentNotes notes, CancellationToken cancellationToken)
    {
        var now = tracking.Now;
        var before = Interlocked.Read(ref _purgedAt);
        if (Math.Abs(now.UnixMicroseconds - before) > TimeSpan.FromHours(1).TotalMicroseconds && Interlocked.CompareExchange(ref _purgedAt, now.UnixMicroseconds, before) == before)
        {
            await tracking.RetriedAsync(() => notes.PurgeNotesAsync(now, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    private static List<long> Since(StoreNote? note, Timestamp since)
    {
        var counted = new List<long>();
        if (note is { Content: [Form, ..] })
        {
            for (var rest = note.Content[1..]; rest.Length >= Length; rest = rest[Length..])
            {
                var at = BinaryPrimitives.ReadInt64BigEndian(rest);
                if (at > since.UnixMicroseconds)
                {
                    counted.Add(at);
                }
            }
        }

        return counted;
    }

    private static byte[] Written(ReadOnlySpan<long> instants)
    {
        var content = new byte[1 + (instants.Length * Length)];
        content[0] = Form;
        for (var i = 0; i < instants.Length; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(1 + (i * Length)), instants[i]);
        }

        return content;
    }

    /// <summary>A digest that only this store makes: what it seals is always sealed to the same bytes, which nobody else can make.</summary>
    private static NoteKey Named(LinkKey key, string who) => new(Kind, Convert.ToHexStringLower(SHA256.HashData(key.Seal(Encoding.UTF8.GetBytes($"{Kind} {who}")))));

    private static string NetworkOf(IPAddress client)
    {
        var address = client.IsIPv4MappedToIPv6 ? client.MapToIPv4() : client;
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8))}/64")
            : address.ToString();
    }
}
