namespace Consent.Storage.PostgreSql;

/// <summary>What the three roles may, in a schema of either kind. Brought up to date at each start by whoever owns the tables, so that a role which was made later gets it too.</summary>
internal static class Grants
{
    private const string Everybody = "contact,gone,closed,entry,head,checkpoint,doomed_key,note,key_check,consent_migration";

    /// <summary>Role, privilege, tables, and columns where it is not for all of them.</summary>
    private static readonly (string Role, string Privilege, string Tables, string Columns)[] s_store =
    [
        ("consent_writer", "SELECT", Everybody, ""),
        ("consent_writer", "INSERT", "contact,gone,closed,entry,checkpoint,key_check,note", ""),
        ("consent_writer", "UPDATE", "contact", "version,snapshot,changed,last_entry,mac"),
        ("consent_writer", "UPDATE", "note", "bytes,version,gone_at,mac"),
        ("consent_writer", "UPDATE", "head,closed", ""),
        ("consent_writer", "DELETE", "closed,note", ""),
        ("consent_auditor", "SELECT", Everybody, ""),
        ("consent_eraser", "SELECT", Everybody + ",erasing", ""),
        ("consent_eraser", "INSERT", "closed,gone,erasing,doomed_key", ""),
        ("consent_eraser", "UPDATE", "contact", "version,snapshot,changed,last_entry,mac"),
        ("consent_eraser", "UPDATE", "entry", "contact,change,type,quarantined,recorded_at,sealed"),
        ("consent_eraser", "UPDATE", "head", "changed,mac"),
        ("consent_eraser", "UPDATE", "closed", ""),
        ("consent_eraser", "UPDATE", "doomed_key", "mac"),
        ("consent_eraser", "DELETE", "contact,note,closed,erasing,doomed_key", ""),
    ];

    private static readonly (string Role, string Privilege, string Tables, string Columns)[] s_keys =
    [
        ("consent_writer", "SELECT", "key_page,consent_migration", ""),
        ("consent_writer", "INSERT", "key_page", ""),
        ("consent_auditor", "SELECT", "key_page,consent_migration", ""),
        ("consent_eraser", "SELECT", "key_page,consent_migration", ""),
        // For all columns: nothing less allows it to wait for those who add pages (LOCK TABLE).
        ("consent_eraser", "UPDATE", "key_page", ""),
    ];

    /// <summary>A statement that grants what is missing, where the user may; it writes nothing where nothing is.</summary>
    /// <param name="schema">The schema, which was checked.</param>
    /// <param name="scripts">Of which kind it is: <c>store</c> or <c>keys</c>.</param>
    public static string Sql(string schema, string scripts) =>
        $"""
        DO $$
        DECLARE
            missing record;
        BEGIN
            FOR missing IN SELECT rolname FROM pg_catalog.pg_roles, pg_catalog.pg_namespace
                WHERE rolname IN ('consent_writer', 'consent_auditor', 'consent_eraser') AND nspname = '{schema}'
                    AND pg_has_role(nspowner, 'USAGE') AND NOT has_schema_privilege(pg_roles.oid, pg_namespace.oid, 'USAGE')
            LOOP
                EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', '{schema}', missing.rolname);
            END LOOP;
            FOR missing IN SELECT wanted.* FROM (
                    SELECT role, privilege, what, nullif(columns, '') AS columns
                    FROM (VALUES
                        {string.Join(",\n                ", (string.Equals(scripts, "store", StringComparison.Ordinal) ? s_store : s_keys).Select(g => $"('{g.Role}', '{g.Privilege}', '{g.Tables}', '{g.Columns}')"))}
                    ) listed (role, privilege, tables, columns), unnest(string_to_array(tables, ',')) what
                ) wanted
                JOIN pg_catalog.pg_roles r ON rolname = role
                JOIN pg_catalog.pg_class c ON relname = what AND relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = '{schema}')
                WHERE pg_has_role(relowner, 'USAGE') AND CASE
                    WHEN columns IS NULL THEN NOT has_table_privilege(r.oid, c.oid, privilege)
                    ELSE EXISTS (SELECT FROM unnest(string_to_array(columns, ',')) col WHERE NOT has_column_privilege(r.oid, c.oid, col, privilege)) END
                ORDER BY role, what, privilege
            LOOP
                EXECUTE format('GRANT %s%s ON %I.%I TO %I', missing.privilege, coalesce(' (' || missing.columns || ')', ''), '{schema}', missing.what, missing.role);
            END LOOP;
        END $$;
        """;
}
