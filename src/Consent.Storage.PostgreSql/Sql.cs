namespace Consent.Storage.PostgreSql;

/// <summary>The statements of a store. Values are parameters without exception; the schema's name is an identifier that was checked, and quoted all the same.</summary>
/// <remarks>OFFSET 0 keeps the planner from changing the order: one by one, by the contact first. What it would save at best is little, and with statistics that are behind it may go through all entries for each.</remarks>
internal sealed class Sql(string schema)
{
    private static readonly string[] s_written = ["contact", "gone", "closed", "entry", "head", "checkpoint", "erasing", "doomed_key"];
    private readonly string _schema = Quoted(schema);

    /// <summary>Locks the log's head until the transaction ends: whoever writes does this first.</summary>
    public string LockHead => field ??= $"SELECT size, last_recorded_at, edge, changed, contacts, mac FROM {_schema}.head WHERE one FOR UPDATE";

    public string ReadHead => field ??= $"SELECT size, last_recorded_at, edge, changed, contacts, mac FROM {_schema}.head";

    /// <summary>$1 size and $2 code of a checkpoint: the head of a standby's log, whether it is a standby, its timeline (as its control file has it, which may be late), and whether it has the checkpoint.</summary>
    public string ReadStandby => field ??= $"""
        SELECT size, last_recorded_at, edge, changed, contacts, mac, pg_is_in_recovery(),
            (SELECT greatest(c.timeline_id, r.min_recovery_end_timeline)::bigint FROM pg_control_checkpoint() c, pg_control_recovery() r),
            EXISTS (SELECT FROM {_schema}.checkpoint WHERE size = $1 AND mac = $2)
        FROM {_schema}.head
        """;

    /// <summary>$1 expected size, then the new head. One that is not as expected would get a size that the table refuses, so that nothing is committed.</summary>
    public string MoveHead => field ??= Taken.All(
        $"UPDATE {_schema}.head SET size = CASE WHEN size = $1 THEN $2 ELSE -1 END, last_recorded_at = $3, edge = $4, changed = $5, contacts = $6, mac = $7 WHERE one");

    /// <summary>One change of a contact that has no row, all of it: if the head is where it was, and the contact has none and is not closed. Returns how many were made: 1 or 0.</summary>
    /// <remarks>
    /// It fails where the server makes a part of it and swallows another (<see cref="Taken"/>).
    /// $1 to $3 the head as it was (size, edge, counter), $4 to $7 as it will be (time, edge, counter, contacts), $8 the contact's number, $9 id, $10 version, $11 snapshot, $12 counter, $13 the change's hash,
    /// $14 type, $15 quarantined, $16 sealed, $17 leaf, $18 the contact's handle, $19 the head's code, $20 the contact's last entry, $21 its code, $22 its keyed hash. All is seen as it was before the head was waited for. That is enough: whoever changes what is looked at moves the head's
    /// size or counter too, and the head is looked at again.
    /// </remarks>
    public string WriteFirst => field ??= WriteOne(
        $"NOT EXISTS (SELECT FROM {_schema}.closed WHERE digest = $22)",
        $"INSERT INTO {_schema}.contact (no, id, handle, version, snapshot, changed, last_entry, mac) SELECT $8, $9, $18, $10, $11, $12, $20, $21 FROM locked ON CONFLICT DO NOTHING");

    /// <summary>As <see cref="WriteFirst"/>, up to $21: for a contact that has the version before and the last entry $22, and no entry yet under the change id.</summary>
    public string WriteNext => field ??= WriteOne(
        $"NOT EXISTS (SELECT FROM {_schema}.entry WHERE contact = $8 AND change = $13)",
        $"UPDATE {_schema}.contact SET version = $10, snapshot = $11, changed = $12, last_entry = $20, mac = $21 FROM locked WHERE id = $9 AND no = $8 AND handle = $18 AND version = $10 - 1 AND last_entry = $22");

    /// <summary>Whether any id is kept closed; fails where somebody made a rule (<see cref="DemandNoRules"/>).</summary>
    public string AnyClosed => field ??= $"SELECT EXISTS (SELECT FROM {_schema}.closed), {DemandNoRules[7..]}";

    /// <summary>Fails where a table has a rule, which may write something else, or nothing: asked before anything is written, since what cannot be prepared because of a rule leaves Npgsql's connection unusable.</summary>
    public string DemandNoRules => field ??= Taken.None(
        $"pg_catalog.pg_rewrite WHERE ev_class = ANY (ARRAY[{string.Join(", ", s_written.Select(table => $"'{_schema}.{table}'"))}]::regclass[])");

