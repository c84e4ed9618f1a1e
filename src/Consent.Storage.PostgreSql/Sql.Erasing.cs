namespace Consent.Storage.PostgreSql;

/// <summary>What an erasure empties and removes.</summary>
internal sealed partial class Sql
{
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

    /// <summary>Contacts of whom nothing is left, but whose rows are still there because something stopped whoever wanted to remove them.</summary>
    public string FindRemains => field ??= $"""
        SELECT no FROM {_schema}.contact c WHERE version = 0 AND NOT EXISTS (SELECT FROM {_schema}.entry e WHERE e.contact = c.no)
        """;

    public string FindDoomed => field ??= $"SELECT handle, mac FROM {_schema}.doomed_key";

    public string WriteDoomed => field ??= Taken.All($"INSERT INTO {_schema}.doomed_key (handle, mac) SELECT * FROM unnest($1, $2) ON CONFLICT (handle) DO UPDATE SET mac = excluded.mac", "cardinality($1)");

    public string DeleteDoomed => field ??= $"DELETE FROM {_schema}.doomed_key WHERE handle = ANY($1)";

    public string Vacuum => field ??= $"VACUUM {_schema}.entry, {_schema}.contact";

    public string Compact => field ??= $"VACUUM FULL {_schema}.entry, {_schema}.contact";
}
