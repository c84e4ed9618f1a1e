namespace Consent.Storage.PostgreSql;

/// <summary>The tables of a PostgreSQL store, for an administrator who makes them instead of the application.</summary>
public static class PostgreSqlSchema
{
    /// <summary>What the first start would do, as one script for <c>psql</c>: roles, both schemas, tables, triggers, privileges. Whoever runs it owns the tables, and applications then need no user that may make any.</summary>
    /// <param name="schema">As <see cref="PostgreSqlStoreOptions.Schema"/>. The keys' schema is made beside it; where keys are on another server, the two parts are divided by a comment.</param>
    /// <returns>The script. It runs as a whole or not at all, and once: where the tables are there it fails.</returns>
    /// <exception cref="ArgumentException">The schema's name is not one.</exception>
    public static string Script(string schema = "consent")
    {
        PostgreSqlStoreOptions.CheckSchema(schema, nameof(schema));
        return string.Join(
            "\n\n",
            [
                "BEGIN;",
                .. Migration.Statements(schema, "store", makesSchema: true, 0, OpenStore.SchemaVersion),
                "-- From here on: the keys.",
                .. Migration.Statements(schema + "_keys", "keys", makesSchema: true, 0, OpenStore.KeysVersion),
                "COMMIT;\n",
            ]);
    }
}
