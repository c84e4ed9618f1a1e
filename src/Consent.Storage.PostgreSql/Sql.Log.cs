namespace Consent.Storage.PostgreSql;

/// <summary>Entries, checkpoints and what is found by them.</summary>
internal sealed partial class Sql
{
    /// <summary>$1 first and $2 last index, $3 how many.</summary>
    public string DemandEntries => field ??= Taken.Rows($"{_schema}.entry WHERE idx BETWEEN $1 AND $2", "$3");

    public string WriteEntries => field ??= Taken.All(
        $"INSERT INTO {_schema}.entry (idx, leaf, contact, change, type, quarantined, recorded_at, sealed) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)", "cardinality($1)");

    /// <summary>As <see cref="WriteEntries"/>, for one.</summary>
    public string WriteEntry => field ??= Taken.All($"INSERT INTO {_schema}.entry (idx, leaf, contact, change, type, quarantined, recorded_at, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");

    public string CopyEntries => field ??= $"COPY {_schema}.entry (idx, leaf, contact, change, type, quarantined, recorded_at, sealed) FROM STDIN (FORMAT BINARY)";

    /// <summary>$1 how many at most: the last checkpoint is the first of them that verifies.</summary>
    public string LastCheckpoints => field ??= $"SELECT size, made_at, note, mac FROM {_schema}.checkpoint ORDER BY size DESC LIMIT $1";

    /// <summary>$1 size and $2 code to begin after, $3 how many at most.</summary>
    public string ReadCheckpoints => field ??= $"SELECT size, made_at, note, mac FROM {_schema}.checkpoint WHERE (size, mac) > ($1, $2) ORDER BY size, mac LIMIT $3";

    /// <summary>$1 size, $2 code.</summary>
    public string FindCheckpoint => field ??= $"SELECT note FROM {_schema}.checkpoint WHERE size = $1 AND mac = $2";

    public string WriteCheckpoint => field ??= Taken.All($"INSERT INTO {_schema}.checkpoint (size, made_at, note, mac) VALUES ($1, $2, $3, $4)");

    /// <summary>How long the log is, where something stands beyond its head.</summary>
    public string FindBeyond => field ??= $"SELECT size FROM {_schema}.head h WHERE EXISTS (SELECT FROM {_schema}.entry WHERE idx >= h.size)";

    public string FindLeaves => field ??= $"SELECT idx, leaf FROM {_schema}.entry WHERE idx = ANY($1)";

    /// <summary>$1 first index, $2 index after the last, $3 how many at most.</summary>
    public string ReadSealed => field ??= $"""
        SELECT e.idx, e.sealed, e.leaf, c.handle FROM {_schema}.entry e LEFT JOIN {_schema}.contact c ON c.no = e.contact
        WHERE e.idx >= $1 AND e.idx < $2 ORDER BY e.idx LIMIT $3
        """;

    /// <summary>All entries about contacts: $1 ids. The last column is the place of the id, from 1.</summary>
    public string ReadHistories => field ??= $"""
        SELECT e.idx, e.sealed, e.leaf, c.handle, w.place FROM unnest($1) WITH ORDINALITY AS w (id, place) JOIN {_schema}.contact c ON c.id = w.id JOIN {_schema}.entry e ON e.contact = c.no WHERE e.sealed IS NOT NULL
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
}
