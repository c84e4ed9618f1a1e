using Consent.Testing.Conformance;

namespace Consent.Storage.PostgreSql.Tests;

public class ConformanceCoverageTests
{
    [Fact]
    public void The_postgresql_store_runs_every_suite() => ConformanceCoverage.AssertComplete<PostgreSqlFixture>(typeof(ConformanceCoverageTests).Assembly);
}
