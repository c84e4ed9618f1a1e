using Consent.Tracking.Tests.Faults;

namespace Consent.Storage.PostgreSql.Tests;

public sealed class PostgreSqlFaultLaws : FaultLaws<PostgreSqlFixture>;
