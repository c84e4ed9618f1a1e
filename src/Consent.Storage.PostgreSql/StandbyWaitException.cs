namespace Consent.Storage.PostgreSql;

/// <summary>The server stopped waiting for its synchronous standby: the outcome is as unknown as that of a commit whose answer was lost, and is treated alike.</summary>
#pragma warning disable CA1064, CA1032 // Never leaves the adapter, and has one cause.
internal sealed class StandbyWaitException() : IOException("PostgreSQL stopped waiting for its synchronous standby.");
#pragma warning restore CA1064, CA1032
