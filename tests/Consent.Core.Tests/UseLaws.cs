using Consent.Auditing;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests;

/// <summary>What an entry says of decisions that were used.</summary>
public class UseLaws
{
    private const string Mark = "mArKeR";
    private static readonly Actor s_client = Actor.ApiClient("crm");

    [Law]
    public Property An_entry_says_all_of_a_use_and_is_about_nobody() => Laws.ForAll(UseGen.Any(), use =>
    {
        var entry = LogEvents.Used(use, s_client, new(), TimeGen.Minute(1));
        return LogEvents.UseOf(entry) == use && entry.Subject is null && entry.Evidence is null && entry.Type.IsKnown && entry.Facts.Details.Count <= Evidence.MaxDetails
            // A reader that knows no such kind reads it all the same: it has no member of its own.
            && entry.Facts == new EntryFacts { Type = AuditEntryType.Used, RecordedAt = TimeGen.Minute(1), TaxonomyVersion = new ConsentRules().Taxonomy.Stamp, RulesVersion = new ConsentRules().Version, Details = entry.Facts.Details };
    });

    [Law]
    public Property Facts_on_record_are_what_all_stated_and_where_no_others_are_they_are_all() => Laws.ForAll(UseGen.Request().NonEmptyListOf().Resize(6), requests =>
    {
        var use = Empty.Of(requests.Take(6));
        var shared = use.SharedFacts;
        return requests.Take(6).All(r => (use.HasOtherFacts || r.Facts == shared)
            && (shared.AddressSource == default || r.Facts.AddressSource == shared.AddressSource) && (shared.Directory == default || r.Facts.Directory == shared.Directory)
            && (shared.Sector ?? r.Facts.Sector) == r.Facts.Sector && (shared.Subscriber ?? r.Facts.Subscriber) == r.Facts.Subscriber && (shared.Interest ?? r.Facts.Interest) == r.Facts.Interest
            && (shared.ConcernsTheirTrade ?? r.Facts.ConcernsTheirTrade) == r.Facts.ConcernsTheirTrade && (shared.HasBusinessRelation ?? r.Facts.HasBusinessRelation) == r.Facts.HasBusinessRelation
            && shared.Lists.All(list => r.Facts.Lists.Contains(list)));
    });

    [Law]
    public Property Each_kind_of_request_stands_there_once_whomever_it_is_about() => Laws.ForAll(UseGen.Request().ListOf().Resize(6), requests =>
    {
        var use = Empty.Of([.. requests.Take(6), .. requests.Take(6).Select(r => r.About(ContactId.From("somebody else")))]);
        return use.Requests.SequenceEqual(requests.Take(6).Select(r => UsedRequest.Of(r)).Distinct()) && use.Requests.All(r => r.Asked.Contact.IsDefault && r.Asked.Point is null && r.Asked.Facts == RequestFacts.None);
    });

