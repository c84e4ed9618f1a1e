using System.Text;
using System.Text.Json;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests.Json;

/// <summary>What an attacker tried on the forms in JSON, and did no harm with.</summary>
public class HostileJsonTests
{
    private const string No = """{"say":"object","node":"marketing"}""";

    [Fact]
    public async Task A_later_version_with_deep_content_is_read_from_a_stream_as_from_a_text()
    {
        var json = $$"""[{"format":"1.1","contact":"a","later":{{new string('[', 20)}}{{new string(' ', 40000)}}{{new string(']', 20)}},"statements":[{{No}}]}, {"format":"1.1","contact":"a","statements":[{{No}}]}]""";
        Assert.Equal(2, JsonSerializer.Deserialize<ConsentChange[]>(json)!.Length);
        using var stream = new Slow(Encoding.UTF8.GetBytes(json));
        Assert.Equal(2, (await JsonSerializer.DeserializeAsync<ConsentChange[]>(stream, cancellationToken: TestContext.Current.CancellationToken))!.Length);
    }

    [Fact]
    public async Task One_later_version_with_deep_content_is_read_from_a_stream()
    {
        var json = $$"""{"format":"1.1","contact":"a","later":{{new string('[', 20)}}{{new string(']', 20)}},"statements":[{{No}}]}""";
        using var stream = new Slow(Encoding.UTF8.GetBytes(json));
        Assert.NotNull(await JsonSerializer.DeserializeAsync<ConsentChange>(stream, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    [InlineData("2026-01-01T00:00:00.1234567899Z")]
    [InlineData("2026-01-01T00:00:00.Z")]
    [InlineData("2026-01-01T00:00:00+99:00")]
    [InlineData("9999-12-31+14:00/-14:00")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public void Dates_at_the_edge_are_read_or_told(string at)
    {
        var received = ReceivedChange.Read(Encoding.UTF8.GetBytes($$"""{"contact":"a","statements":[{"say":"object","node":"marketing","at":"{{at}}","until":"{{at}}"}]}"""));
        Assert.Single(received.Change.Statements);
    }

    [Theory]
    [InlineData(""" "flags":{"marketing":{"status":true},"all":{},"unknown.x":{"objection":true}} """)]
    [InlineData(""" "flags":{"marketing":{"status":true},"marketing":{"status":false}} """)]
    [InlineData(""" "flags":{}, "givenAt":{"marketing":"2026-01-01T00:00:00Z"},"notAsked":["marketing","marketing"] """)]
    public void Documents_of_odd_content_stop_no_no(string flags)
    {
        var received = ReceivedChange.Read(Encoding.UTF8.GetBytes($$"""{"contact":"a","statements":[{{No}}],"document":{"source":"crm","asOf":"2026-01-01T00:00:00Z",{{flags}} } }"""));
        Assert.Single(received.Change.Statements);
    }

    [Fact]
    public void A_document_of_one_mebibyte_takes_some_memory_and_no_more()
    {
        var json = Encoding.UTF8.GetBytes($$"""{"contact":"a","statements":[{{No}}],"x":[{{string.Concat(Enumerable.Repeat("[],", 1 << 18))}}0]}""");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Single(ReceivedChange.Read(json).Change.Statements);
        var took = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(took < 50L * json.Length, $"{took / json.Length} bytes for each");
    }

    [Fact]
    public void Whatever_comes_there_is_one_kind_of_exception()
    {
        var wrong = new List<string>();
        Spoil(JsonGen.Decision(), wrong);
        Spoil(JsonGen.Trace(), wrong);
        Spoil(JsonGen.Result(), wrong);
        Spoil(JsonGen.Change(), wrong);
        Spoil(UseGen.Request(), wrong);
        Spoil(RequestGen.Facts(), wrong);
        Spoil(EntryGen.Any(), wrong);
        Assert.Empty(wrong.Distinct());
    }

    private static void Spoil<T>(Gen<T> gen, List<string> wrong)
    {
        var random = new System.Random(7);
        string[] odd = ["null", "[]", "{}", "\"\"", "-1", "1e300", "99999999999999999999", "true", "\"all\"", "\"0001-01-01T00:00:00.000000Z\"", "\"9999-12-31T23:59:59.999999Z\"", "\"9999-12-31\"", "\"0001-01-01\"", "\"unknown\"", "\"\\u0000\"", "\"\\ud800\"", $"\"{new string('x', 2000)}\"", $"\"{new string('0', 64)}\"", "[null]", "[{}]"];
        foreach (var value in gen.Sample(5))
        {
            var pool = JsonTree.Parse(JsonSerializer.Serialize(value)).All().Select(t => JsonTree.Of(t.ToString())).ToList();
            for (var turn = 0; turn < 10; turn++)
            {
                var tree = JsonTree.Parse(JsonSerializer.Serialize(value));
                for (var k = random.Next(1, 4); k > 0; k--)
                {
                    var holders = tree.All().Where(t => t.Members?.Count > 0 || t.Items?.Count > 0).ToList();
                    if (holders.Count == 0)
                    {
                        break;
                    }

                    var target = holders[random.Next(holders.Count)];
                    var with = random.Next(2) == 0 ? pool[random.Next(pool.Count)] : JsonTree.Of(odd[random.Next(odd.Length)]);
                    if (target.Members is { } members)
                    {
                        var at = random.Next(members.Count);
                        if (random.Next(4) == 0)
                        {
                            members.RemoveAt(at);
                        }
                        else
                        {
                            members[at] = (members[at].Name, with);
                        }
                    }
                    else
                    {
                        target.Items![random.Next(target.Items.Count)] = with;
                    }
                }

                var json = tree.ToString();
                try
                {
                    var read = JsonSerializer.Deserialize<T>(json)!;
                    var again = JsonSerializer.Serialize(read);
                    var twice = JsonSerializer.Serialize(JsonSerializer.Deserialize<T>(again));
                    if (again != twice)
                    {
                        wrong.Add($"{typeof(T).Name}: not read back {again.Length}");
                    }
                }
                catch (JsonException)
                {
                }
                catch (Exception e)
                {
                    wrong.Add($"{typeof(T).Name}: {e.GetType().Name} {e.Message} {e.StackTrace?.Split('\n').FirstOrDefault(l => l.Contains("Consent.", StringComparison.Ordinal))}");
                }
            }
        }
    }

    [Fact]
    public void No_option_changes_the_shape()
    {
        var change = ReceivedChange.Read("""{"contact":"Ada Lovelace","id":"7","statements":[{"say":"object","node":"marketing"},{"say":"object","node":"marketing"}]}"""u8).Change;
        var plain = JsonSerializer.Serialize(change);
        foreach (var options in new JsonSerializerOptions[]
        {
            new() { ReferenceHandler = System.Text.Json.Serialization.ReferenceHandler.Preserve }, new(JsonSerializerOptions.Strict), new(JsonSerializerDefaults.Web), new() { AllowOutOfOrderMetadataProperties = true },
            new() { DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseUpper, PreferredObjectCreationHandling = System.Text.Json.Serialization.JsonObjectCreationHandling.Populate, IgnoreReadOnlyFields = true },
        })
        {
            Assert.Equal(plain, JsonSerializer.Serialize(change, options));
            Assert.Equal(plain, JsonSerializer.Serialize<object>(change, options));
            Assert.Equal(change.ContentDigest(), JsonSerializer.Deserialize<ConsentChange>(plain, options)!.ContentDigest());
            Assert.Contains("\"Ada Lovelace\":", JsonSerializer.Serialize(new Dictionary<ContactId, int> { [change.Contact] = 1 }, options), StringComparison.Ordinal);
            Assert.Equal(change.Contact, JsonSerializer.SerializeToNode(change.Contact, options).Deserialize<ContactId>(options));
        }
    }

    [Fact]
    public void Many_noes_in_a_body_of_a_mebibyte_are_read_in_time()
    {
        var nodes = string.Join(",", Enumerable.Range(0, 60_000).Select(i => $"\"node\":\"x{i}\""));
        var json = Encoding.UTF8.GetBytes($$"""{"contact":"a","statements":[{"say":"object","say":"withdraw","say":"restrict",{{nodes}}}]}""");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(180_000, ReceivedChange.Read(json).Change.Statements.Length);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), watch.Elapsed.ToString());
    }

    private sealed class Slow(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer.Length > 64 ? buffer[..64] : buffer, cancellationToken);
    }
}
