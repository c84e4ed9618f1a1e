using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Closes ids by a list: those never seen as ids that must not be contacted; who is on record objects to everything instead.</summary>
internal sealed class Closing(TrackingContext tracking, Actor actor)
{
    private const int BatchLength = 256;

    // By what a list names each closed id: the id where it has it, so that a record begun meanwhile is a conflict; the name of its digest where only that is known.
    private readonly Dictionary<Sha256Digest, ContactId> _names = [];

    private int _closed;
    private int _objected;
    private int _known;

    public async ValueTask<ClosingReport> RunAsync(ClosingList list, CancellationToken cancellationToken)
    {
        var given = list;
        list = Readable(given);
        foreach (var contact in list.Contacts)
        {
            _names[await tracking.DigestOfAsync(contact, cancellationToken).ConfigureAwait(false)] = contact;
        }

        foreach (var point in list.Points.Select(HashedPoint.NameOf))
        {
            var digest = await tracking.DigestOfAsync(point, cancellationToken).ConfigureAwait(false);
            _names.TryAdd(digest, ClosedId.NameOf(digest));
        }

        var left = await ObjectAsync(list, [.. _names.Keys], cancellationToken).ConfigureAwait(false);
        await CloseAsync(list.Name, [.. left], cancellationToken).ConfigureAwait(false);

        // Who came on record while the list was worked off, before their id was closed, is met by a second pass.
        var before = _known;
        await ObjectAsync(list, left, cancellationToken).ConfigureAwait(false);
        _known = before;
        return new(_closed, _objected, _known, Length(given.Contacts) + Length(given.Points) - list.Contacts.Length - list.Points.Length);

        static int Length<T>(ImmutableArray<T> items) => items.IsDefault ? 0 : items.Length;
    }

    /// <summary>Those who can be found: an id that is the name of a hashed address is that hash, and what is kept of a closed id is nobody's id.</summary>
    private static ClosingList Readable(ClosingList given)
    {
        given = new() { Name = given.Name, Contacts = given.Contacts.IsDefault ? [] : given.Contacts, Points = given.Points.IsDefault ? [] : given.Points };
        var hashes = given.Contacts.Select(id => HashedPoint.IsName(id, out var hash) ? hash : null).OfType<Sha256Digest>();
        return new() { Name = given.Name, Contacts = [.. given.Contacts.Where(ThrowIf.IsContact)], Points = [.. given.Points.Where(hash => hash != default), .. hashes] };
    }

