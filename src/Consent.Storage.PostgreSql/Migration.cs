using System.Globalization;
using System.Reflection;
using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>Brings a schema to this version, script by script, and the roles' privileges up to date, one process at a time. Forward only; a schema of a newer version is refused.</summary>
internal static class Migration
{
    private const string WhatIsThere =
        "SELECT coalesce(bool_or(c.relname = 'consent_migration'), false), count(*) = 0 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1";

    /// <param name="migrator">Does it. Who owns nothing has nothing to do where the tables are there.</param>
    /// <param name="schema">The schema's name.</param>
    /// <param name="scripts">Which scripts: they are named <c>scripts-1.sql</c>, <c>scripts-2.sql</c>, …</param>
    /// <param name="version">How many there are.</param>
    /// <exception cref="ConsentStoreException">Of a newer version, another program's, or the migrator may not.</exception>
    public static async ValueTask RunAsync(Database migrator, string schema, string scripts, int version) =>
        await migrator.TransactAsync(
            "CREATE",
            async (connection, stop) =>
            {
                await RunAsync(connection, "SELECT pg_advisory_xact_lock(hashtextextended('consent migration ' || $1, 0))", stop, Commands.Value(schema)).ConfigureAwait(false);
                await RunAsync(connection, Grants.Sql(schema, scripts), stop).ConfigureAwait(false);
                if (await FindAsync(connection, schema, version, stop).ConfigureAwait(false) is var found && found < version)
                {
                    var makesSchema = found == 0 && !await ExistsAsync(connection, schema, stop).ConfigureAwait(false);
                    foreach (var statement in Statements(schema, scripts, makesSchema, found, version))
                    {
                        await RunAsync(connection, statement, stop).ConfigureAwait(false);
                    }
                }

                return true;
            },
            CancellationToken.None).ConfigureAwait(false);

    /// <summary>All that brings a schema to a version, in order.</summary>
    public static IEnumerable<string> Statements(string schema, string scripts, bool makesSchema, int found, int version) =>
    [
        Script("roles.sql"),
        .. makesSchema ? [$"CREATE SCHEMA {Sql.Quoted(schema)};"] : (string[])[],
        .. Tables(schema, scripts, found, version),
        Grants.Sql(schema, scripts),
    ];

    private static IEnumerable<string> Tables(string schema, string scripts, int found, int version)
    {
        yield return $"SET LOCAL search_path TO {Sql.Quoted(schema)};";
        if (found == 0)
        {
            yield return Script("schema.sql");
        }

        for (var next = found + 1; next <= version; next++)
        {
            var number = next.ToString(CultureInfo.InvariantCulture);
            yield return Script($"{scripts}-{number}.sql");
            yield return $"INSERT INTO consent_migration (version) VALUES ({number});";
        }
    }

    /// <returns>The version of the schema; 0 where there is none, or an empty one.</returns>
    private static async ValueTask<int> FindAsync(NpgsqlConnection connection, string schema, int version, CancellationToken stop)
    {
        // The catalog may be read by everybody, also about schemas that one may not use. In one question, because somebody else may be migrating.
        var (isOurs, isEmpty) = await AskAsync(connection, WhatIsThere, row => (row.GetBoolean(0), row.GetBoolean(1)), stop, Commands.Value(schema)).ConfigureAwait(false);
        if (!isOurs)
        {
            return isEmpty ? 0 : throw new ConsentStoreException("The PostgreSQL schema is another program's: it was not made by this library.");
        }

        var found = await AskAsync(connection, $"SELECT coalesce(max(version), 0) FROM {Sql.Quoted(schema)}.consent_migration", row => row.GetInt32(0), stop).ConfigureAwait(false);
        return found <= version
            ? found
            : throw new ConsentStoreException($"The PostgreSQL database has schema {found}, and this version of the library knows up to {version}: use a newer one.");
    }

    private static ValueTask<bool> ExistsAsync(NpgsqlConnection connection, string schema, CancellationToken stop) =>
        AskAsync(connection, "SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1)", row => row.GetBoolean(0), stop, Commands.Value(schema));

    private static async ValueTask<T> AskAsync<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken stop, params NpgsqlParameter[] parameters)
    {
        var command = connection.Command(sql, parameters);
        await using (command.ConfigureAwait(false))
        {
            try
            {
                return (await command.ListAsync(read, stop).ConfigureAwait(false))[0];
            }
            catch (PostgresException trouble) when (Trouble.WasRunAs(trouble, connection.UserName, "SELECT"))
            {
                throw;
            }
        }
    }

    private static async ValueTask RunAsync(NpgsqlConnection connection, string sql, CancellationToken stop, params NpgsqlParameter[] parameters)
    {
        var command = connection.Command(sql, parameters);
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(stop).ConfigureAwait(false);
        }
    }

    private static string Script(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The script {name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
