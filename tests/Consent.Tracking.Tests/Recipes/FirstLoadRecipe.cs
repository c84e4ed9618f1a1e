using System.Runtime.CompilerServices;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Recipes;

// <recipe first-load>
public sealed class FirstLoad(ConsentBulk bulk)
{
    // customer;notice;email;email_at;phone;phone_at
    private static readonly (PurposePath Purpose, int Column)[] s_columns = [(Purposes.Marketing.Automatic.Email, 2), (Purposes.Marketing.Traditional.Phone, 4)];

    // Unread: the places of what was left out, to be looked at by somebody.
    public async Task<(BulkReport Report, List<string> Unread)> RunAsync(string path, bool isDryRun, CancellationToken cancellationToken)
    {
        var unread = new List<string>();
        var run = bulk.As(Actor.ApiClient("first-load")).Apply(ChangesAsync(path, unread, cancellationToken), new() { IsDryRun = isDryRun });
        return (await run.CompleteAsync(cancellationToken), unread);
    }

    private static async IAsyncEnumerable<ConsentChange> ChangesAsync(string path, List<string> unread, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            var place = $"{Path.GetFileName(path)}:{++number}";
            if (number == 1)
            {
                continue;
            }

            // A file with quotes or line breaks in its cells needs a CSV reader of its own.
            var cells = Array.ConvertAll(line.Split(';'), cell => cell.Trim());
            if (cells.Length != 6 || !ContactId.TryParse(cells[0], null, out var customer))
            {
                unread.Add(place);
                continue;
            }

            // The id is made from the place: a run that was cut off is run again, and what is there is recognised.
            var change = ConsentChange.For(customer).WithId(ChangeId.From($"import:{place}")).From(ChangeSource.Import);
            var said = change;
            foreach (var (purpose, column) in s_columns)
            {
                var isDated = DateTimeOffset.TryParse(cells[column + 1], System.Globalization.CultureInfo.InvariantCulture, out var at);
                switch (cells[column])
                {
                    case "":
                        break;                                                          // A blank says nothing: neither yes nor no.
                    case "yes" when isDated:
                        said = said.Give(purpose, at, Evidence.Asserted(place));
                        said = cells[1].Length > 0 ? said.AcceptNotice(cells[1], at) : said;
                        break;
                    case "no":
                        said = isDated ? said.Withdraw(purpose, at) : said.Withdraw(purpose);   // A no needs no date; without one it counts from now.
                        break;
                    default:
                        unread.Add($"{place}, column {column + 1}");                    // A yes needs one.
                        break;
                }
            }

            if (said != change)
            {
                yield return said;
            }
        }
    }
}
// </recipe>

public sealed class FirstLoadRecipe : IDisposable
{
    private readonly TrackedHost _host = new(configure: options => options.Notices = new([new("v2", Timestamp.Parse("2020-01-01T00:00:00.000000Z"))]));
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"consent-recipe-{Guid.NewGuid():N}.csv");

    public void Dispose()
    {
        File.Delete(_path);
        _host.Dispose();
    }

    [Fact]
    public async Task A_dated_yes_counts_a_no_always_and_a_blank_says_nothing()
    {
        await WriteAsync(
            "ada;v2;yes;2025-06-01T10:00:00+02:00;;",
            "bea;v2;yes;2025-06-01T10:00:00+02:00;no;",
            "cid;;no;2025-06-02T10:00:00Z;;",
            "dan;v2;yes;;no;some day",
            "eve;;;;;",
            "too;few");

        var (plan, _) = await RunAsync(isDryRun: true);
        Assert.Equal((0, 4), (await _host.LogSize(), plan.Progress.Recorded));
        var (report, unread) = await RunAsync();

        Assert.Equal((4, 0), (report.Progress.Recorded, report.Progress.Refused));
        Assert.Equal([$"{Path.GetFileName(_path)}:5, column 3", $"{Path.GetFileName(_path)}:7"], unread);
        Assert.True((await _host.MayEmail(Ada)).IsPermitted);
        Assert.False((await _host.MayEmail(ContactId.From("cid"))).IsPermitted);
        Assert.Equal(FlagValue.Inactive, (await GetAsync("bea"))[Purposes.Marketing.Traditional.Phone].Status);
        Assert.Equal((FlagValue.Unset, FlagValue.Inactive), ((await GetAsync("dan"))[Email].Status, (await GetAsync("dan"))[Purposes.Marketing.Traditional.Phone].Status));
        Assert.True((await GetAsync("eve")).IsEmpty);
    }

    [Fact]
    public async Task A_load_that_was_cut_off_is_run_again_and_changes_nothing_of_what_is_there()
    {
        await WriteAsync("ada;v2;yes;2025-06-01T10:00:00+02:00;;", "bea;;no;;;");
        await RunAsync();
        var size = await _host.LogSize();

        var (again, _) = await RunAsync();

        Assert.Equal((size, 0), (await _host.LogSize(), again.Progress.Recorded));
    }

    private async Task<ContactConsents> GetAsync(string id) => await _host.Tracker.As(Api).GetAsync(ContactId.From(id), Stop);

    private Task WriteAsync(params string[] rows) => File.WriteAllLinesAsync(_path, ["customer;notice;email;email_at;phone;phone_at", .. rows], Stop);

    private Task<(BulkReport Report, List<string> Unread)> RunAsync(bool isDryRun = false) => new FirstLoad(_host.Bulk).RunAsync(_path, isDryRun, Stop);
}
