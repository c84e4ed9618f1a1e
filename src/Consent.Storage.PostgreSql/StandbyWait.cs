using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>Hears when the server stops waiting for its synchronous standby. Then it reports success, and all the same what was committed may be on the primary alone: a warning is the only trace.</summary>
/// <remarks>A command timeout, <c>pg_cancel_backend</c> or a cancelled token end the wait, and not the commit (PostgreSQL, <c>syncrep.c</c>).</remarks>
internal sealed class StandbyWait
{
    /// <summary>What <c>synchronous_commit</c> has to be, for a commit to wait for the disk and for the standby where there is one: as the server or the role has it, unless that is not to wait (<c>off</c>), or not for the standby (<c>local</c>).</summary>
    public const string Level = "CASE WHEN current_setting('synchronous_commit') IN ('off', 'local') THEN 'on' ELSE current_setting('synchronous_commit') END";

    /// <summary>Commits next to nothing, where there is a synchronous standby to wait for: once it has that, it has all that was committed before.</summary>
    public const string Statement =
        $"SELECT set_config('synchronous_commit', {Level}, true), pg_logical_emit_message(true, 'consent', '') WHERE current_setting('synchronous_standby_names') <> ''";

    // Where the server warns; the message itself is in the server's language.
    private const string Routine = "SyncRepWaitForLSN";

    private volatile bool _isGivenUp;

    /// <summary>Listens for as long as the connection is used.</summary>
    public StandbyWait(NpgsqlConnection connection) => connection.Notice += (_, told) => _isGivenUp |= string.Equals(told.Notice.Routine, Routine, StringComparison.Ordinal);

    /// <exception cref="StandbyWaitException">Nobody knows whether what was committed would outlive the primary.</exception>
    public void ThrowIfGivenUp()
    {
        if (_isGivenUp)
        {
            throw new StandbyWaitException();
        }
    }
}
