using Consent.Tracking.Tests.Stories;

namespace Consent.Storage.Sqlite.Tests;

public sealed class SqliteRequestLaws : RequestLaws<SqliteFixture>;
