namespace Consent.Storage.PostgreSql;

/// <summary>The statements of a store. Values are parameters without exception; the schema's name is an identifier that was checked, and quoted all the same.</summary>
/// <remarks>OFFSET 0 keeps the planner from changing the order: one by one, by the contact first. What it would save at best is little, and with statistics that are behind it may go through all entries for each.</remarks>
internal sealed partial class Sql(string schema)
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

    /// <summary>Fails where a table has a rule, which may write something else, or nothing: asked before anything is written, since what cannot be prepared because of a rule leaves Npgsql's connection unusable.</summary>
    public string DemandNoRules => field ??= Taken.None(
        $"pg_catalog.pg_rewrite WHERE ev_class = ANY (ARRAY[{string.Join(", ", s_written.Select(table => $"'{_schema}.{table}'"))}]::regclass[])");

    /// <summary>The check value of the keys, and whether there is nothing that was made under a key.</summary>
    public string FindKeyCheck => field ??= $"""
        SELECT (SELECT value FROM {_schema}.key_check),
            (SELECT size FROM {_schema}.head) = 0 AND NOT EXISTS (SELECT FROM {_schema}.contact) AND NOT EXISTS (SELECT FROM {_schema}.closed)
        """;

    public string KeepKeyCheck => field ??= $"INSERT INTO {_schema}.key_check VALUES (true, $1) ON CONFLICT DO NOTHING";

    /// <summary>$1 counter, $2 the head's code with it.</summary>
    public string MoveChanged => field ??= Taken.All($"UPDATE {_schema}.head SET changed = $1, mac = $2 WHERE one");

    /// <summary>$1 the code of a head that says nothing: for a database that holds nothing.</summary>
    public string BeginHead => field ??= $"""
        UPDATE {_schema}.head SET mac = $1 WHERE one AND mac = '' AND size = 0 AND changed = 0 AND contacts = 0 AND edge = ''
            AND NOT EXISTS (SELECT FROM {_schema}.entry) AND NOT EXISTS (SELECT FROM {_schema}.contact) AND NOT EXISTS (SELECT FROM {_schema}.closed)
        """;

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
