using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests.Requests;

/// <summary>What entries say of requests.</summary>
public class RequestEntryLaws
{
    private static readonly ContactId s_ada = ContactId.From("ada");
    private static readonly Actor s_officer = Actor.DataProtectionOfficer("officer");

    [Law]
    public Property An_entry_says_all_of_a_request() => Laws.ForAll(Requests(), request => Entries(request, s_officer).All(e =>
        LogEvents.IsOfRequest(e) && LogEvents.RequestOf(e) == request && LogEvents.RequestAfter(null, e) == request && e.Type.IsKnown && e.Facts.Details.Count <= Evidence.MaxDetails && e.Evidence is null
        // A reader that knows no such kind reads it all the same: it has no member of its own.
        && e.Facts == new EntryFacts { Type = e.Type, RecordedAt = TimeGen.Minute(1), TaxonomyVersion = new ConsentRules().Taxonomy.Stamp, RulesVersion = new ConsentRules().Version, Details = e.Facts.Details }));

    [Law]
    public Property The_first_word_of_each_kind_stands_and_nothing_follows_an_answer() => Laws.ForAll(Requests().Two(), pair =>
    {
        var (before, other) = (pair.Item1, Renamed(pair.Item2, pair.Item1));
        var extended = LogEvents.RequestAfter(before, LogEvents.RequestExtended(other, "why", s_officer, new(), default));
        var answered = LogEvents.RequestAfter(before, LogEvents.RequestAnswered(other, null, s_officer, new(), default));
        return LogEvents.RequestAfter(before, LogEvents.Requested(other, default, null, s_officer, new(), default)) == before
            && (extended.ExtensionToldAt, extended.Due) == (before.State == SubjectRequestState.Open && before.ExtensionToldAt is null ? (other.ExtensionToldAt, other.Due) : (before.ExtensionToldAt, before.Due))
            && (answered.State, answered.AnsweredAt, answered.Refusal) == (before.State == SubjectRequestState.Open ? (other.State, other.AnsweredAt, other.Refusal) : (before.State, before.AnsweredAt, before.Refusal))
            && (answered.Due, answered.ReceivedAt, answered.Kind, extended.ReceivedAt) == (before.Due, before.ReceivedAt, before.Kind, before.ReceivedAt);
    });

    [Law]
    public Property What_stays_when_a_person_is_erased_names_nobody() => Laws.ForAll(Requests(), request =>
        Entries(request, Actor.ForSelf(s_ada).Also(ActorRole.PrivacyManager)).All(e => e.Subject is null ? e.Actor is null : e.Subject.Contact == s_ada)
        && LogEvents.Requested(request, ClosedId.NameOf(Sha256Digest.OfText("k")), null, Actor.ForSelf(s_ada), new(), default).Actor is null
        && Entries(request, s_officer).All(e => e.Actor!.Id == "officer"));

    [Fact]
    public void A_long_reason_is_cut_and_the_digest_of_the_whole_kept()
    {
        var request = SubjectRequest.Received(SubjectRequestNumber.FromBits(7), SubjectRequestKind.Access, TimeGen.Origin, null);
        var details = LogEvents.RequestExtended(request, new('x', 2000), s_officer, new(), default).Facts.Details;
        Assert.Equal((new string('x', 1024), Sha256Digest.OfText(new('x', 2000)).ToString()), (details["reason"], details["reasonSha256"]));
        Assert.Equal("why", LogEvents.RequestAnswered(request, "why", s_officer, new(), default).Facts.Details["reason"]);
        Assert.False(LogEvents.RequestAnswered(request, null, s_officer, new(), default).Facts.Details.ContainsKey("reason"));
    }

    [Theory]
    [InlineData("request", "7")]
    [InlineData("request", "00000000000000000000000000000000")]
    [InlineData("receivedAt", "yesterday")]
    [InlineData("due", null)]
    public void An_entry_of_a_later_version_is_told_and_not_misread(string name, string? text)
    {
        var entry = LogEvents.Requested(SubjectRequest.Received(SubjectRequestNumber.FromBits(7), SubjectRequestKind.Access, TimeGen.Origin, null), s_ada, null, s_officer, new(), default);
        var details = text is null ? entry.Facts.Details.Remove(name) : entry.Facts.Details.SetItem(name, text);
        Assert.Throws<FormatException>(() => LogEvents.RequestOf(entry with { Facts = entry.Facts with { Details = details } }));
        Assert.Throws<ArgumentException>(() => LogEvents.RequestOf(entry with { Facts = entry.Facts with { Type = AuditEntryType.Read } }));
    }