    public string FindClosed => field ??= $"SELECT digest, version, snapshot, mac FROM {_schema}.closed WHERE digest = ANY($1)";

    /// <summary>$1 an id, $2 a change id's hash or nothing: as <see cref="FindRows"/>.</summary>
    public string FindRow => field ??= $"""
        SELECT 1::bigint, c.no, c.handle, c.version, c.last_entry, c.snapshot, c.mac, e.idx, e.sealed, e.leaf
        FROM {_schema}.contact c
        LEFT JOIN LATERAL (SELECT idx, sealed, leaf FROM {_schema}.entry WHERE contact = c.no AND change = $2 OFFSET 0) e ON true
        WHERE c.id = $1
        """;

    /// <summary>$1 ids, $2 short hashes of change ids or nothing: the contacts' rows, with the place of the pair; with each entry that may be that of the change, where there is one.</summary>
    public string FindRows => field ??= $"""
        SELECT q.place, c.no, c.handle, c.version, c.last_entry, c.snapshot, c.mac, e.idx, e.sealed, e.leaf
        FROM unnest($1, $2) WITH ORDINALITY q (id, change, place)
        JOIN LATERAL (SELECT no, handle, version, last_entry, snapshot, mac FROM {_schema}.contact WHERE id = q.id OFFSET 0) c ON true
        LEFT JOIN LATERAL (SELECT idx, sealed, leaf FROM {_schema}.entry WHERE contact = c.no AND change = q.change OFFSET 0) e ON true
        """;

    /// <summary>$1 an id, $2 its keyed hash: what is on record, as <see cref="FindSnapshots"/>, and the head of the log.</summary>
    public string FindSnapshot => field ??= $"""
        SELECT 1::bigint, c.id, c.no, c.handle, c.version, c.last_entry, c.snapshot, c.mac, s.version, s.snapshot, s.mac,
            h.size, h.last_recorded_at, h.edge, h.changed, h.contacts, h.mac
        FROM {_schema}.head h
        LEFT JOIN {_schema}.contact c ON c.id = $1
        LEFT JOIN {_schema}.closed s ON s.digest = $2
        """;

    /// <summary>$1 ids, $2 keyed hashes of them: what is on record, one row for each place, all of it from one instant.</summary>
    public string FindSnapshots => field ??= $"""
        SELECT q.place, c.id, c.no, c.handle, c.version, c.last_entry, c.snapshot, c.mac, s.version, s.snapshot, s.mac
        FROM unnest($1, $2) WITH ORDINALITY q (id, digest, place)
        LEFT JOIN LATERAL (SELECT id, no, handle, version, last_entry, snapshot, mac FROM {_schema}.contact WHERE id = q.id OFFSET 0) c ON true
        LEFT JOIN LATERAL (SELECT version, snapshot, mac FROM {_schema}.closed WHERE digest = q.digest OFFSET 0) s ON true
        """;

    /// <summary>$1 ids, $2 short hashes of change ids: the entries that may be those, with the place of the pair.</summary>
    public string FindChanges => field ??= $"""
        SELECT e.idx, e.sealed, e.leaf, c.handle, q.place
        FROM unnest($1, $2) WITH ORDINALITY q (id, change, place)
        JOIN LATERAL (SELECT no, handle FROM {_schema}.contact WHERE id = q.id OFFSET 0) c ON true
        JOIN LATERAL (SELECT idx, sealed, leaf FROM {_schema}.entry WHERE contact = c.no AND change = q.change OFFSET 0) e ON true
        ORDER BY e.idx
        """;

    public string ScanContacts => field ??= $"SELECT id, no, handle, version, last_entry, snapshot, mac FROM {_schema}.contact WHERE id > $1 AND version > 0 ORDER BY id LIMIT $2";

    /// <summary>$1 position, $2 how many at most: the contacts written after it, and those that are gone since.</summary>
    public string ReadChanges => field ??= $"""
        (SELECT changed, no, id, no, handle, version, last_entry, snapshot, mac FROM {_schema}.contact WHERE changed > $1 AND changed <= (SELECT changed FROM {_schema}.head) AND version > 0 ORDER BY changed LIMIT $2)
        UNION ALL
        (SELECT g.changed, g.no, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM {_schema}.gone g WHERE g.changed > $1 AND g.changed <= (SELECT changed FROM {_schema}.head)
            AND NOT EXISTS (SELECT FROM {_schema}.contact c WHERE c.no = g.no AND c.version > 0) AND NOT EXISTS (SELECT FROM {_schema}.gone h WHERE h.no = g.no AND h.changed > g.changed)
        ORDER BY g.changed LIMIT $2)
        ORDER BY 1 LIMIT $2
        """;

