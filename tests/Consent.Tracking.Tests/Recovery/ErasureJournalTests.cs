using System.Text;
using Consent.Storage;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>The journal's file gives back what was written, whatever tore it, and never passes over in silence what it cannot read.</summary>
public sealed class ErasureJournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("consent-journal-").FullName;
    private readonly FileErasureJournal _journal;

    public ErasureJournalTests() => _journal = new(Path);

    private string Path => System.IO.Path.Combine(_folder, "erasures.jsonl");

    public void Dispose()
    {
        _journal.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_journal_that_is_not_there_has_no_records() => Assert.Empty(await _journal.ReadAsync(Stop));

    [Fact]
    public async Task The_last_word_on_an_erasure_counts()
    {
        await _journal.AddAsync(Record(1), Stop);
        await _journal.AddAsync(Record(2), Stop);
        await _journal.MarkAsync(Record(1).Id, ErasureState.Done, Stop);
        await _journal.MarkAsync(Record(2).Id, ErasureState.Refused, Stop);
        await _journal.MarkAsync(Record(1).Id, ErasureState.Begun, Stop);

        Assert.Equal([Record(1), Record(2) with { State = ErasureState.Refused }], await ReopenedAsync());
    }

    [Fact]
    public async Task What_is_said_of_a_pruned_record_says_nothing()
    {
        await _journal.AddAsync(Record(1), Stop);
        await _journal.AddAsync(Record(2), Stop);
        await _journal.MarkAsync(Record(1).Id, ErasureState.Done, Stop);
        await File.WriteAllLinesAsync(Path, (await File.ReadAllLinesAsync(Path, Stop)).Skip(1), Stop);

        Assert.Equal([Record(2)], await ReopenedAsync());
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 9)]
    [InlineData(true, 0)]
    [InlineData(true, 9)]
    public async Task A_line_torn_off_anywhere_costs_no_other(bool isMark, int zeros)
    {
        await _journal.AddAsync(Record(1), Stop);
        await _journal.AddAsync(Record(2), Stop);
        var whole = (await File.ReadAllBytesAsync(Path, Stop)).Length;
        await (isMark ? _journal.MarkAsync(Record(1).Id, ErasureState.Done, Stop) : _journal.AddAsync(Record(3), Stop));
        var bytes = await File.ReadAllBytesAsync(Path, Stop);
        for (var cut = whole; cut < bytes.Length - 1; cut++)
        {
            await File.WriteAllBytesAsync(Path, [.. bytes[..cut], .. new byte[zeros]], Stop);
            Assert.Equal([Record(1), Record(2)], await ReopenedAsync());

            await _journal.AddAsync(Record(4), Stop);
            await _journal.MarkAsync(Record(2).Id, ErasureState.Done, Stop);
            Assert.Equal([Record(1), Record(2) with { State = ErasureState.Done }, Record(4)], await ReopenedAsync());
        }
    }

    [Fact]
    public async Task A_last_line_that_lacks_only_its_end_is_kept()
    {
        await _journal.AddAsync(Record(1), Stop);
        await _journal.AddAsync(Record(2), Stop);
        await File.WriteAllTextAsync(Path, (await File.ReadAllTextAsync(Path, Stop)).TrimEnd(), Stop);

        Assert.Equal([Record(1), Record(2)], await ReopenedAsync());
        await _journal.AddAsync(Record(3), Stop);
        Assert.Equal([Record(1), Record(2), Record(3)], await ReopenedAsync());
    }

    [Fact]
    public async Task A_torn_line_may_be_long()
    {
        await _journal.AddAsync(Record(1), Stop);
        await _journal.AddAsync(Record(2, entries: 2_000), Stop);
        await File.WriteAllBytesAsync(Path, (await File.ReadAllBytesAsync(Path, Stop))[..^100], Stop);

        await _journal.AddAsync(Record(3), Stop);

        Assert.Equal([Record(1), Record(3)], await ReopenedAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("ada@shop.example")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"contact":"ada@shop.example"}""")]
    [InlineData("""{"id":5}""")]
    [InlineData("""{"marked":"00000000-0000-0000-0000-000000000001","as":"ada@shop.example"}""")]
    [InlineData("""{"marked":"00000000-0000-0000-0000-000000000001","as":"7"}""")]
    [InlineData("""{"marked":"00000000-0000-0000-0000-000000000001","as":"99999999999"}""")]
    [InlineData("""{"marked":"00000000-0000-0000-0000-000000000001"}""")]
    [InlineData("""{"marked":"00000000-0000-0000-0000-000000000009","as":"Undone"}""")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000009","at":"2025-06-01","ground":"g","keeps":"Erased","kept":[],"entries":[],"mentions":[]}""")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000009","at":"2025-06-01T00:00:00.000000Z","ground":null,"keeps":"Erased","kept":[],"entries":[],"mentions":[]}""")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000009","at":"2025-06-01T00:00:00.000000Z","ground":"\ud800","keeps":"Erased","kept":[],"entries":[],"mentions":[]}""")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000009","at":"2025-06-01T00:00:00.000000Z","ground":"g","kept":[],"entries":[],"mentions":[]}""")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000009","at":"2025-06-01T00:00:00.000000Z","ground":"g","keeps":"All","kept":[],"entries":[],"mentions":[]}""")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000009","at":"2025-06-01T00:00:00.000000Z","ground":"g","keeps":"Erased","kept":[{"digest":"00","kind":"Erased","since":"2025-06-01T00:00:00.000000Z","linked":[]}],"entries":[],"mentions":[]}""")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000009","at":"2025-06-01T00:00:00.000000Z","ground":"g","keeps":"Erased","kept":[{"digest":"HASH","kind":"7","since":"2025-06-01T00:00:00.000000Z","linked":[]}],"entries":[],"mentions":[]}""")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000009","at":"2025-06-01T00:00:00.000000Z","ground":"g","keeps":"Erased","kept":[],"entries":[[3]],"mentions":[]}""")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000009","at":"2025-06-01T00:00:00.000000Z","ground":"g","keeps":"Erased","kept":[],"entries":[[3,"00"]],"mentions":[]}""")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000009","at":"2025-06-01T00:00:00.000000Z","ground":"g","keeps":"Erased","kept":[],"entries":[[-1,"HASH"]],"mentions":[]}""")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000009","at":"2025-06-01T00:00:00.000000Z","ground":"g","keeps":"Erased","kept":[],"entries":[[3,"HASH"]],"mentions":[[3,"HASH",1]]}""")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000009","at":"2025-06-01T00:00:00.000000Z","ground":"g","keeps":"Erased","kept":[],"entries":[],"mentions":[[3,"HASH"]]}""")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000009","at":"2025-06-01T00:00:00.000000Z","ground":"g","keeps":"Erased","kept":[],"entries":[],"mentions":[[3,"HASH",3]]}""")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000009","at":"2025-06-01T00:00:00.000000Z","ground":"g","keeps":"Erased","kept":[],"entries":[],"mentions":[[3,"HASH",-2]]}""")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000001","at":"2025-06-01T00:00:00.000000Z","ground":"g","keeps":"Erased","kept":[],"entries":[],"mentions":[]}""")]
    public async Task A_line_that_cannot_be_read_is_named_and_not_told(string line)
    {
        await _journal.AddAsync(Record(1), Stop);
        await File.AppendAllTextAsync(Path, line.Replace("HASH", new string('0', 64), StringComparison.Ordinal) + "\n", Stop);
        await _journal.AddAsync(Record(2), Stop);

        var trouble = await Assert.ThrowsAsync<ConsentStoreException>(async () => await ReopenedAsync());

        Assert.StartsWith("Line 2 of the journal of erasures cannot be read", trouble.Message, StringComparison.Ordinal);
        Assert.False(trouble.IsTransient);
        Assert.DoesNotContain("ada@", trouble.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ada@shop.example")]
    [InlineData("""{"contact":"ada@shop.example"}""")]
    [InlineData("""{"contact":"ada@shop""")]
    [InlineData("""{"id":5}""")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000009"}""")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000009"}, {"id":""")]
    public async Task Somebody_elses_file_is_neither_read_nor_written_over(string content)
    {
        await File.WriteAllTextAsync(Path, content, Stop);

        var read = await Assert.ThrowsAsync<ConsentStoreException>(async () => await _journal.ReadAsync(Stop));
        await Assert.ThrowsAsync<ConsentStoreException>(async () => await _journal.AddAsync(Record(1), Stop));

        Assert.StartsWith("Line 1 ", read.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(Path, Stop));
    }

    [Fact]
    public async Task What_could_not_be_read_again_is_not_written()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await _journal.AddAsync(Record(1) with { Entries = [new(2, default), new(1, default)] }, Stop));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await _journal.AddAsync(Record(1) with { Entries = [new(-1, default)] }, Stop));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await _journal.AddAsync(Record(1) with { Entries = [new(2, default, IsOwn: false, 2)] }, Stop));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await _journal.AddAsync(Record(1) with { Entries = [new(2, default, IsOwn: true, 1)] }, Stop));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await _journal.AddAsync(Record(1) with { Entries = default }, Stop));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await _journal.AddAsync(Record(1) with { Ground = null! }, Stop));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await _journal.AddAsync(Record(1) with { State = (ErasureState)7 }, Stop));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await _journal.MarkAsync(Record(1).Id, (ErasureState)7, Stop));

        Assert.False(File.Exists(Path));
    }

    [Fact]
    public async Task Many_may_write_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(
            async () =>
            {
                using var own = new FileErasureJournal(Path);
                for (var i = 0; i < 10; i++)
                {
                    await Task.WhenAll(_journal.AddAsync(Record((n * 20) + i), Stop).AsTask(), own.AddAsync(Record((n * 20) + i + 10), Stop).AsTask());
                }
            },
            Stop)));

        Assert.Equal(Enumerable.Range(0, 80).Select(n => Record(n)), (await ReopenedAsync()).OrderBy(r => r.Id.ToString(), StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whatever_is_written_comes_back() => await HoldsAsync(Records(), 100, async records =>
    {
        foreach (var record in records)
        {
            await _journal.AddAsync(record, default);
        }

        Assert.Equal(records, await ReopenedAsync());
    });

    [Fact]
    public async Task Any_bytes_are_read_or_refused_and_never_lost() => await HoldsAsync(Bytes(), 1_000, async bytes =>
    {
        await File.WriteAllBytesAsync(Path, bytes);
        IReadOnlyList<ErasureRecord>? before = null;
        try
        {
            before = await _journal.ReadAsync(default);
            await _journal.AddAsync(Record(0xFFFF), default);
        }
        catch (ConsentStoreException)
        {
            Assert.Equal(bytes, await File.ReadAllBytesAsync(Path));
            Assert.Null(before);
            return;
        }

        Assert.Equal([.. before, Record(0xFFFF)], await ReopenedAsync());
    });

    private static ErasureRecord Record(int number, int entries = 2) => new(
        new Guid(0, 0, 0, BitConverter.GetBytes(System.Net.IPAddress.HostToNetworkOrder((long)number))),
        Timestamp.FromUnixMicroseconds(1_748_736_000_000_000 + number),
        "GDPR 17(1)(b)",
        (ErasureKeeps)(number % 3),
        number % 3 == 0 ? [Kept(number)] : [],
        [.. Enumerable.Range(number, entries).Select(i => new JournaledEntry(i, Sha256Digest.OfText($"{i}"), IsOwn: i % 2 == 0, i % 2 == 0 ? AuditEntry.NotLogged : i - 2))]);

    private static JournaledClosing Kept(int number) => new(
        new(Sha256Digest.OfText($"{number}"), (ClosedKind)(number % 2), Timestamp.FromUnixMicroseconds(number)), [.. Enumerable.Range(0, number % 3).Select(i => Sha256Digest.OfText($"{number} {i}"))]);

    private static Gen<ErasureRecord[]> Records() =>
        from shapes in Shape().ListOf()
        select shapes.Select((shape, number) => shape with { Id = Record(number).Id }).ToArray();

    private static Gen<ErasureRecord> Shape() =>
        from at in Gen.Choose(int.MinValue, int.MaxValue)
        from since in Gen.Choose(0, int.MaxValue)
        from ground in Gen.Elements("g", "\"{}[],:\\", "\n\r\0\u001b\u2028", "à€😀", "{\"id\":\"").ListOf()
        from keeps in Gen.Elements(Enum.GetValues<ErasureKeeps>())
        from state in Gen.Elements(Enum.GetValues<ErasureState>())
        from gaps in Gen.Choose(1, int.MaxValue).ListOf()
        select new ErasureRecord(
            default,
            Timestamp.FromUnixMicroseconds(at * 10_000L),
            string.Concat(ground),
            keeps,
            [.. Enumerable.Range(0, since % 3).Select(i => Kept(since + i))],
            [.. gaps.Select((_, i) => new JournaledEntry(gaps.Take(i + 1).Sum(g => (long)g), Sha256Digest.OfText($"{i} {at}"), gaps[i] % 2 == 0, gaps[i] % 2 == 0 ? AuditEntry.NotLogged : i - 1))])
        {
            State = state,
            Requests = [.. gaps.Take(since % 3).Select(g => SubjectRequest.Received(SubjectRequestNumber.FromBits((UInt128)(uint)g), SubjectRequestKind.Access, Timestamp.FromUnixMicroseconds(since), TimeZoneInfo.Utc)).DistinctBy(r => r.Number)],
        };

    /// <summary>Pieces of a journal in any order, where something may have been changed.</summary>
    private static Gen<byte[]> Bytes()
    {
        string[] lines =
        [
            .. Enumerable.Range(1, 3).Select(n => $$"""{"id":"00000000-0000-0000-0000-00000000000{{n}}","at":"2025-06-01T00:00:00.000000Z","ground":"g","keeps":"Nothing","kept":[],"entries":[[{{n}},"{{new string('0', 64)}}"]],"mentions":[]}"""),
            """{"marked":"00000000-0000-0000-0000-000000000001","as":"Done"}""",
            """{"marked":"00000000-0000-0000-0000-000000000002","as":"Begun"}""",
        ];
        var piece = Gen.Frequency(
            (6, Gen.Elements(lines).Select(line => Encoding.UTF8.GetBytes(line + "\n"))),
            (1, from line in Gen.Elements(lines) from length in Gen.Choose(0, line.Length) select Encoding.UTF8.GetBytes(line[..length])),
            (1, Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf()));
        return from pieces in piece.ListOf()
               from changed in Gen.Frequency((2, Gen.Constant(-1)), (1, Gen.Choose(0, 1_000)))
               from to in Gen.Frequency((1, Gen.Choose(0, 255)), (1, Gen.Elements(0, '\n', '"', '{', '}', '[', ']', ',', '\\', '9')))
               let bytes = pieces.SelectMany(p => p).ToArray()
               select (byte[])[.. bytes.Select((b, i) => i == changed ? (byte)to : b)];
    }

    private Task HoldsAsync<T>(Gen<T> gen, int cases, Func<T, Task> law) => Task.Run(
        () => Prop.ForAll(gen.ToArbitrary(), async value =>
        {
            File.Delete(Path);
            await law(value);
        }).Check(LawConfig.Of(cases)),
        Stop);

    private async Task<IReadOnlyList<ErasureRecord>> ReopenedAsync()
    {
        using var again = new FileErasureJournal(Path);
        return await again.ReadAsync(default);
    }
}
