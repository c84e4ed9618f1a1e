using System.Globalization;
using Consent;
using Consent.Storage;
using Consent.Storage.PostgreSql;

// Consent.Storage.PostgreSql.Writer CONNECTION SCHEMA KEYS NAME COUNT, where NAME ends with a digit of its own: as many changes of contacts of its own, and as many of contacts that all processes share, from four tasks.
if (args is not [var connection, var schema, var keys, var name, var text] || !int.TryParse(text, CultureInfo.InvariantCulture, out var count))
{
    await Console.Error.WriteLineAsync("Consent.Storage.PostgreSql.Writer CONNECTION SCHEMA KEYS NAME COUNT");
    return 2;
}

const int Tasks = 4;
const int SharedContacts = 3;
var rules = new ConsentRules();
await using var store = new PostgreSqlConsentStore(new() { ConnectionString = connection, Schema = schema, KeyDirectory = keys, RetryTimeout = TimeSpan.FromMinutes(1) });
await Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => Task.Run(async () =>
{
    for (var n = task; n < count; n += Tasks)
    {
        // At an instant that no other has: what was said before already would leave no entry.
        var at = Timestamp.Parse("2026-01-01T00:00:00.000000Z").Plus(TimeSpan.FromMilliseconds((n * 10) + (name[^1] - '0')));
        await ApplyAsync(ContactId.From($"{name}-{n}"), $"{name}-{n}-own", at);
        await ApplyAsync(ContactId.From($"shared-{n % SharedContacts}"), $"{name}-{n}-shared", at);
    }
})));
return 0;

// Until nobody else was faster.
async Task ApplyAsync(ContactId contact, string id, Timestamp at)
{
    var change = ConsentChange.For(contact).WithId(ChangeId.From(id)).Object(Purposes.Marketing.Automatic.Email, at);
    while (true)
    {
        var found = (await store.FindAsync([new(contact)], default))[0];
        var before = found.Snapshot ?? ContactConsents.Empty(contact, rules.Taxonomy);
        var applied = before.Apply(change, rules, new(Timestamp.Parse("2026-01-02T00:00:00.000000Z"), Actor.ApiClient("writer"), ChangePort.Bulk, Guid.NewGuid()));
        var commit = new ConsentCommit { Contact = contact, Change = ChangeId.From(id), Entries = [applied.Entry!], Snapshots = [new(applied.Changed[0], found.Version)] };
        if ((await store.CommitAsync([commit], default))[0] is not CommitOutcome.Conflict)
        {
            return;
        }
    }
}