    [Fact]
    public void A_refusal_for_a_reason_that_is_not_known_yet_is_still_a_refusal()
    {
        var refused = SubjectRequest.Received(SubjectRequestNumber.FromBits(7), SubjectRequestKind.Access, TimeGen.Origin, null).Refuse(SubjectRequestRefusal.Excessive, TimeGen.Minute(1)).Request!;
        var entry = LogEvents.RequestAnswered(refused, null, s_officer, new(), default);
        var later = entry with { Facts = entry.Facts with { Details = entry.Facts.Details.SetItem("refusedFor", "invented2030") } };
        Assert.Equal((SubjectRequestState.Refused, SubjectRequestRefusal.Other), (LogEvents.RequestOf(later).State, LogEvents.RequestOf(later).Refusal));
    }

    [Fact]
    public void A_right_that_is_not_known_yet_is_due_and_is_written_by_its_name()
    {
        var request = SubjectRequest.Received(SubjectRequestNumber.FromBits(7), SubjectRequestKind.Access, TimeGen.Origin, null);
        var entry = LogEvents.Requested(request, s_ada, null, s_officer, new(), default);
        var read = LogEvents.RequestOf(entry with { Facts = entry.Facts with { Details = entry.Facts.Details.SetItem("kind", "invented2030") } });
        Assert.Equal((SubjectRequestKind.Unknown, 0, request.Due, SubjectRequestState.Open), (read.Kind, read.Article, read.Due, read.State));
        Assert.Equal("invented2030", LogEvents.RequestAnswered(read.Answer(TimeGen.Minute(1)).Request!, null, s_officer, new(), default).Facts.Details["kind"]);
        Assert.Throws<ArgumentOutOfRangeException>(() => SubjectRequest.Received(SubjectRequestNumber.FromBits(7), SubjectRequestKind.Unknown, TimeGen.Origin, null));
    }

    [Fact]
    public void A_refusal_is_in_time_within_the_first_month_and_an_answer_within_the_extended_term()
    {
        var request = SubjectRequest.Received(SubjectRequestNumber.FromBits(7), SubjectRequestKind.Access, TimeGen.Origin, TimeZoneInfo.Utc);
        var extended = request.Extend(TimeGen.Origin, TimeGen.Origin, TimeZoneInfo.Utc).Request!;
        var late = request.Due.Plus(TimeSpan.FromMicroseconds(1));
        Assert.Null(request.WasInTime);
        Assert.Equal((false, true), (request.IsOverdue(request.Due), request.IsOverdue(late)));
        Assert.True(request.Answer(request.Due).Request!.WasInTime);
        Assert.False(request.Answer(late).Request!.WasInTime);
        Assert.True(extended.Answer(late).Request!.WasInTime);
        Assert.False(extended.Answer(extended.Due.Plus(TimeSpan.FromMicroseconds(1))).Request!.WasInTime);
        Assert.False(extended.Refuse(SubjectRequestRefusal.Excessive, late).Request!.WasInTime);
        Assert.True(extended.Refuse(SubjectRequestRefusal.Excessive, request.Due).Request!.WasInTime);
        Assert.Throws<ArgumentOutOfRangeException>(() => request.Refuse((SubjectRequestRefusal)99, late));
    }

    private static AuditEntry[] Entries(SubjectRequest request, Actor actor) =>
    [
        LogEvents.Requested(request, s_ada, null, actor, new(), TimeGen.Minute(1)), LogEvents.Requested(request, default, Sha256Digest.OfText("f"), actor, new(), TimeGen.Minute(1)),
        LogEvents.RequestExtended(request, "many", actor, new(), TimeGen.Minute(1)), LogEvents.RequestAnswered(request, null, actor, new(), TimeGen.Minute(1)),
    ];

    private static SubjectRequest Renamed(SubjectRequest request, SubjectRequest other)
    {
        var details = LogEvents.Requested(request, default, null, s_officer, new(), default).Facts.Details.SetItem("request", other.Number.ToString());
        var entry = LogEvents.Requested(request, default, null, s_officer, new(), default);
        return LogEvents.RequestOf(entry with { Facts = entry.Facts with { Details = details } });
    }

    private static Gen<SubjectRequest> Requests() => SubjectRequestGen.Any();
}
