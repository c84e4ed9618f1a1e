using Consent.Testing.Conformance;

namespace Consent.Storage.Sqlite.Tests;

public class ConformanceCoverageTests
{
    [Fact]
    public void The_sqlite_store_runs_every_suite() => ConformanceCoverage.AssertComplete<SqliteFixture>(typeof(ConformanceCoverageTests).Assembly);
}
