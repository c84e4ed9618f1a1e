using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Consent.Storage.Tests.JsonLines;

/// <summary>Keeps everything in one file of JSON lines, and in memory besides: the worked example of docs/storage-adapters.md. For one process; nothing is encrypted.</summary>
/// <remarks>Whoever writes has the lock, decides on the state as it is, writes lines to the disk, and only then shows the state that they lead to.</remarks>
internal sealed class JsonLinesConsentStore : IConsentStore, IDisposable
{
    private readonly Lock _lock = new();
    private readonly LineFile _file;
    private volatile StoreState _state;

    /// <exception cref="ConsentStoreException">The file cannot be opened, or is damaged.</exception>
    public JsonLinesConsentStore(string path)
    {
        _file = new(path);
        var lines = _file.Read();
        if (lines.Count == 0)
        {
            lines = [new() { SuppressionKey = RandomNumberGenerator.GetBytes(32) }];
            _file.Append(lines);
        }

        _state = lines.Aggregate(new StoreState(), (state, line) => state.Apply(line));
        Log = new JsonLinesLog(() => _state, Keep);
    }

    public ISealedLog Log { get; }

    public ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var state = _state;
        return ValueTask.FromResult<IReadOnlyList<StoredContact>>([.. lookups.Select(state.Find)]);
    }

    public ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var next = _state;
            var outcomes = new List<CommitOutcome>();
            var lines = new List<StoreLine>();
            var forgets = false;
            foreach (var commit in batch)
            {
                outcomes.Add(Decide(next, commit, out var line));
                if (line is not null)
                {
                    forgets |= commit.Snapshots.Any(s => next.WouldForget(s.Snapshot));
                    lines.Add(line);
                    next = next.Apply(line);
                }
            }

            Write(next, lines, forgets);
            return ValueTask.FromResult<IReadOnlyList<CommitOutcome>>(outcomes);
        }
    }

    public async IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask;
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var entry in _state.Log.Select(e => e.Said).OfType<AuditEntry>().Where(query.Matches))
        {
            yield return entry;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public async IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask;
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var (_, contact) in _state.Contacts.Where(c => after.IsDefault || c.Key > after))
        {
            yield return contact.Snapshot!;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (erasures.Any(e => e.Entries.Any(r => r.First < 0 || r.Last >= _state.Log.Count)))
            {
                throw new ArgumentException("A range of entries reaches beyond the log.", nameof(erasures));
            }

            if (!erasures.All(_state.IsAsMarked))
            {
                return ValueTask.FromResult(false);
            }

            Write(erasures.Aggregate(_state, (state, erasure) => state.Erase(erasure)), [], forgets: true);
        }

        return ValueTask.FromResult(true);
    }

    public ValueTask<LogHead> GetHeadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_state.Head);
    }

    public ValueTask<Sha256Digest> DigestOfAsync(ContactId contact, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_state.DigestOf(contact));
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The outcome of a commit, and the line to write for it, if any.</summary>
    private CommitOutcome Decide(StoreState state, ConsentCommit commit, out StoreLine? line)
    {
        line = null;
        if (state.Recorded(commit.Contact, commit.Change) is { } recorded)
        {
            return new CommitOutcome.AlreadyRecorded(recorded);
        }

        foreach (var write in commit.Snapshots)
        {
            if (state.Find(new(write.Snapshot.Id)) is var actual && !write.Expects(actual.Version, actual.LastEntry))
            {
                return new CommitOutcome.Conflict(write.Snapshot.Id, actual.Version);
            }
        }

        var log = new LogAppender(state.Edge, state.Head.LastRecordedAt);
        var last = new Dictionary<ContactId, long>();
        var logged = new List<AuditEntry>();
        foreach (var entry in commit.Entries)
        {
            logged.Add(log.Append(entry, key: default, entry.Subject is { } about ? LastOf(about.Contact) : AuditEntry.NotLogged));
            if (entry.Subject is { Revision: not null } moved)
            {
                last[moved.Contact] = logged[^1].Index;
            }
        }

        var entries = log.Grow().Zip(logged, (bytes, entry) => new EntryLine(bytes.Leaf, entry.RecordedAt.UnixMicroseconds, bytes.Blob));
        line = commit.Snapshots.Aggregate(new StoreLine { Entries = [.. entries] }, (next, write) => state.With(next, write, LastOf(write.Snapshot.Id)));
        return new CommitOutcome.Committed([.. logged]);

        long LastOf(ContactId contact) => last.TryGetValue(contact, out var index) ? index : state.LastEntry(contact);
    }

    private bool Keep(StoredCheckpoint checkpoint)
    {
        lock (_lock)
        {
            if (_state.Checkpoints.LastOrDefault() is { } last && (checkpoint.Size <= last.Size || checkpoint.MadeAt < last.MadeAt))
            {
                return false;
            }

            var line = new StoreLine { Checkpoint = new(checkpoint.Size, checkpoint.MadeAt.UnixMicroseconds, checkpoint.Note) };
            Write(_state.Apply(line), [line], forgets: false);
            return true;
        }
    }

    /// <summary>To the disk first, and then for all to see.</summary>
    private void Write(StoreState next, List<StoreLine> lines, bool forgets)
    {
        if (forgets)
        {
            _file.Replace(next.ToLines());
        }
        else if (lines.Count > 0)
        {
            _file.Append(lines);
        }

        _state = next;
    }
}
