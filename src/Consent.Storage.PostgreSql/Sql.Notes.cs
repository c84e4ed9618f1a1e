namespace Consent.Storage.PostgreSql;

/// <summary>Notes.</summary>
internal sealed partial class Sql
{
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
}
