using System.Text;
using Consent.Storage.Sqlite;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>Evidence that an attacker wrote to make the noes beside it too large to be recorded.</summary>
public class HostileEvidenceTests
{
    private static readonly string s_digest = new('0', 64);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200)]
    public async Task A_no_with_hostile_evidence_is_recorded(int texts)
    {
        await using var host = new TrackedHost();
        var cut = texts > 0 ? Cut(texts) : $"\"\\u0000\":\"{s_digest}\",\"\":\"{s_digest}\",\"details\":\"{s_digest}\"";
        var received = ReceivedChange.Read(Encoding.UTF8.GetBytes($$"""{"contact":"ada","statements":[{"say":"object","node":"marketing","evidence":{"method":"m","cut":{ {{cut}} } } }]}"""));
        Assert.Equal(ChangeOutcome.Recorded, (await host.Tracker.As(Api).ApplyAsync(received.Change, Stop)).Outcome);
        Assert.True((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
        Assert.Equal(DecisionCode.Objected, (await host.MayEmail(Ada)).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_body_of_half_a_mebibyte_with_many_noes_is_recorded(bool isSqlite)
    {
        var folder = Directory.CreateTempSubdirectory("consent-hostile-").FullName;
        await using var host = new TrackedHost(store: isSqlite ? new SqliteConsentStore(new SqliteStoreOptions { ConnectionString = $"Data Source={folder}/consents.db" }) : null);
        var nodes = string.Join(",", Enumerable.Range(0, 100).Select(i => $"\"node\":\"marketing x{i}\""));
        var received = ReceivedChange.Read(Encoding.UTF8.GetBytes(
            $$"""{"contact":"ada","statements":[{"say":"object","say":"withdraw","say":"restrict",{{nodes}},"node":"marketing","evidence":{"method":"m","cut":{ {{Cut(100)}} } } }]}"""));
        Assert.Equal(ChangeOutcome.Recorded, (await host.Tracker.As(Api).ApplyAsync(received.Change, Stop)).Outcome);
        Assert.True((await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop)).IsSound);
        Assert.Equal(DecisionCode.Restricted, (await host.MayEmail(Ada)).Code);
    }

    private static string Cut(int texts) => string.Join(",", Enumerable.Range(0, texts).Select(i => $"\"{new string('n', 5000)}{i}\":\"{s_digest}\""));
}
