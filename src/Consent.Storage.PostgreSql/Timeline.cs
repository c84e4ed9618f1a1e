using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>The timeline of the server, which rises with every promotion: a primary of an older one was taken over from, and has come back beside its successor. Thread-safe.</summary>
internal sealed class Timeline
{
    // Open to any user. A standby has none of its own; the control file's is late.
    private const string Ask = "SELECT CASE WHEN pg_is_in_recovery() THEN 0 ELSE ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint END";

    private long _greatest;

    /// <summary>The primary's, as far as it is known; 0: it is not.</summary>
    public long Greatest => Interlocked.Read(ref _greatest);

    /// <summary>Looks at a new connection.</summary>
    /// <exception cref="FormerPrimaryException">The server was the primary before.</exception>
    public async Task CheckAsync(NpgsqlConnection connection)
    {
        try
        {
            var command = connection.Command(Ask);
            await using (command.ConfigureAwait(false))
            {
                Check(await command.ExecuteScalarAsync().ConfigureAwait(false));
            }
        }
        catch (PostgresException unknown) when (unknown.InvariantSeverity is "ERROR")
        {
            // Some that are spoken to like PostgreSQL have no such thing. The head of the log is compared all the same.
        }
    }

    /// <inheritdoc cref="CheckAsync"/>
    public void Check(NpgsqlConnection connection)
    {
        try
        {
            using var command = connection.Command(Ask);
            Check(command.ExecuteScalar());
        }
        catch (PostgresException unknown) when (unknown.InvariantSeverity is "ERROR")
        {
            // As above.
        }
    }

    private void Check(object? answer)
    {
        var found = answer is long number ? number : 0;
        for (var known = Interlocked.Read(ref _greatest); found > known; known = Interlocked.Read(ref _greatest))
        {
            Interlocked.CompareExchange(ref _greatest, found, known);
        }

        if (found > 0 && found < Interlocked.Read(ref _greatest))
        {
            throw new FormerPrimaryException();
        }
    }
}