    /// <returns>The digests of those who are not on record.</returns>
    private async ValueTask<HashSet<Sha256Digest>> ObjectAsync(ClosingList list, HashSet<Sha256Digest> digests, CancellationToken cancellationToken)
    {
        var left = new HashSet<Sha256Digest>(digests);
        var found = list.Points.IsEmpty ? RecordsAsync(list.Contacts, cancellationToken) : tracking.Store.ScanAsync(default, cancellationToken);
        await foreach (var record in found.ConfigureAwait(false))
        {
            var digest = await tracking.DigestOfAsync(record.Id, cancellationToken).ConfigureAwait(false);
            if (!left.Remove(digest) && !digests.Contains(digest) && !await IsListedInAnotherSpellingAsync(record.Id, digests, cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            // Under the list's own id: what another list said, or anybody else, may be taken out again.
            var objection = ConsentChange.For(record.Id).WithId(ListedClosing.ChangeOf(list.Name)).From(ChangeSource.System).Object(PurposePath.All);
            var work = new ChangeWork(0, objection);
            if (!IsClosedBy(list.Name, record.Under(tracking.Rules.Taxonomy)))
            {
                await new ChangeBatch(tracking, actor, ChangePort.OneContact).RunAsync([work], cancellationToken).ConfigureAwait(false);
            }

            if (work.Results.Any(r => r.Outcome == ChangeOutcome.Recorded))
            {
                _objected++;
            }
            else
            {
                _known++;
            }
        }

        return left;
    }

    /// <summary>Whether an id is an address as people write it, and that address is on the list. The address itself is closed as well.</summary>
    private async ValueTask<bool> IsListedInAnotherSpellingAsync(ContactId contact, HashSet<Sha256Digest> digests, CancellationToken cancellationToken) =>
        contact.Value.Contains('@', StringComparison.Ordinal) && ContactPoint.TryEmail(contact.Value, out var point) && point.Id != contact
        && digests.Contains(await tracking.DigestOfAsync(point.Id, cancellationToken).ConfigureAwait(false));

    /// <summary>Whether the list closed an id that was opened since, and nothing was retracted: its no stands.</summary>
    private static bool IsClosedBy(string list, ContactConsents record) =>
        record.Closing?.Lists.FirstOrDefault(l => string.Equals(l.List, list, StringComparison.Ordinal)) is { } closing && !IsAnythingSaidSince(record, closing.At, ConsentFlag.Objection);

    private static bool IsAnythingSaidSince(ContactConsents record, Timestamp since, ConsentFlag? flag = null) =>
        record.Flags.Any(f => (flag is null || f.Flag == flag) && f.LatestPermissive > since);

    private async IAsyncEnumerable<ContactConsents> RecordsAsync(
        IEnumerable<ContactId> contacts, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var batch in contacts.Distinct().Chunk(BatchLength))
        {
            foreach (var found in await tracking.FindAsync([.. batch.Select(id => new ContactLookup(id))], cancellationToken).ConfigureAwait(false))
            {
                if (found.Snapshot is { State: not ContactState.Closed } record)
                {
                    yield return record;
                }
            }
        }
    }

    private async ValueTask CloseAsync(string list, IReadOnlyList<Sha256Digest> digests, CancellationToken cancellationToken)
    {
        for (var waiting = digests; waiting.Count > 0;)
        {
            Sha256Digest[] batch = [.. waiting.Take(BatchLength)];
            var found = await tracking.FindAsync([.. batch.Select(d => new ContactLookup(_names[d]))], cancellationToken).ConfigureAwait(false);
            var commits = new List<ConsentCommit>();
            var conflicts = new List<Sha256Digest>();
            var closing = new List<Sha256Digest>();
            for (var i = 0; i < batch.Length; i++)
            {
                if (found[i].Snapshot is { State: not ContactState.Closed })
                {
                    // Begun meanwhile: met by the second pass.
                    continue;
                }

                if (await CommitAsync(list, batch[i], found[i], cancellationToken).ConfigureAwait(false) is { } commit)
                {
                    commits.Add(commit);
                    closing.Add(batch[i]);
                }
                else
                {
                    _known++;
                }
            }

            if (commits.Count > 0)
            {
                var outcomes = await tracking.CommitAsync(commits, cancellationToken).ConfigureAwait(false);
                conflicts.AddRange(closing.Where((_, i) => outcomes[i] is not CommitOutcome.Committed));
                _closed += commits.Count - conflicts.Count;
            }

            waiting = [.. conflicts, .. waiting.Skip(batch.Length)];
        }
    }

    /// <summary>What closes an id to all contact; <see langword="null"/>: it is.</summary>
    private async ValueTask<ConsentCommit?> CommitAsync(string list, Sha256Digest digest, StoredContact found, CancellationToken cancellationToken)
    {
        var record = found.Snapshot?.Under(tracking.Rules.Taxonomy);
        var kept = record?.Closing;
        var isListed = kept?.Lists.Any(l => string.Equals(l.List, list, StringComparison.Ordinal)) ?? false;
        if ((isListed || kept?.WithoutLists().Kind == ClosedKind.NeverContact) && !IsAnythingSaidSince(record!, kept!.Since))
        {
            return null;
        }

        // Said now, whatever a clock that was ahead stamped before.
        var said = record?.Flags.Max(f => f.LatestPermissive) is { } latest ? Timestamp.Max(latest, tracking.Now) : tracking.Now;
        var closed = kept?.And(list, said) ?? ClosedId.ByList(digest, list, said);
        var after = record is null ? ContactConsents.Closed(_names[digest], tracking.Rules.Taxonomy, closed) : record.ClosedAfter(closed, new HashSet<ContactId>(), []);
        return new()
        {
            Entries = [LogEvents.ClosedByList(closed, list, after.LinkedDigests(), actor, tracking.Rules, tracking.Now)],
            Snapshots = [new(after, found.Version) { ExpectedLastEntry = found.LastEntry }, .. await LinkedAsync(after, cancellationToken).ConfigureAwait(false)],
        };
    }

    /// <summary>Those on record who are one person with a closed id: written as they are, so that audiences decide about them again.</summary>
    private async ValueTask<IEnumerable<SnapshotWrite>> LinkedAsync(ContactConsents closed, CancellationToken cancellationToken)
    {
        if (closed.Links.IsEmpty)
        {
            return [];
        }

        var loaded = await tracking.LoadAsync(closed.Id, default, cancellationToken).ConfigureAwait(false);
        var person = loaded.PersonOf(closed.Id);
        return loaded.Writes([.. person.LinkedWith(closed.Id).Select(id => person[id]).Where(c => c.State == ContactState.Open)]);
    }
}
