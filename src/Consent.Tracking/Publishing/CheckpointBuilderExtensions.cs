using Consent.Storage;
using Consent.Tracking;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses who signs checkpoints, where they are published, and what remembers erasures outside the database.</summary>
public static class CheckpointBuilderExtensions
{
    /// <summary>Signs checkpoints with a key in a file, made when the log begins, and never beside checkpoints. Without this, a durable store keeps a key in its keys folder; one in memory signs with a fresh key.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="origin">The log's name: <c>shop.example/consents</c>.</param>
    /// <param name="path">The key's file.</param>
    public static ConsentBuilder SignCheckpoints(this ConsentBuilder builder, string origin, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(origin);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return builder.SignCheckpoints(_ => FileCheckpointSigner.At(origin, path));
    }

    /// <summary>Signs checkpoints by a signer of the host's own, such as one over a key service.</summary>
    public static ConsentBuilder SignCheckpoints(this ConsentBuilder builder, Func<IServiceProvider, ICheckpointSigner> signer)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(signer);
        builder.Services.AddSingleton(signer);
        return builder;
    }

    /// <summary>Publishes checkpoints to a directory, besides other places.</summary>
    public static ConsentBuilder PublishCheckpointsTo(this ConsentBuilder builder, string directory) => builder.PublishCheckpointsTo(_ => new DirectoryCheckpointSink(directory));

    /// <summary>Publishes checkpoints to a stream (<see cref="StreamCheckpointSink"/>), besides other places. It stays the host's to close.</summary>
    public static ConsentBuilder PublishCheckpointsTo(this ConsentBuilder builder, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return builder.PublishCheckpointsTo(_ => new StreamCheckpointSink(stream));
    }

    /// <summary>Publishes checkpoints to a place of the host's own, besides other places.</summary>
    public static ConsentBuilder PublishCheckpointsTo(this ConsentBuilder builder, Func<IServiceProvider, ICheckpointSink> sink)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(sink);
        builder.Services.AddSingleton(sink);
        return builder;
    }

    /// <summary>Remembers erasures in a file (<see cref="FileErasureJournal"/>), so that one that was cut off is carried on, and one that a restored backup undid is done again.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The file; it holds no personal data. Apart from the database and its backups. Without this, and where the store brings none of its own, erasures are remembered for the process only.</param>
    public static ConsentBuilder JournalErasuresTo(this ConsentBuilder builder, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return builder.JournalErasuresTo(_ => new FileErasureJournal(path));
    }

    /// <summary>Remembers erasures in a journal of the host's own.</summary>
    public static ConsentBuilder JournalErasuresTo(this ConsentBuilder builder, Func<IServiceProvider, IErasureJournal> journal)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(journal);
        builder.Services.AddSingleton(journal);
        return builder;
    }
}
