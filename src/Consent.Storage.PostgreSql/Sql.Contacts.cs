namespace Consent.Storage.PostgreSql;

/// <summary>Contacts' rows, and what is kept of closed ids.</summary>
internal sealed partial class Sql
{
    /// <summary>Whether any id is kept closed; fails where somebody made a rule (<see cref="DemandNoRules"/>).</summary>
    public string AnyClosed => field ??= $"SELECT EXISTS (SELECT FROM {_schema}.closed), {DemandNoRules[7..]}";

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

    /// <summary>$1 first and $2 last number, $3 how many.</summary>
    public string DemandContacts => field ??= Taken.Rows($"{_schema}.contact WHERE no BETWEEN $1 AND $2", "$3");

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

    /// <summary>$1 digest to begin after, $2 how many at most.</summary>
    public string ScanClosed => field ??= $"SELECT digest FROM {_schema}.closed WHERE digest > $1 AND length(digest) = 32 ORDER BY digest LIMIT $2";
}
