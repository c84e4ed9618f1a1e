using Consent.Tracking.Tests.Faults;

namespace Consent.Storage.Sqlite.Tests;

public sealed class SqliteFaultLaws : FaultLaws<SqliteFixture>;
