using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>A server that was the primary before a failover is not spoken to.</summary>
#pragma warning disable CA1064, CA1032 // Never leaves the adapter, and has one cause.
internal sealed class FormerPrimaryException() : NpgsqlException("The server's timeline is older than one that was seen: it was the primary before a failover.");
#pragma warning restore CA1064, CA1032
