namespace Consent.Storage.PostgreSql;

/// <summary>Something to write, and whoever waits for it.</summary>
internal abstract class WriteRequest(CancellationToken cancellationToken)
{
    /// <summary>The contacts that it touches, and the change ids that it asks for.</summary>
    public abstract IReadOnlyCollection<ContactLookup> Lookups { get; }

    /// <summary>How much it is, for the size of a group.</summary>
    public int Weight => Lookups.Count + 1;

    /// <summary>Whether it adds a checkpoint, so that the last one has to be looked at.</summary>
    public bool AddsCheckpoint { get; init; }

    /// <summary>Whether nobody waits for it any more.</summary>
    public bool IsCancelled => cancellationToken.IsCancellationRequested;

    /// <summary>Does it within a transaction. May be done again when the transaction is.</summary>
    public abstract void Run(WriteRound round);

    /// <summary>Says that it is durable.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception trouble);
}

/// <inheritdoc/>
/// <typeparam name="T">What comes of it.</typeparam>
internal sealed class WriteRequest<T>(Func<WriteRound, T> run, IReadOnlyCollection<ContactLookup> lookups, CancellationToken cancellationToken) : WriteRequest(cancellationToken)
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _done.Task;

    public override IReadOnlyCollection<ContactLookup> Lookups { get; } = lookups;

    public override void Run(WriteRound round) => _result = run(round);

    public override void Complete() => _done.TrySetResult(_result!);

    public override void Fail(Exception trouble)
    {
        if (trouble is OperationCanceledException)
        {
            _done.TrySetCanceled();
        }
        else
        {
            _done.TrySetException(trouble);
        }
    }
}
