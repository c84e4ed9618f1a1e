using System.Collections.Immutable;
using Consent.Tracking.Tests.Stories;

namespace Consent.Tracking.Tests.Faults;

/// <summary>Everything that a host may be asked for, once, about a few contacts; and what must hold at any moment of it.</summary>
internal sealed class Journey
{
    private readonly ContactId[] _contacts;
    private readonly string _prefix;

    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;
    private static readonly Evidence s_form = Evidence.WebForm("https://shop.example/form");

    private static readonly PurposePath[] s_purposes = [s_email, Purposes.Marketing.Automatic.Sms, Purposes.Profiling.Classic];

    /// <param name="number">A number of its own: the contacts are called by it, so that one store bears many.</param>
    public Journey(int number)
    {
        _prefix = $"{number}-";
        _contacts = [.. new[] { "ada", "bea", "cid", "dan", "eve", "fay", "gus" }.Select(name => ContactId.From(_prefix + name))];
        var (ada, bea, cid, dan, eve, fay, gus) = (_contacts[0], _contacts[1], _contacts[2], _contacts[3], _contacts[4], _contacts[5], _contacts[6]);
        Steps =
        [
            host => SayAsync(host, "gives", Give(host, ada)),
            host => SayAsync(host, "gives", Give(host, bea)),
            host => SayAsync(host, "gives", Give(host, cid)),
            host => SayAsync(host, "objects", ConsentChange.For(gus).Object(s_email)),
            host => SayAsync(host, "gives", Give(host, gus)),
            host => SayAsync(host, "gives", ConsentChange.For(ada).Object(Purposes.Profiling.Classic).Give(Purposes.Profiling.Classic, host.Now, s_form)),
            host => SayAsync(host, "withdraws", ConsentChange.For(ada).Withdraw(s_email).Object(Purposes.Marketing.Automatic.Sms)),
            host => host.Bulk.Apply(new[] { null!, ConsentChange.For(dan).Object(s_email, host.Now), ConsentChange.For(cid).WithId(ChangeId.From("many")).Restrict(s_email) }.ToAsyncEnumerable()).CompleteAsync(StoryHosts.Stop).AsTask(),
            host => MergeAsync(host, eve, FlagValue.Inactive),
            host => host.Bulk.Apply(new[] { Night(host, eve, FlagValue.Active), Night(host, dan, FlagValue.Inactive), Night(host, bea, FlagValue.Active) }.ToAsyncEnumerable()).CompleteAsync(StoryHosts.Stop).AsTask(),
            host => MergeAsync(host, eve, FlagValue.Inactive),
            host => host.Tracker.LinkAsync(new(ada, bea, host.Now, ChangeId.From("link")), StoryHosts.Stop).AsTask(),
            host => SayAsync(host, "restricts", ConsentChange.For(bea).Restrict(PurposePath.All)),
            host => host.Tracker.LinkAsync(new(ada, bea, host.Now, ChangeId.From("unlink"), isLinked: false), StoryHosts.Stop).AsTask(),
            host => host.Privacy.HoldAsync(cid, "case 7", StoryHosts.Stop).AsTask(),
            host => EraseAsync(host, cid),
            host => host.Privacy.ReleaseHoldAsync(cid, "case 7", StoryHosts.Stop).AsTask(),
            host => EraseAsync(host, cid),
            host => EraseAsync(host, bea),
            host => host.Privacy.CloseAsync(new() { Contacts = [fay, dan] }, StoryHosts.Stop).AsTask(),
            host => host.Privacy.RectifyAsync(Rectification.OfChange(gus, ChangeId.From("objects"), "a scanner's clicks", "ticket 9"), StoryHosts.Stop).AsTask(),
            host => SayAsync(host, "comes back", Give(host, fay)),
        ];
    }

    /// <summary>One after another, a minute apart.</summary>
    public ImmutableArray<Func<FaultHost, Task>> Steps { get; }

    /// <summary>The records are what the log says, each change and each link wholly.</summary>
    public async Task AssertWholeAsync(FaultHost witness)
    {
        var records = new List<ContactConsents>();
        foreach (var contact in _contacts)
        {
            records.Add(await witness.Tracker.GetAsync(contact, StoryHosts.Stop));
        }

        // While somebody is being erased their entries are on their way out, also those of whoever was linked with them.
        if (records.Exists(r => r.State == ContactState.Erasing))
        {
            return;
        }

        var entries = new List<AuditEntry>();
        foreach (var contact in _contacts)
        {
            entries.AddRange(await witness.Store.ReadLogAsync(new() { Contact = contact }, StoryHosts.Stop).ToListAsync(StoryHosts.Stop));
        }

        var folded = PersonConsents.Fold(_contacts, StoryHosts.Rules.Taxonomy, entries, known: records);
        Assert.All(records, record => Assert.True(record.SaysTheSameAs(folded[record.Id]), $"The record of {record.Id.Value} is not what the log says."));
        Assert.All(entries.Where(e => e.Type == AuditEntryType.Linked || e.Type == AuditEntryType.Unlinked).GroupBy(e => e.Evidence!.Change), link => Assert.Equal(2, link.Count()));
        Assert.All(entries.Where(e => e.Evidence?.Change == ChangeId.From("withdraws")), no => Assert.Equal(2, no.Facts.Statements.Length));
    }

    /// <summary>How it is at the end: what may be done, and what is on record.</summary>
    public async Task<List<string>> EndsAsync(FaultHost witness)
    {
        var ends = new List<string>();
        foreach (var contact in _contacts)
        {
            foreach (var purpose in s_purposes)
            {
                var request = purpose == Purposes.Profiling.Classic ? ProcessingRequest.ToProfile(contact, purpose) : ProcessingRequest.ToContact(contact, purpose);
                var decision = await witness.DecideAsync(request);
                ends.Add($"{contact.Value[_prefix.Length..]} {purpose} {decision.Outcome} {decision.Code}");
            }

            var record = await witness.Tracker.GetAsync(contact, StoryHosts.Stop);
            ends.Add($"{contact.Value[_prefix.Length..]} {record.State} {record.Closing?.Kind} {record.Closing?.Since} {string.Join(", ", record.Flags.Select(f => $"{f.Node} {f.Flag} {f.Value} {f.InForce.OccurredAt}"))}");
        }

        return ends;
    }

    private static ConsentChange Give(FaultHost host, ContactId contact) => ConsentChange.For(contact).From(ChangeSource.SelfService).AcceptNotice("v1", host.Now).Give(s_email, host.Now, s_form);

    private static async Task SayAsync(FaultHost host, string id, ConsentChange change) => await host.Tracker.ApplyAsync(change.WithId(ChangeId.From(id)), StoryHosts.Stop);

    private static async Task MergeAsync(FaultHost host, ContactId contact, FlagValue status) => await host.Tracker.MergeAsync(Night(host, contact, status), StoryHosts.Stop);

    private static async Task EraseAsync(FaultHost host, ContactId contact) => await host.Privacy.EraseAsync(new(contact, "GDPR 17(1)(b)"), StoryHosts.Stop);

    private static ConsentDocument Night(FaultHost host, ContactId contact, FlagValue status) => new(contact, "crm", host.Now, NodeFlags.Empty.With(s_email, ConsentFlag.Status, status), new("v1", host.Now));
}
