using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>Turns what PostgreSQL or the network answers into the port's one kind of trouble. PostgreSQL's own message may quote a value, so only its code is told.</summary>
internal static class Trouble
{
    private const string User = "consent user";
    private const string Kind = "consent statement";

    public static bool IsKnown(Exception trouble) => trouble is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException;

    /// <summary>Whether nobody can say if what was sent last was done, and will last: the answer did not come, or is not the standby's.</summary>
    public static bool IsConnectionLost(Exception trouble) => trouble is PostgresException answer ? answer.InvariantSeverity is "FATAL" or "PANIC" : IsKnown(trouble);

    public static ConsentStoreException Of(Exception trouble) => trouble switch
    {
        ConsentStoreException known => known,
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } lacking => Lacking(lacking),
        // The second is said of a rule on what is written.
        PostgresException { SqlState: PostgresErrorCodes.DivisionByZero or PostgresErrorCodes.FeatureNotSupported } => new NotTakenException(),
        PostgresException answer => Of(answer.SqlState),
        FormerPrimaryException or NpgsqlException { InnerException: AggregateException { InnerExceptions: [FormerPrimaryException, ..] } } =>
            new("The PostgreSQL server was the primary before a failover, and came back: it is not spoken to.", isTransient: true, trouble),
        StandbyWaitException => new("PostgreSQL stopped waiting for its synchronous standby.", isTransient: true, trouble),
        _ => new("The connection to PostgreSQL was lost, or could not be made.", isTransient: true, trouble),
    };

    /// <summary>Keeps as whom and for what a statement was run, for a message about it. Always <see langword="false"/>, so that it can filter.</summary>
    /// <param name="trouble">What came of it.</param>
    /// <param name="user">The database user.</param>
    /// <param name="kind">The statement's verb.</param>
    public static bool WasRunAs(Exception trouble, string? user, string kind)
    {
        if (trouble is PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } lacking && !lacking.Data.Contains(User))
        {
            (lacking.Data[User], lacking.Data[Kind]) = (user, kind);
        }

        return false;
    }

    /// <summary>Says whose privileges do not suffice for what. The server's message names a table or the like, and no value: those are parameters.</summary>
    private static ConsentStoreException Lacking(PostgresException lacking) => new(
        $"The database user {lacking.Data[User]} lacks a privilege for {lacking.Data[Kind]} ({lacking.MessageText}): it has to be a member of consent_writer, consent_auditor or consent_eraser, or the owner; roles get what they lack at the next start of a host whose migrator owns the tables.",
        isTransient: false,
        lacking);

    public static bool IsTransient(Exception trouble) => IsKnown(trouble) && Of(trouble).IsTransient;

    private static ConsentStoreException Of(string code)
    {
        var (message, isTransient) = code switch
        {
            PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => ("The transaction collided with another one.", true),
            "25P03" => ("PostgreSQL ended a transaction that had stood still.", true), // idle_in_transaction_session_timeout
            PostgresErrorCodes.LockNotAvailable => ("The database is locked by another process, and stayed so for the whole time of retries.", true),
            PostgresErrorCodes.QueryCanceled => ("PostgreSQL cancelled the statement: it took too long.", true),
            PostgresErrorCodes.DiskFull => ("The disk of the PostgreSQL server is full.", false),
            // A standby, or a primary that is one now: another one takes over.
            PostgresErrorCodes.ReadOnlySqlTransaction => ("The PostgreSQL database is read-only.", true),
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn => ("The schema is not there, or a table of it is missing.", false),
            PostgresErrorCodes.InvalidCatalogName => ("There is no PostgreSQL database of that name.", false),
            _ when code.StartsWith("08", StringComparison.Ordinal) => ("The connection to PostgreSQL was lost, or could not be made.", true),
            _ when code.StartsWith("57P", StringComparison.Ordinal) => ("PostgreSQL is stopping or starting, or ended the connection.", true),
            _ when code.StartsWith("53", StringComparison.Ordinal) => ("The PostgreSQL server lacks memory or connections.", true),
            _ when code.StartsWith("28", StringComparison.Ordinal) => ("PostgreSQL does not let this user in.", false),
            _ when code.StartsWith("23", StringComparison.Ordinal) => ("The PostgreSQL database refused a row: its log is append-only.", false),
            _ when code.StartsWith("58", StringComparison.Ordinal) => ("Reading or writing a file of the PostgreSQL server failed.", false),
            _ when code.StartsWith("XX", StringComparison.Ordinal) => ("The PostgreSQL database is damaged.", false),
            _ => ($"PostgreSQL failed with SQLSTATE {code}.", false),
        };
        return new(message, isTransient);
    }
}