    public string FindByNumber => field ??= $"SELECT no, id, no, handle, version, last_entry, snapshot, mac FROM {_schema}.contact WHERE no = ANY($1) AND version > 0";

    /// <summary>$1 numbers, $2 ids, $3 handles, $4 versions, $5 snapshots, $6 counters, $7 last entries, $8 codes.</summary>
    public string WriteContacts => field ??= Taken.All(
        $"""
        INSERT INTO {_schema}.contact (no, id, handle, version, snapshot, changed, last_entry, mac) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, snapshot = excluded.snapshot, changed = excluded.changed, last_entry = excluded.last_entry, mac = excluded.mac
        """,
        "cardinality($1)");

    /// <summary>As <see cref="WriteContacts"/>, for one.</summary>
    public string WriteContact => field ??= Taken.All($"""
        INSERT INTO {_schema}.contact (no, id, handle, version, snapshot, changed, last_entry, mac) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, snapshot = excluded.snapshot, changed = excluded.changed, last_entry = excluded.last_entry, mac = excluded.mac
        """);

    public string CopyContacts => field ??= $"COPY {_schema}.contact (no, id, handle, version, snapshot, changed, last_entry, mac) FROM STDIN (FORMAT BINARY)";

    public string WriteEntries => field ??= Taken.All(
        $"INSERT INTO {_schema}.entry (idx, leaf, contact, change, type, quarantined, recorded_at, sealed) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)", "cardinality($1)");

    /// <summary>As <see cref="WriteEntries"/>, for one.</summary>
    public string WriteEntry => field ??= Taken.All($"INSERT INTO {_schema}.entry (idx, leaf, contact, change, type, quarantined, recorded_at, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");

    public string CopyEntries => field ??= $"COPY {_schema}.entry (idx, leaf, contact, change, type, quarantined, recorded_at, sealed) FROM STDIN (FORMAT BINARY)";

    public string WriteClosed => field ??= Taken.All(
        $"""
        INSERT INTO {_schema}.closed (digest, version, snapshot, mac) SELECT * FROM unnest($1, $2, $3, $4)
        ON CONFLICT (digest) DO UPDATE SET version = excluded.version, snapshot = excluded.snapshot, mac = excluded.mac
        """,
        "cardinality($1)");

    public string DeleteClosed => field ??= $"DELETE FROM {_schema}.closed WHERE digest = ANY($1)";

    /// <summary>After it, in another statement: those are gone, or it fails.</summary>
    public string DemandNotClosed => field ??= Taken.None($"{_schema}.closed WHERE digest = ANY($1)");

    public string WriteGone => field ??= Taken.All($"INSERT INTO {_schema}.gone (changed, no) SELECT * FROM unnest($1, $2)", "cardinality($1)");

    /// <summary>$1 how many at most: the last checkpoint is the first of them that verifies.</summary>
    public string LastCheckpoints => field ??= $"SELECT size, made_at, note, mac FROM {_schema}.checkpoint ORDER BY size DESC LIMIT $1";

    /// <summary>$1 size and $2 code to begin after, $3 how many at most.</summary>
    public string ReadCheckpoints => field ??= $"SELECT size, made_at, note, mac FROM {_schema}.checkpoint WHERE (size, mac) > ($1, $2) ORDER BY size, mac LIMIT $3";

    /// <summary>$1 size, $2 code.</summary>
    public string FindCheckpoint => field ??= $"SELECT note FROM {_schema}.checkpoint WHERE size = $1 AND mac = $2";

    public string WriteCheckpoint => field ??= Taken.All($"INSERT INTO {_schema}.checkpoint (size, made_at, note, mac) VALUES ($1, $2, $3, $4)");

    /// <summary>$1 digest to begin after, $2 how many at most.</summary>
    public string ScanClosed => field ??= $"SELECT digest FROM {_schema}.closed WHERE digest > $1 AND length(digest) = 32 ORDER BY digest LIMIT $2";

    /// <summary>How long the log is, where something stands beyond its head.</summary>
    public string FindBeyond => field ??= $"SELECT size FROM {_schema}.head h WHERE EXISTS (SELECT FROM {_schema}.entry WHERE idx >= h.size)";

