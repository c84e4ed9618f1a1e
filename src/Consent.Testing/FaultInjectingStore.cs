using System.Runtime.CompilerServices;
using Consent.Storage;

namespace Consent.Testing;

/// <summary>A store that fails where a test says: for the tests of whoever retries. What it passes on goes to a real store.</summary>
/// <remarks>Calls are counted from 1, each kind for itself, over the decorator's life. It may be called from many threads; faults are set up before.</remarks>
public sealed class FaultInjectingStore : IConsentStore, IConsentNotes
{
    private readonly IConsentStore _inner;
    private readonly Dictionary<int, Exception> _beforeCommit = [];
    private readonly Dictionary<int, Exception> _afterCommit = [];
    private readonly Dictionary<int, Exception> _onFind = [];
    private readonly Dictionary<int, Func<IConsentStore, ValueTask>> _meanwhile = [];
    private Func<CancellationToken, Task>? _delay;
    private int _commits;
    private int _finds;

    /// <summary>Decorates a store; without any fault set up, it only counts.</summary>
    public FaultInjectingStore(IConsentStore inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
    }

    /// <summary>How many times a commit was asked for, failed ones included.</summary>
    public int Commits => Volatile.Read(ref _commits);

    /// <summary>How many times contacts were asked for, failed ones included.</summary>
    public int Finds => Volatile.Read(ref _finds);

    /// <summary>Fails the n-th commit before anything is written.</summary>
    /// <param name="call">Which; from 1.</param>
    /// <param name="error">What is thrown; <see langword="null"/>: a transient <see cref="ConsentStoreException"/>.</param>
    public FaultInjectingStore FailBeforeCommit(int call, Exception? error = null) => Add(_beforeCommit, call, error ?? Lost());

    /// <summary>Loses the answer of the n-th commit: it is written, and the caller learns of an error.</summary>
    /// <inheritdoc cref="FailBeforeCommit" path="/param"/>
    public FaultInjectingStore FailAfterCommit(int call, Exception? error = null) => Add(_afterCommit, call, error ?? Lost());

    /// <summary>Loses the first answer: what a retry under the same change id must bear.</summary>
    public FaultInjectingStore LoseFirstAnswer() => FailAfterCommit(1);

    /// <summary>Fails the n-th <see cref="FindAsync"/>.</summary>
    /// <inheritdoc cref="FailBeforeCommit" path="/param"/>
    public FaultInjectingStore FailFind(int call, Exception? error = null) => Add(_onFind, call, error ?? Lost());

    /// <summary>Lets somebody else act on the real store just before the n-th commit: a conflict at will.</summary>
    /// <param name="call">Which; from 1.</param>
    /// <param name="act">What is done meanwhile.</param>
    public FaultInjectingStore MeanwhileBeforeCommit(int call, Func<IConsentStore, ValueTask> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        return Add(_meanwhile, call, act);
    }

    /// <summary>Makes every call wait.</summary>
    /// <param name="delay">How long.</param>
    /// <param name="time">By whose clock.</param>
    public FaultInjectingStore Delay(TimeSpan delay, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        _delay = token => Task.Delay(delay, time, token);
        return this;
    }

    /// <inheritdoc/>
    public ISealedLog Log => _inner.Log;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken)
    {
        var call = Interlocked.Increment(ref _finds);
        await WaitAsync(cancellationToken);
        Throw(_onFind, call);
        return await _inner.FindAsync(lookups, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken)
    {
        var call = Interlocked.Increment(ref _commits);
        await WaitAsync(cancellationToken);
        Throw(_beforeCommit, call);
        if (_meanwhile.TryGetValue(call, out var act))
        {
            await act(_inner);
        }

        var outcomes = await _inner.CommitAsync(batch, cancellationToken);
        Throw(_afterCommit, call);
        return outcomes;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        await foreach (var entry in _inner.ReadLogAsync(query, cancellationToken))
        {
            yield return entry;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        await foreach (var snapshot in _inner.ScanAsync(after, cancellationToken))
        {
            yield return snapshot;
        }
    }

    /// <inheritdoc/>
    public async ValueTask EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        await _inner.EraseAsync(erasures, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<LogHead> GetHeadAsync(CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        return await _inner.GetHeadAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<Sha256Digest> DigestOfAsync(ContactId contact, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        return await _inner.DigestOfAsync(contact, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoreNote?>> FindNotesAsync(IReadOnlyList<NoteKey> keys, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        return await Notes.FindNotesAsync(keys, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WriteNoteAsync(StoreNote note, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        return await Notes.WriteNoteAsync(note, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoreNote> ScanNotesAsync(string kind, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        await foreach (var note in Notes.ScanNotesAsync(kind, after, cancellationToken))
        {
            yield return note;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<int> PurgeNotesAsync(Timestamp goneBy, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        return await Notes.PurgeNotesAsync(goneBy, cancellationToken);
    }

    private IConsentNotes Notes => _inner as IConsentNotes ?? throw new NotSupportedException("The store underneath keeps no notes.");

    private static ConsentStoreException Lost() => new("The storage failed because a test asked for it.", isTransient: true);

    private static void Throw(Dictionary<int, Exception> errors, int call)
    {
        if (errors.TryGetValue(call, out var error))
        {
            throw error;
        }
    }

    private FaultInjectingStore Add<T>(Dictionary<int, T> faults, int call, T fault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(call, 1);
        faults[call] = fault;
        return this;
    }

    private Task WaitAsync(CancellationToken cancellationToken) => _delay?.Invoke(cancellationToken) ?? Task.CompletedTask;
}
