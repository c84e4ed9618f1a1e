using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>The statements that write them.</summary>
internal sealed partial class RoundRows
{
    /// <summary>What COPY was given has to be there: a trigger may have left it out.</summary>
    private void DemandCopied(NpgsqlBatch batch, Sql sql)
    {
        batch.Add(sql.DemandEntries, Commands.Value(Entries[0].Index), Commands.Value(Entries[^1].Index), Commands.Value(Entries.Count));
        if (Contacts.Where(c => c.IsNew).Select(c => c.No).ToList() is { Count: > 0 } added)
        {
            batch.Add(sql.DemandContacts, Commands.Value(added.Min()), Commands.Value(added.Max()), Commands.Value(added.Count));
        }
    }

    private void AddContacts(NpgsqlBatch batch, Sql sql, RecordKey key, IReadOnlyList<ContactRow> contacts)
    {
        if (contacts is [var one])
        {
            batch.Add(
                sql.WriteContact,
                Commands.Value(one.No), Commands.Value(one.Id), Commands.Value(one.Handle), Commands.Value(one.Version), Commands.ValueOrNull(one.Snapshot), Commands.Value(one.Changed),
                Commands.Value(one.LastEntry), Commands.Value(one.Mac(key)));
        }
        else if (contacts.Count > 0)
        {
            batch.Add(
                sql.WriteContacts,
                Commands.Values([.. contacts.Select(c => c.No)]),
                Commands.Values([.. contacts.Select(c => c.Id)]),
                Commands.Values([.. contacts.Select(c => c.Handle)]),
                Commands.Values([.. contacts.Select(c => c.Version)]),
                Commands.Values([.. contacts.Select(c => c.Snapshot)]),
                Commands.Values([.. contacts.Select(c => c.Changed)]),
                Commands.Values([.. contacts.Select(c => c.LastEntry)]),
                Commands.Values([.. contacts.Select(c => c.Mac(key))]));
        }

        if (_forgotten.Count > 0)
        {
            batch.Add(sql.WriteGone, Commands.Values([.. _forgottenAt]), Commands.Values([.. _forgotten]));
        }
    }

    private void AddClosed(NpgsqlBatch batch, Sql sql, RecordKey key)
    {
        if (_closed.Count == 0)
        {
            return;
        }

        var kept = _closed.Where(s => s.Value is not null).ToList();
        batch.Add(
            sql.WriteClosed,
            Commands.Values([.. kept.Select(s => Bytes(s.Key))]),
            Commands.Values([.. kept.Select(s => s.Value!.Value.Version)]),
            Commands.Values([.. kept.Select(s => s.Value!.Value.Snapshot)]),
            Commands.Values([.. kept.Select(s => key.OfClosed(Bytes(s.Key), s.Value!.Value.Version, s.Value.Value.Snapshot))]));
        if (kept.Count < _closed.Count)
        {
            byte[][] opened = [.. _closed.Where(s => s.Value is null).Select(s => Bytes(s.Key))];
            batch.Add(sql.DeleteClosed, Commands.Values(opened));
            batch.Add(sql.DemandNotClosed, Commands.Values(opened));
        }
    }

    private void AddEntries(NpgsqlBatch batch, Sql sql)
    {
        if (Entries is [var entry])
        {
            batch.Add(
                sql.WriteEntry,
                Commands.Value(entry.Index), Commands.Value(Leaves[0]), Commands.Value(entry.Contact), Commands.Value(entry.Change), Commands.Value(entry.Type), Commands.Value(entry.IsQuarantined),
                Commands.Value(entry.RecordedAt), Commands.Value(entry.Sealed));
            return;
        }

        batch.Add(
            sql.WriteEntries,
            Commands.Values([.. Entries.Select(e => e.Index)]),
            Commands.Values([.. Leaves]),
            Commands.Values([.. Entries.Select(e => e.Contact)]),
            Commands.Values([.. Entries.Select(e => e.Change)]),
            Commands.Values([.. Entries.Select(e => e.Type)]),
            Commands.Values([.. Entries.Select(e => e.IsQuarantined)]),
            Commands.Values([.. Entries.Select(e => e.RecordedAt)]),
            Commands.Values([.. Entries.Select(e => e.Sealed)]));
    }

    private static byte[] Bytes(Sha256Digest digest)
    {
        var bytes = new byte[32];
        digest.CopyTo(bytes);
        return bytes;
    }
}