    /// <summary>$1 kinds, $2 keys: the notes, with the place of the pair.</summary>
    public string FindNotes => field ??= $"""
        SELECT n.bytes, n.version, n.gone_at, n.mac, n.key, q.place FROM unnest($1, $2) WITH ORDINALITY q (kind, key, place)
        JOIN {_schema}.note n ON n.kind = q.kind AND n.key = q.key
        """;

    public string ScanNotes => field ??= $"SELECT bytes, version, gone_at, mac, key FROM {_schema}.note WHERE kind = $1 AND key > $2 ORDER BY key LIMIT $3";

    /// <summary>$1 kind, $2 key, $3 bytes, $4 when it is gone, $5 its code: where there is none yet.</summary>
    public string AddNote => field ??= $"INSERT INTO {_schema}.note (kind, key, bytes, version, gone_at, mac) VALUES ($1, $2, $3, 1, $4, $5) ON CONFLICT DO NOTHING";

    /// <summary>As <see cref="AddNote"/>, in place of the one with the version before $6.</summary>
    public string ReplaceNote => field ??= $"UPDATE {_schema}.note SET bytes = $3, version = $6, gone_at = $4, mac = $5 WHERE kind = $1 AND key = $2 AND version = $6 - 1";

    /// <summary>$1 kind, $2 key, $3 code: takes away a row that says nothing, where it still is that one.</summary>
    public string RemoveNote => field ??= $"DELETE FROM {_schema}.note WHERE kind = $1 AND key = $2 AND mac = $3";

    public string PurgeNotes => field ??= $"DELETE FROM {_schema}.note WHERE gone_at <= $1";

    public string FindLeaves => field ??= $"SELECT idx, leaf FROM {_schema}.entry WHERE idx = ANY($1)";

    /// <summary>$1 first index, $2 index after the last, $3 how many at most.</summary>
    public string ReadSealed => field ??= $"""
        SELECT e.idx, e.sealed, e.leaf, c.handle FROM {_schema}.entry e LEFT JOIN {_schema}.contact c ON c.no = e.contact
        WHERE e.idx >= $1 AND e.idx < $2 ORDER BY e.idx LIMIT $3
        """;

    /// <summary>The entries that a query wants: $1 first index, $2 index after the last, $3 how many at most, then id and type where they are asked for.</summary>
    public string ReadEntries(LogQuery query)
    {
        var next = 3;
        return $"""
            SELECT e.idx, e.sealed, e.leaf, c.handle, e.recorded_at FROM {_schema}.entry e LEFT JOIN {_schema}.contact c ON c.no = e.contact
            WHERE e.idx >= $1 AND e.idx < $2 AND e.sealed IS NOT NULL{(query.Contact.IsDefault ? "" : $" AND e.contact = (SELECT no FROM {_schema}.contact WHERE id = ${++next})")}{(query.QuarantinedOnly ? " AND e.quarantined" : "")}{(query.Type is null ? "" : $" AND e.type = ${++next}")}{(query.Type is null || query.Type == AuditEntryType.Changed ? "" : " AND e.type <> 'changed'")}
            ORDER BY e.idx LIMIT $3
            """;
    }

    public string AllowErasing => field ??= $"INSERT INTO {_schema}.erasing (first, last) SELECT * FROM unnest($1, $2)";

    public string EndErasing => field ??= $"DELETE FROM {_schema}.erasing";

    /// <summary>After it, in another statement: nothing may be emptied any more, or it fails.</summary>
    public string DemandErasingEnded => field ??= Taken.None($"{_schema}.erasing");

    /// <summary>$1 first indexes, $2 last ones; returns whose entries they were.</summary>
    public string EmptyEntries => field ??= $"""
        WITH named AS MATERIALIZED (SELECT e.idx, e.contact FROM unnest($1, $2) q (first, last) JOIN {_schema}.entry e ON e.idx BETWEEN q.first AND q.last),
        emptied AS (
            UPDATE {_schema}.entry e SET contact = NULL, change = NULL, type = NULL, quarantined = NULL, recorded_at = NULL, sealed = NULL FROM named n WHERE e.idx = n.idx RETURNING n.contact
        )
        SELECT DISTINCT contact FROM emptied WHERE contact IS NOT NULL
        """;

    /// <summary>After it, in another statement: nothing is left of them, or it fails.</summary>
    public string DemandEmptied => field ??= Taken.None(
        $"unnest($1, $2) q (first, last) JOIN {_schema}.entry e ON e.idx BETWEEN q.first AND q.last WHERE num_nonnulls(contact, change, type, quarantined, recorded_at, sealed) > 0");

    public string FindErased => field ??= $"SELECT id, no, handle, version, last_entry, snapshot, mac FROM {_schema}.contact WHERE id = ANY($1)";