    [Fact]
    public void Nothing_of_a_person_is_in_it()
    {
        var at = TimeGen.Minute(1);
        var own = new RequestFacts
        {
            Sale = new() { Reference = Mark, At = at },
            Contract = new(true, at, at),
            Lists = [new("RPO", at, at), new("TPS", at)],
            Age = 4711,
            BornOn = new(1947, 11, 4),
            HasDied = true,
            LastActivityAt = TimeGen.Minute(4711),
            CompellingGrounds = Mark,
            Interest = new("LIA-7", at),
        };
        var request = ProcessingRequest.ToContact(ContactId.From(Mark), Purposes.Marketing.Automatic.Email).At(ContactPoint.Email($"{Mark}@shop.example")).With(own);
        var use = Empty.Of([request, ProcessingRequest.ForLegalClaim(ContactId.From(Mark), Mark).With(own)]);

        var entry = LogEvents.Used(use, Actor.ForSelf(ContactId.From(Mark)).Also(ActorRole.Operator), new(), at);

        var sealedEntry = new EntrySealer().Seal(entry with { Index = 0 }, new byte[EntrySealer.SaltsLength]);
        var written = string.Concat(Enum.GetValues<EntrySlot>().Select(slot => System.Text.Encoding.UTF8.GetString(sealedEntry.Payload(slot))));
        Assert.DoesNotContain(Mark, written, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("4711", written, StringComparison.Ordinal);
        Assert.DoesNotContain("1947", written, StringComparison.Ordinal);
        Assert.Contains("LIA-7", written, StringComparison.Ordinal);
        Assert.DoesNotContain("RPO", written, StringComparison.Ordinal);
        Assert.Contains("TPS", written, StringComparison.Ordinal);
        Assert.True(use.HasOtherFacts);
        Assert.Null(entry.Actor);
    }

    [Fact]
    public void What_is_asked_has_so_many_kinds_at_most()
    {
        ProcessingRequest[] Kinds(int count) => [.. Enumerable.Range(0, count).Select(n => ProcessingRequest.ToContact(ContactId.From($"{n}"), Purposes.Marketing.Automatic.Email).At(TimeGen.Minute(n)))];
        Assert.Equal(RecordedUse.MaxRequests, Empty.Of(Kinds(RecordedUse.MaxRequests)).Requests.Length);
        Assert.Throws<ArgumentException>(() => Empty.Of(Kinds(RecordedUse.MaxRequests + 1)));
        var many = Empty with { Requests = [.. Kinds(RecordedUse.MaxRequests + 1).Select(r => UsedRequest.Of(r))] };
        Assert.Throws<ArgumentException>(() => LogEvents.Used(many, s_client, new(), default));
    }

    [Theory]
    [InlineData("logSize", "5")]
    [InlineData("logSize", "5/x")]
    [InlineData("decidedAt", "yesterday/today")]
    [InlineData("permitted", "-1")]
    [InlineData("campaign", " ")]
    [InlineData("request1", "{")]
    [InlineData("request1", "{}")]
    [InlineData("request1", "{\"operation\":7}")]
    [InlineData("request1", "{\"operation\":\"invented2030\"}")]
    [InlineData("request1", "{\"operation\":\"toContact\",\"purpose\":\"no path\"}")]
    [InlineData("facts", "{\"subscriber\":\"invented2030\"}")]
    [InlineData("facts", "[]")]
    [InlineData("noticesSha256", "00")]
    [InlineData("permitted", null)]
    public void An_entry_of_a_later_version_is_told_and_not_misread(string name, string? text)
    {
        var entry = LogEvents.Used(Empty.Of([ProcessingRequest.ToContact(ContactId.From("ada"), Purposes.Marketing.Automatic.Email)]), s_client, new(), default);
        var details = text is null ? entry.Facts.Details.Remove(name) : entry.Facts.Details.SetItem(name, text);
        Assert.Throws<FormatException>(() => LogEvents.UseOf(entry with { Facts = entry.Facts with { Details = details } }));
        Assert.Throws<ArgumentException>(() => LogEvents.UseOf(entry with { Facts = entry.Facts with { Type = AuditEntryType.Read } }));
    }

    [Fact]
    public void Catalogues_have_one_fingerprint_where_they_say_the_same()
    {
        var notice = new Notice("v1", TimeGen.Minute(1));
        Notice[] others =
        [
            notice, new("v2", TimeGen.Minute(1)), new("v1", TimeGen.Minute(2)), notice with { IsMaterial = true }, notice with { SaysAutomatedCoversTraditional = true }, notice.WithText(null, "a"),
            notice.WithText("it", "a"), notice.WithText("it", "b"),
        ];
        Assert.Equal(others.Length, others.Select(n => new NoticeCatalog([n]).Fingerprint()).Append(NoticeCatalog.Empty.Fingerprint()).Distinct().Count() - 1);
        Assert.Equal(new NoticeCatalog([notice, others[1]]).Fingerprint(), new NoticeCatalog([new("v2", TimeGen.Minute(1)), new("v1", TimeGen.Minute(1))]).Fingerprint());
    }

    private static RecordedUse Empty => new() { Reference = new("spring"), Requests = [], LogSize = 5, LogSizeAfter = 5, DecidedFrom = default, DecidedUntil = default, Permitted = 0 };
}
