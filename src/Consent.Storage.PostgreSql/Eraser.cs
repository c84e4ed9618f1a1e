using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>Takes away what the store has of contacts, as the one user who may. All of it can be done again: what is gone stays gone.</summary>
internal sealed class Eraser(Database database, Sql sql, WriterContext context, Cleaner cleaner)
{
    /// <returns>Whether every record is as it was marked; else nothing was done.</returns>
    /// <exception cref="ArgumentException">A range reaches beyond the log.</exception>
    public async ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken)
    {
        if (!await database.TransactAsync("DELETE", (connection, stop) => RoundAsync(connection, erasures, stop), cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        foreach (var erasure in erasures)
        {
            context.Rows.Remove(erasure.Contact);
        }

        await cleaner.CleanAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Finishes what an earlier erasure could not.</summary>
    public ValueTask CarryOnAsync() => cleaner.CleanAsync(CancellationToken.None);

    /// <summary>Removes the rows of contacts of whom nothing is left.</summary>
    public async ValueTask SweepAsync(IReadOnlyList<long> numbers)
    {
        if (numbers.Count > 0)
        {
            await database.TransactAsync("DELETE", (connection, stop) => SweepRoundAsync(connection, numbers, stop), CancellationToken.None).ConfigureAwait(false);
            await cleaner.CleanAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> RoundAsync(NpgsqlConnection connection, IReadOnlyList<ContactErasure> erasures, CancellationToken stop)
    {
        var head = await LockAsync(connection, stop).ConfigureAwait(false);
        var ranges = erasures.SelectMany(e => e.Entries).ToList();
        if (ranges.Exists(r => r.First < 0 || r.Last >= head.Edge.Size))
        {
            throw new ArgumentException("A range of entries reaches beyond the log.", nameof(erasures));
        }

        var found = await FindAsync(connection, erasures, stop).ConfigureAwait(false);
        if (!await AreAsMarkedAsync(connection, erasures, found, stop).ConfigureAwait(false))
        {
            return false;
        }

        // Others were erased before, perhaps opened anew since.
        var contacts = found.Where(c => c.Incarnation == c.Erasure.Incarnation).ToList();
        var numbers = await EmptyEntriesAsync(connection, ranges, stop).ConfigureAwait(false);
        numbers.UnionWith(contacts.Select(c => c.No));

        var batch = new NpgsqlBatch(connection);
        await using var disposal = batch.ConfigureAwait(false);
        var changed = head.Changed;
        long[] counters = [.. contacts.Select(_ => ++changed)];
        // Entries that go with no record move it too: whoever reads from a standby tells by it whether they are gone there.
        changed += counters.Length == 0 && ranges.Count > 0 ? 1 : 0;
        batch.Add(
            sql.ForgetSnapshots,
            Commands.Values([.. contacts.Select(c => c.Id)]),
            Commands.Values(counters),
            Commands.Values([.. contacts.Select(c => context.Records.OfContact(c.Id, c.No, c.Handle, 0, AuditEntry.NotLogged, []))]));
        batch.Add(sql.WriteGone, Commands.Values(counters), Commands.Values([.. contacts.Select(c => c.No)]));
        var kept = contacts.Where(c => c.Version > 0 && c.Erasure.Closed is not null).ToList();
        byte[][] digests = [.. kept.Select(c => context.DigestOf(c.Erasure.Contact))];
        long[] versions = [.. kept.Select(c => c.Version + 1)];
        byte[][] records = [.. kept.Select(c => ContactSnapshot.ToBytes(c.Erasure.Record(context.Taxonomy)!))];
        batch.Add(
            sql.WriteClosed,
            Commands.Values(digests),
            Commands.Values(versions),
            Commands.Values(records),
            Commands.Values([.. digests.Select((digest, i) => context.Records.OfClosed(digest, versions[i], records[i]))]));
        var lives = found.ToDictionary(c => c.Erasure.Contact, c => c.Incarnation);
        var wholly = erasures.Where(e => e.Closed is null && lives.GetValueOrDefault(e.Contact) == e.Incarnation);
        byte[][] opened = [.. wholly.Select(e => context.DigestOf(e.Contact))];
        batch.Add(sql.DeleteClosed, Commands.Values(opened));
        batch.Add(sql.DemandNotClosed, Commands.Values(opened));
        batch.Add(sql.MoveChanged, Commands.Value(changed), Commands.Value((head with { Changed = changed }).Mac(context.Records)));
        // The handle of zeros marks an erasure that dooms no key, so that the tables are cleaned after it too.
        batch.Add(sql.WriteDoomed, Commands.Values([Guid.Empty]), Commands.Values([context.Records.OfDoomedKey(Guid.Empty)]));
        await batch.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
        await SweepAsync(connection, [.. numbers], stop).ConfigureAwait(false);
        // Before it is committed: whether that was done may never be known.
        context.Seen.Note(head.Edge.Size, changed);
        return true;
    }

    /// <summary>Whether every record is as it was marked, or is not of that life any more; and every closed id that is to be forgotten has the version that was read.</summary>
    private async ValueTask<bool> AreAsMarkedAsync(
        NpgsqlConnection connection, IReadOnlyList<ContactErasure> erasures,
        List<(ContactErasure Erasure, byte[] Id, long No, Guid Handle, long Version, Guid Incarnation)> found, CancellationToken stop)
    {
        if (found.Exists(c => c.Version > 0 && c.Incarnation == c.Erasure.Incarnation && c.Erasure.Version is { } marked && marked != c.Version))
        {
            return false;
        }

        var closed = erasures.Where(e => e.Version is not null && e.Incarnation == Guid.Empty && !found.Exists(c => c.Version > 0 && c.Erasure.Contact == e.Contact))
            .Select(e => (Digest: context.DigestOf(e.Contact), e.Version)).ToList();
        if (closed.Count == 0)
        {
            return true;
        }

        var find = connection.Command(sql.FindClosed, Commands.Values([.. closed.Select(c => c.Digest)]));
        await using var disposal = find.ConfigureAwait(false);
        var kept = await find.ListAsync(row => (Digest: row.Bytes(0), Version: row.GetInt64(1)), stop).ConfigureAwait(false);
        return kept.TrueForAll(k => closed.Exists(c => c.Version == k.Version && BytesEquality.Instance.Equals(c.Digest, k.Digest)));
    }

    private async ValueTask<bool> SweepRoundAsync(NpgsqlConnection connection, IReadOnlyList<long> numbers, CancellationToken stop)
    {
        await LockAsync(connection, stop).ConfigureAwait(false);
        await SweepAsync(connection, numbers, stop).ConfigureAwait(false);
        return true;
    }

    private async ValueTask SweepAsync(NpgsqlConnection connection, IReadOnlyList<long> numbers, CancellationToken stop)
    {
        var delete = connection.Command(sql.DeleteContacts, Commands.Values([.. numbers]));
        await using var disposal = delete.ConfigureAwait(false);
        var handles = await delete.ListAsync(row => row.GetGuid(0), stop).ConfigureAwait(false);
        var demand = connection.Command(sql.DemandDeleted, Commands.Values([.. numbers]));
        await using (demand.ConfigureAwait(false))
        {
            await demand.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
        }

        if (handles.Count > 0)
        {
            Guid[] names = [.. handles.Distinct()];
            var doom = connection.Command(sql.WriteDoomed, Commands.Values(names), Commands.Values([.. names.Select(context.Records.OfDoomedKey)]));
            await using var closing = doom.ConfigureAwait(false);
            await doom.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
        }
    }

    private async ValueTask<Head> LockAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        var batch = new NpgsqlBatch(connection);
        await using var disposal = batch.ConfigureAwait(false);
        batch.Add("SET LOCAL enable_seqscan = off");
        batch.Add("SET LOCAL jit = off");
        batch.Add(sql.DemandNoRules);
        batch.Add(sql.LockHead);
        var before = context.Watch.Greatest;
        var rows = await batch.ExecuteReaderAsync(stop).ConfigureAwait(false);
        await using var closing = rows.ConfigureAwait(false);
        await rows.NextResultAsync(stop).ConfigureAwait(false);
        return await Head.ReadAsync(rows, context, before, stop).ConfigureAwait(false);
    }

    /// <summary>The contacts that have a row, in whatever life they are.</summary>
    private async ValueTask<List<(ContactErasure Erasure, byte[] Id, long No, Guid Handle, long Version, Guid Incarnation)>> FindAsync(
        NpgsqlConnection connection, IReadOnlyList<ContactErasure> erasures, CancellationToken stop)
    {
        var asked = new Dictionary<byte[], ContactErasure>(BytesEquality.Instance);
        foreach (var erasure in erasures)
        {
            asked[OrderedText.ToBytes(erasure.Contact.Value)] = erasure;
        }

        var find = connection.Command(sql.FindErased, Commands.Values([.. asked.Keys]));
        await using var disposal = find.ConfigureAwait(false);
        return await find.ListAsync(
            row =>
            {
                var (id, version) = (row.Bytes(0), row.GetInt64(3));
                var erasure = asked[id];
                var record = ContactReader.Read(row, context, 0);
                return record.State == ContactState.Altered
                    ? throw new RecordAlteredException()
                    : (Erasure: erasure, Id: id, No: row.GetInt64(1), Handle: row.GetGuid(2), Version: version, Incarnation: version > 0 ? record.Revision.Incarnation : Guid.Empty);
            },
            stop).ConfigureAwait(false);
    }

    /// <returns>The numbers of the contacts whose entries they were.</returns>
    private async ValueTask<HashSet<long>> EmptyEntriesAsync(NpgsqlConnection connection, List<IndexRange> ranges, CancellationToken stop)
    {
        long[] firsts = [.. ranges.Select(r => r.First)];
        long[] lasts = [.. ranges.Select(r => r.Last)];
        var batch = new NpgsqlBatch(connection);
        await using var disposal = batch.ConfigureAwait(false);
        batch.Add(sql.AllowErasing, Commands.Values(firsts), Commands.Values(lasts));
        batch.Add(sql.EmptyEntries, Commands.Values(firsts), Commands.Values(lasts));
        batch.Add(sql.EndErasing);
        batch.Add(sql.DemandErasingEnded);
        batch.Add(sql.DemandEmptied, Commands.Values(firsts), Commands.Values(lasts));
        var rows = await batch.ExecuteReaderAsync(stop).ConfigureAwait(false);
        await using var closing = rows.ConfigureAwait(false);
        var numbers = await rows.ListAsync(row => row.GetInt64(0), stop).ConfigureAwait(false);
        // What comes after is read too: it may have failed.
        while (await rows.NextResultAsync(stop).ConfigureAwait(false))
        {
        }

        return [.. numbers];
    }
}