    /// <summary>$1 ids, $2 counters, $3 codes.</summary>
    public string ForgetSnapshots => field ??= Taken.All(
        $"UPDATE {_schema}.contact c SET version = 0, snapshot = NULL, changed = q.changed, last_entry = -1, mac = q.mac FROM unnest($1, $2, $3) q (id, changed, mac) WHERE c.id = q.id", "cardinality($1)");

    /// <summary>Of the contacts $1, removes those of whom nothing is left, neither snapshot nor entry; returns the names of their keys.</summary>
    public string DeleteContacts => field ??= $"""
        DELETE FROM {_schema}.contact c WHERE c.no = ANY($1) AND c.version = 0 AND NOT EXISTS (SELECT FROM {_schema}.entry e WHERE e.contact = c.no)
        RETURNING c.handle
        """;

    /// <summary>After it, in another statement: none of those is left, or it fails.</summary>
    public string DemandDeleted => field ??= Taken.None($"{_schema}.contact c WHERE c.no = ANY($1) AND c.version = 0 AND NOT EXISTS (SELECT FROM {_schema}.entry e WHERE e.contact = c.no)");

    /// <summary>The check value of the keys, and whether there is nothing that was made under a key.</summary>
    public string FindKeyCheck => field ??= $"""
        SELECT (SELECT value FROM {_schema}.key_check),
            (SELECT size FROM {_schema}.head) = 0 AND NOT EXISTS (SELECT FROM {_schema}.contact) AND NOT EXISTS (SELECT FROM {_schema}.closed)
        """;

    public string KeepKeyCheck => field ??= $"INSERT INTO {_schema}.key_check VALUES (true, $1) ON CONFLICT DO NOTHING";

    /// <summary>Contacts of whom nothing is left, but whose rows are still there because something stopped whoever wanted to remove them.</summary>
    public string FindRemains => field ??= $"""
        SELECT no FROM {_schema}.contact c WHERE version = 0 AND NOT EXISTS (SELECT FROM {_schema}.entry e WHERE e.contact = c.no)
        """;

    public string FindDoomed => field ??= $"SELECT handle, mac FROM {_schema}.doomed_key";

    public string WriteDoomed => field ??= Taken.All($"INSERT INTO {_schema}.doomed_key (handle, mac) SELECT * FROM unnest($1, $2) ON CONFLICT (handle) DO UPDATE SET mac = excluded.mac", "cardinality($1)");

    public string DeleteDoomed => field ??= $"DELETE FROM {_schema}.doomed_key WHERE handle = ANY($1)";

    /// <summary>$1 counter, $2 the head's code with it.</summary>
    public string MoveChanged => field ??= Taken.All($"UPDATE {_schema}.head SET changed = $1, mac = $2 WHERE one");

    /// <summary>$1 the code of a head that says nothing: for a database that holds nothing.</summary>
    public string BeginHead => field ??= $"""
        UPDATE {_schema}.head SET mac = $1 WHERE one AND mac = '' AND size = 0 AND changed = 0 AND contacts = 0 AND edge = ''
            AND NOT EXISTS (SELECT FROM {_schema}.entry) AND NOT EXISTS (SELECT FROM {_schema}.contact) AND NOT EXISTS (SELECT FROM {_schema}.closed)
        """;

    public string Vacuum => field ??= $"VACUUM {_schema}.entry, {_schema}.contact";

    public string Compact => field ??= $"VACUUM FULL {_schema}.entry, {_schema}.contact";

    private string WriteOne(string condition, string contact) => $"""
        WITH locked AS MATERIALIZED (
            SELECT FROM {_schema}.head WHERE one AND size = $1 AND edge = $2 AND changed = $3 AND {condition} FOR UPDATE
        ), written AS (
            {contact} RETURNING 1
        ), moved AS (
            UPDATE {_schema}.head SET size = $1 + 1, last_recorded_at = $4, edge = $5, changed = $6, contacts = $7, mac = $19 FROM written WHERE one RETURNING 1
        ), logged AS (
            INSERT INTO {_schema}.entry (idx, leaf, contact, change, type, quarantined, recorded_at, sealed) SELECT $1, $17, $8, $13, $14, $15, $4, $16 FROM written RETURNING 1
        )
        SELECT CASE WHEN (SELECT count(*) FROM written) = 0 THEN 0 ELSE 1 / ((SELECT count(*) FROM moved) * (SELECT count(*) FROM logged)) END
        """;

    /// <summary>An identifier between quotes.</summary>
    public static string Quoted(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
