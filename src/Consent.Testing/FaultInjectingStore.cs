using System.Runtime.CompilerServices;
using Consent.Storage;

namespace Consent.Testing;

/// <summary>A store that fails where a test says: for the tests of whoever retries. What it passes on goes to a real store.</summary>
/// <remarks>Calls are counted from 1, all together and commits and finds each for themselves, over the decorator's life. It may be called from many threads; faults are set up before.</remarks>
public sealed class FaultInjectingStore : IConsentStore, IConsentNotes, ILinkKeys
{
    private readonly IConsentStore _inner;
    private readonly Dictionary<int, Exception> _beforeCall = [];
    private readonly Dictionary<int, Exception> _afterCall = [];
    private readonly Dictionary<int, Exception> _beforeCommit = [];
    private readonly Dictionary<int, Exception> _afterCommit = [];
    private readonly Dictionary<int, Exception> _onFind = [];
    private readonly Dictionary<int, Func<IConsentStore, ValueTask>> _meanwhile = [];
    private Func<CancellationToken, Task>? _delay;
    private int _calls;
    private int _commits;
    private int _finds;

    /// <summary>Decorates a store; without any fault set up, it only counts.</summary>
    public FaultInjectingStore(IConsentStore inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
    }

    /// <summary>How many times it was called in any way, failed calls included; the sealed log is not counted.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>How many times a commit was asked for, failed ones included.</summary>
    public int Commits => Volatile.Read(ref _commits);

    /// <summary>How many times contacts were asked for, failed ones included.</summary>
    public int Finds => Volatile.Read(ref _finds);

    /// <summary>Fails the n-th call of any kind: a test that fails each in turn leaves none out.</summary>
    /// <param name="call">Which; from 1.</param>
    /// <param name="isDone">Whether it was done, and only its answer is lost.</param>
    /// <param name="error">What is thrown; <see langword="null"/>: a transient <see cref="ConsentStoreException"/>.</param>
    public FaultInjectingStore FailCall(int call, bool isDone = false, Exception? error = null) => Add(isDone ? _afterCall : _beforeCall, call, error ?? Lost());

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
        var find = Interlocked.Increment(ref _finds);
        return await CallAsync(
            () =>
            {
                Throw(_onFind, find);
                return _inner.FindAsync(lookups, cancellationToken);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken)
    {
        var commit = Interlocked.Increment(ref _commits);
        return await CallAsync(
            async () =>
            {
                Throw(_beforeCommit, commit);
                if (_meanwhile.TryGetValue(commit, out var act))
                {
                    await act(_inner);
                }

                var outcomes = await _inner.CommitAsync(batch, cancellationToken);
                Throw(_afterCommit, commit);
                return outcomes;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, CancellationToken cancellationToken) => ReadAsync(() => _inner.ReadLogAsync(query, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, CancellationToken cancellationToken) => ReadAsync(() => _inner.ScanAsync(after, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken) => CallAsync(() => _inner.EraseAsync(erasures, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LogHead> GetHeadAsync(CancellationToken cancellationToken) => CallAsync(() => _inner.GetHeadAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Sha256Digest> DigestOfAsync(ContactId contact, CancellationToken cancellationToken) => CallAsync(() => _inner.DigestOfAsync(contact, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LinkKey> GetLinkKeyAsync(CancellationToken cancellationToken) =>
        (_inner as ILinkKeys ?? throw new NotSupportedException("The store lends no key for links.")).GetLinkKeyAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoreNote?>> FindNotesAsync(IReadOnlyList<NoteKey> keys, CancellationToken cancellationToken) =>
        CallAsync(() => Notes.FindNotesAsync(keys, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> WriteNoteAsync(StoreNote note, CancellationToken cancellationToken) => CallAsync(() => Notes.WriteNoteAsync(note, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoreNote> ScanNotesAsync(string kind, string? after, CancellationToken cancellationToken) =>
        ReadAsync(() => Notes.ScanNotesAsync(kind, after, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> PurgeNotesAsync(Timestamp goneBy, CancellationToken cancellationToken) => CallAsync(() => Notes.PurgeNotesAsync(goneBy, cancellationToken), cancellationToken);

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

    private async ValueTask<T> CallAsync<T>(Func<ValueTask<T>> inner, CancellationToken cancellationToken)
    {
        var call = await BeginAsync(cancellationToken);
        var answer = await inner();
        Throw(_afterCall, call);
        return answer;
    }

    /// <summary>A reading whose answer is lost breaks off at its end.</summary>
    private async IAsyncEnumerable<T> ReadAsync<T>(Func<IAsyncEnumerable<T>> inner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = await BeginAsync(cancellationToken);
        await foreach (var item in inner())
        {
            yield return item;
        }

        Throw(_afterCall, call);
    }

    private async ValueTask<int> BeginAsync(CancellationToken cancellationToken)
    {
        var call = Interlocked.Increment(ref _calls);
        await WaitAsync(cancellationToken);
        Throw(_beforeCall, call);
        return call;
    }

    private Task WaitAsync(CancellationToken cancellationToken) => _delay?.Invoke(cancellationToken) ?? Task.CompletedTask;
}
