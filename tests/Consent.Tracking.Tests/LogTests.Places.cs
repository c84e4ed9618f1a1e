using System.Text;
using Consent.Auditing;
using Consent.Storage;
using Microsoft.Extensions.DependencyInjection;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <content>Where checkpoints and the signing key are kept.</content>
public sealed partial class LogTests
{
    [Fact]
    public async Task A_place_that_cannot_be_reached_does_not_stop_a_no()
    {
        var reached = new List<long>();
        var isDown = true;
        using var host = new TrackedHost(publish: builder => builder.PublishCheckpointsTo(_ => new DelegateCheckpointSink((checkpoint, _) =>
        {
            if (isDown)
            {
                throw new IOException("unreachable");
            }

            reached.Add(checkpoint.Checkpoint.Size);
            return ValueTask.CompletedTask;
        })));

        Assert.Equal(ChangeOutcome.Recorded, (await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(PurposePath.All), Stop)).Outcome);
        isDown = false;
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).Object(PurposePath.All), Stop);

        await Eventually.IsTrueAsync(() => reached is [.., 2], host.Clock);
    }

    [Fact]
    public async Task Checkpoints_are_appended_to_a_stream_one_after_another()
    {
        using var pipe = new MemoryStream();
        using (var buffered = new BufferedStream(pipe))
        {
            string key;
            using (var host = new TrackedHost(publish: builder => builder.PublishCheckpointsTo(buffered)))
            {
                await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
                host.Clock.Advance(TimeSpan.FromSeconds(1));
                await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
                key = host.Audit.VerifierKey.ToString();
            }

            // Flushed, and still the host's own.
            var published = Encoding.UTF8.GetString(pipe.ToArray()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Chunk(2).Select(parts => SignedCheckpoint.Parse($"{parts[0]}\n\n{parts[1]}\n")).ToList();
            Assert.Equal([1, 2], published.Select(c => c.Checkpoint.Size));
            Assert.All(published, c => Assert.True(c.Verify(NoteVerifierKey.Parse(key)).IsVerified));
            Assert.True(buffered.CanWrite);
        }

        Assert.Throws<ArgumentException>(() => new StreamCheckpointSink(new MemoryStream([], writable: false)));
    }

    [Fact]
    public async Task A_stream_gets_whole_checkpoints_from_many_at_once()
    {
        using var pipe = new MemoryStream();
        using var slow = new BufferedStream(pipe, 16);
        using var sink = new StreamCheckpointSink(slow);
        using var host = Host();
        var checkpoint = await host.Audit.CheckpointAsync(Stop);

        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () => await sink.PublishAsync(checkpoint, Stop), Stop)));

        Assert.Equal(string.Concat(Enumerable.Repeat($"{checkpoint}\n", 32)), Encoding.UTF8.GetString(pipe.ToArray()));
        Assert.Null(await sink.LastAsync(Origin, Stop));
    }

    [Fact]
    public void A_signing_key_is_made_once_and_refused_when_others_can_read_it()
    {
        using (var made = FileCheckpointSigner.Open(Origin, Key))
        {
            using var again = FileCheckpointSigner.Open(Origin, Key);
            Assert.Equal(made.VerifierKey.ToString(), again.VerifierKey.ToString());
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Key));
            File.SetUnixFileMode(Key, UnixFileMode.UserRead | UnixFileMode.GroupRead);
            Assert.Contains("0600", Assert.Throws<ConsentStoreException>(() => FileCheckpointSigner.Open(Origin, Key)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_that_is_no_key_is_refused()
    {
        File.WriteAllText(Key, "no key");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var trouble = Assert.Throws<ConsentStoreException>(() => FileCheckpointSigner.Open(Origin, Key));
        Assert.Contains(Key, trouble.Message, StringComparison.Ordinal);
        Assert.NotNull(trouble.InnerException);
    }

    /// <summary>Any bit of a signing key's file: another curve, or one that the platform does not know, among them.</summary>
    [Fact]
    public void A_key_with_a_flipped_bit_is_refused_or_another_key()
    {
        _ = FileCheckpointSigner.Open(Origin, Key);
        var whole = File.ReadAllBytes(Key);
        for (var bit = 0; bit < 8 * whole.Length; bit++)
        {
            var flipped = (byte[])whole.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(Key, flipped);
            try
            {
                Assert.NotNull(FileCheckpointSigner.Open(Origin, Key).VerifierKey);
            }
            catch (ConsentStoreException refused)
            {
                Assert.Contains(Key, refused.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_key_that_cannot_be_kept_is_told_with_its_place()
    {
        var beneathAFile = Path.Combine(Key, "checkpoints.key");
        File.WriteAllText(Key, "a file, not a folder");
        var trouble = Assert.Throws<ConsentStoreException>(() => FileCheckpointSigner.Open(Origin, beneathAFile));
        Assert.Contains(beneathAFile, trouble.Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<IOException>(trouble.InnerException);
    }
}
