using Consent.Tracking.Tests.Stories;

namespace Consent.Storage.PostgreSql.Tests;

public sealed class PostgreSqlRequestLaws : RequestLaws<PostgreSqlFixture>;
