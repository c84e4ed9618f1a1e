namespace Consent.Storage;

/// <summary>Something to write, for whoever waits for it: a part of one transaction (<see cref="GroupWriter{TRound}"/>).</summary>
/// <typeparam name="TRound">A transaction, as an adapter writes it.</typeparam>
public abstract class GroupedWrite<TRound>
{
    private protected GroupedWrite()
    {
    }

    /// <summary>The contacts that it touches, and the change ids that it asks for.</summary>
    public abstract IReadOnlyCollection<ContactLookup> Lookups { get; }

    /// <summary>Whether nothing else is done in its transaction.</summary>
    public abstract bool IsAlone { get; }

    /// <summary>How much it is, for the size of a group.</summary>
    internal int Weight => Lookups.Count + 1;

    /// <summary>Whether nobody waits for it any more.</summary>
    internal abstract bool IsCancelled { get; }

    /// <summary>Does it within a transaction. It may be done again when the transaction is.</summary>
    public abstract void Run(TRound round);

    internal abstract void Complete();

    internal abstract void Fail(Exception trouble);
}

/// <summary>With what comes of it.</summary>
internal sealed class GroupedWrite<TRound, T>(Func<TRound, T> run, IReadOnlyCollection<ContactLookup> lookups, bool isAlone, CancellationToken cancellationToken) : GroupedWrite<TRound>
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _done.Task;

    public override IReadOnlyCollection<ContactLookup> Lookups => lookups;

    public override bool IsAlone => isAlone;

    internal override bool IsCancelled => cancellationToken.IsCancellationRequested;

    public override void Run(TRound round) => _result = run(round);

    internal override void Complete() => _done.TrySetResult(_result!);

    internal override void Fail(Exception trouble)
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
