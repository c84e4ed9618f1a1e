using Consent.Storage.InMemory;
using Consent.Testing;
using Consent.Tracking.Tests.Stories;

namespace Consent.Tracking.Tests;

/// <summary>What the stories found, each as short as it became, told again with every law.</summary>
public class FoundByStories
{
    private static readonly ContactId s_ada = Story.Contacts[0];
    private static readonly ContactId s_bea = Story.Contacts[1];
    private static readonly ContactId s_cid = Story.Contacts[2];
    private static readonly PurposePath s_confirmations = PurposePath.Parse("service.orders.email");

    [Fact]
    public Task A_no_counts_over_a_closed_id_in_the_past_too() => HoldsAsync(
        Named(4, s_cid), Erased(7, s_cid), Linked(0, s_cid, s_ada), Says(9, s_ada, c => c.Object(TrackedHost.Email)), Linked(1, s_bea, s_cid), Says(5, s_ada, c => c.Withdraw(TrackedHost.Email)));

    [Fact]
    public Task Ids_erased_together_and_opened_one_after_the_other_stay_one_person() => HoldsAsync(
        Linked(10, s_cid, s_ada), Erased(6, s_ada), CameBack(13, s_ada), CameBack(14, s_cid), Says(15, s_cid, c => c.Object(TrackedHost.Email)), Linked(15, s_bea, s_ada));

    [Fact]
    public Task A_closed_id_is_not_known_as_linked_before_it_was() => HoldsAsync(
        Named(9, s_ada), Erased(9, s_ada), Named(13, s_cid), Linked(9, s_cid, s_ada), CameBack(13, s_ada));

    [Fact]
    public Task A_no_to_a_closed_id_takes_back_what_counted_for_it_until_then() => HoldsAsync(
        Named(8, s_cid), Erased(7, s_cid), CameBack(12, s_bea), Linked(12, s_cid, s_bea), CameBack(13, s_bea), Says(13, s_cid, c => c.Object(TrackedHost.Email)));

    [Fact]
    public Task A_list_closes_an_id_whatever_a_clock_that_is_ahead_stamped() => HoldsAsync(
        Linked(2, s_bea, s_ada), Erased(11, s_ada), CameBack(16, s_ada), new StoryStep.Closed(3, s_bea, "a"));

    [Fact]
    public Task A_link_of_closed_ids_that_was_undone_is_undone_when_one_is_opened() => HoldsAsync(
        Linked(2, s_bea, s_ada), Erased(11, s_ada), Linked(7, s_bea, s_ada, isLinked: false), CameBack(16, s_ada), CameBack(16, s_bea));

    [Fact]
    public Task Closed_ids_that_are_linked_stay_so_when_one_is_opened() => HoldsAsync(
        Named(4, s_ada), Erased(4, s_ada), Named(5, s_bea), Erased(5, s_bea), Linked(6, s_ada, s_bea), CameBack(16, s_ada));

    [Fact]
    public Task A_closed_id_that_is_erased_again_keeps_its_links_on_both_sides() => HoldsAsync(
        new StoryStep.Closed(7, s_cid, "a"), Linked(1, s_cid, s_ada, isLinked: false), Erased(1, s_cid), CameBack(16, s_cid));

    [Fact]
    public Task Whoever_was_closed_together_and_is_linked_no_more_can_be_erased_again() => HoldsAsync(
        Linked(12, s_cid, s_bea), Erased(4, s_bea), CameBack(16, s_bea), Linked(4, s_bea, s_cid, isLinked: false), Erased(9, s_cid), CameBack(17, s_cid), Erased(17, s_cid), Erased(18, s_bea));

    [Fact]
    public Task A_closed_id_names_nobody_who_was_forgotten() => HoldsAsync(
        Linked(9, s_ada, s_cid), Erased(10, s_cid), Linked(9, s_ada, s_cid, isLinked: false), new StoryStep.Erased(4, s_cid, ErasureKeeps.Nothing));

    [Fact]
    public Task A_link_of_closed_ids_at_a_host_behind_opens_neither() => HoldsAsync(
        new StoryStep.Closed(6, s_cid, "a"), CameBack(15, s_bea), Named(14, s_ada), new StoryStep.Erased(3, s_ada, ErasureKeeps.NeverContact), Linked(10, s_ada, s_bea), Linked(2, s_cid, s_ada));

    [Fact]
    public Task A_link_with_a_closed_id_that_never_was_leaves_nothing_there() => HoldsAsync(
        Named(10, s_bea), Erased(12, s_bea), Linked(11, s_bea, s_cid), new StoryStep.Rectified(6, s_cid, ChangeId.From("l11-b-c")));

    [Fact]
    public Task A_no_of_an_older_file_that_was_lifted_over_a_clock_ahead_is_known_the_next_night() => HoldsAsync(
        new StoryStep.Linked(12, new(s_bea, s_cid, TimeGen.Minute(8), ChangeId.From("l"), isLinked: true) { Reason = "one person" }, Actor.Operator("o")),
        Read(12, 7, NodeFlags.Empty.With(Purposes.Profiling.Online, ConsentFlag.Objection, FlagValue.Active)),
        Read(6, 6, NodeFlags.Empty.With(Purposes.Profiling.Online, ConsentFlag.Objection, FlagValue.Active).With(PurposePath.Parse("profiling"), ConsentFlag.Objection, FlagValue.Inactive)));

    [Fact]
    public Task A_link_of_closed_ids_keeps_its_date_when_one_is_opened() => HoldsAsync(
        new StoryStep.Closed(4, s_ada, "a"), Named(0, s_cid), Erased(1, s_cid), Linked(12, s_ada, s_cid), CameBack(5, s_ada));

    [Fact]
    public Task A_no_dated_before_a_link_of_closed_ids_reaches_nobody_over_it() => HoldsAsync(
        new StoryStep.Closed(1, s_ada, "a"), new StoryStep.Closed(2, s_cid, "a"), Linked(3, s_bea, s_cid), Linked(12, s_ada, s_cid),
        Says(14, s_ada, c => c.GiveAnew(TrackedHost.Email, TimeGen.Minute(14), TrackedHost.Form).Object(Purposes.Profiling.Online, TimeGen.Minute(5))));

    [Fact]
    public Task Closed_ids_that_were_linked_and_are_erased_with_somebody_are_one_person_for_ever() => HoldsAsync(
        new StoryStep.Closed(4, s_bea, "a"), new StoryStep.Closed(10, s_ada, "a"), Linked(8, s_bea, s_ada), Linked(3, s_bea, s_cid), Erased(2, s_ada), CameBack(13, s_bea));

    [Fact]
    public Task A_closed_id_parted_from_one_that_was_opened_and_is_erased_again_is_linked_with_whom_the_log_says() => HoldsAsync(
        Linked(7, s_bea, s_ada), Linked(8, s_ada, s_cid), Erased(2, s_bea), Linked(6, s_ada, s_bea, isLinked: false), CameBack(15, s_bea),
        new StoryStep.Linked(16, new(s_bea, s_cid, TimeGen.Minute(3), ChangeId.From("l5"), isLinked: false) { Reason = "two persons" }, Actor.PrivacyManager("m")), Erased(17, s_bea));

    [Fact]
    public Task An_id_that_was_opened_stays_open_when_one_that_was_closed_with_it_is_forgotten_wholly() => HoldsAsync(
        Linked(7, s_cid, s_bea), Erased(9, s_cid), Linked(10, s_cid, s_bea, isLinked: false), CameBack(12, s_bea), new StoryStep.Erased(13, s_cid, ErasureKeeps.Nothing));

    [Fact]
    public Task A_closed_id_that_is_never_to_be_contacted_either_stays_linked_with_whom_it_was() => HoldsAsync(
        Linked(7, s_bea, s_cid), new StoryStep.Erased(1, s_cid, ErasureKeeps.NeverContact), new StoryStep.Closed(7, s_ada, "a"), Linked(5, s_ada, s_cid), new StoryStep.Erased(5, s_ada, ErasureKeeps.NeverContact));

    [Fact]
    public Task A_wrong_link_with_an_id_that_was_closed_then_is_in_both_histories_once_it_is_open() => HoldsAsync(
        new StoryStep.Closed(5, s_bea, "b"), Linked(7, s_ada, s_bea), new StoryStep.Unlisted(5, s_bea, "b"), new StoryStep.Rectified(1, s_ada, ChangeId.From("l7-a-b")));

    [Fact]
    public Task An_id_that_was_forgotten_wholly_and_closed_anew_has_nothing_left_of_a_link_that_another_one_was_opened_with() => HoldsAsync(
        new StoryStep.Closed(0, s_bea, "a"), new StoryStep.Closed(11, s_ada, "b"), new StoryStep.Linked(1, new(s_ada, s_bea, TimeGen.Minute(4), ChangeId.From("l6"), isLinked: true) { Reason = "one person" }, Actor.PrivacyManager("m")),
        Says(15, s_bea, c => c.GiveAnew(TrackedHost.Email, TimeGen.Minute(15), TrackedHost.Form)),
        new StoryStep.Linked(8, new(s_ada, s_bea, TimeGen.Minute(5), ChangeId.From("l8"), isLinked: false) { Reason = "two persons" }, Actor.PrivacyManager("m")),
        new StoryStep.Erased(10, s_ada, ErasureKeeps.Nothing), new StoryStep.Closed(3, s_ada, "a"));

    [Fact]
    public Task An_id_that_was_opened_and_parted_from_a_closed_one_keeps_what_it_says_of_their_link_when_that_is_erased_with_a_third() => HoldsAsync(
        new StoryStep.Linked(0, new(s_cid, s_bea, TimeGen.Minute(6), ChangeId.From("l1"), isLinked: true) { Reason = "one person" }, Actor.PrivacyManager("m")),
        new StoryStep.Erased(8, s_bea, ErasureKeeps.NeverContact),
        Says(9, s_cid, c => c.GiveAnew(TrackedHost.Email, TimeGen.Minute(10), TrackedHost.Form)),
        new StoryStep.Linked(7, new(s_bea, s_ada, TimeGen.Minute(2), ChangeId.From("l5"), isLinked: true) { Reason = "one person" }, Actor.PrivacyManager("m")),
        new StoryStep.Linked(2, new(s_bea, s_cid, TimeGen.Minute(5), ChangeId.From("l10"), isLinked: false) { Reason = "two persons" }, Actor.PrivacyManager("m")),
        new StoryStep.Erased(0, s_bea, ErasureKeeps.NeverContact));

    [Fact]
    public Task What_was_kept_of_an_erased_id_is_one_no_to_everything_and_taken_back_as_one() => HoldsAsync(
        new StoryStep.Said(11, ConsentChange.For(s_cid).WithId(ChangeId.From("c9")).From(ChangeSource.SelfService).Object(Purposes.Profiling.Online, TimeGen.Minute(1)), StoryHosts.Client, ChangePort.OneContact),
        Erased(1, s_cid),
        new StoryStep.Linked(2, new(s_ada, s_cid, TimeGen.Minute(10), ChangeId.From("l12"), isLinked: true) { Reason = "one person" }, Actor.PrivacyManager("m")),
        Says(10, s_ada, c => c.RetractObjection(PurposePath.All, TimeGen.Minute(10), TrackedHost.Form)),
        Says(11, s_ada, c => c.AcceptNotice("v2", TimeGen.Minute(10)).Give(Purposes.Profiling.Online, TimeGen.Minute(6), TrackedHost.Form)));

    [Fact]
    public Task An_objection_to_what_rests_on_a_contract_is_said_no_earlier_than_the_consent_that_a_clock_ahead_stamped() => HoldsAsync(
        Says(11, s_bea, c => c.Give(s_confirmations, TimeGen.Minute(10), TrackedHost.Form)), Says(1, s_bea, c => c.Object(s_confirmations)));

    [Fact]
    public Task Of_noes_of_one_instant_the_same_is_cited_whatever_the_ids_are_called() => HoldsAsync(
        new StoryStep.Linked(10, new(s_ada, s_cid, TimeGen.Minute(1), ChangeId.From("l0"), isLinked: true) { Reason = "one person" }, Actor.PrivacyManager("m")),
        Erased(8, s_cid), Linked(8, s_bea, s_ada), Says(9, s_bea, c => c.Withdraw(Purposes.Marketing.Automatic.Group, TimeGen.Minute(8))));

    private static async Task HoldsAsync(params StoryStep[] steps)
    {
        using var hosts = new StoryHosts(new InMemoryConsentStore());
        await new StoryTelling(hosts, new Story([.. steps]), 1).HoldsAsync();
        var verdict = await hosts.Audit.VerifyAsync(cancellationToken: StoryHosts.Stop);
        Assert.True(verdict.IsSound, verdict.ToString());
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public Task All_who_are_linked_are_forgotten_by_the_one_that_lives(int diesAt) => HoldsAsync(
        Named(0, s_ada), Linked(1, s_bea, s_ada), new StoryStep.Erased(6, s_ada, ErasureKeeps.Nothing) { DiesAt = diesAt });

    [Theory]
    [MemberData(nameof(Deaths))]
    public Task A_closed_id_is_erased_again_by_the_one_that_lives(int diesAt) => HoldsAsync(
        new StoryStep.Erased(2, s_cid, ErasureKeeps.NeverContact), Linked(9, s_cid, s_ada), new StoryStep.Erased(6, s_cid, ErasureKeeps.NeverContact) { DiesAt = diesAt });

    [Theory]
    [MemberData(nameof(Deaths))]
    public Task Whoever_is_linked_after_a_process_died_is_linked_with_what_is_kept(int diesAt) => HoldsAsync(
        Named(12, s_bea), Says(9, s_ada, c => c.Withdraw(TrackedHost.Email)), Linked(1, s_ada, s_bea), new StoryStep.Erased(2, s_ada, ErasureKeeps.Erased) { DiesAt = diesAt }, Linked(12, s_ada, s_cid));

    public static TheoryData<int> Deaths() => [.. Enumerable.Range(1, 6)];

    private static StoryStep.Said Named(int minute, ContactId contact) => Says(minute, contact, c => c.AcceptNotice("v2", TimeGen.Minute(minute)));

    private static StoryStep.Said CameBack(int minute, ContactId contact) => Says(minute, contact, c => c.GiveAnew(TrackedHost.Email, TimeGen.Minute(minute), TrackedHost.Form).AcceptNotice("v2", TimeGen.Minute(minute)));

    private static StoryStep.Said Says(int minute, ContactId contact, Func<ConsentChange, ConsentChange> what) =>
        new(minute, what(ConsentChange.For(contact).WithId(ChangeId.From($"c{minute}")).From(ChangeSource.SelfService)), Actor.ForSelf(contact), ChangePort.OneContact);

    private static StoryStep.Read Read(int minute, int asOf, NodeFlags flags) => new(minute, new(s_bea, "shop", TimeGen.Minute(asOf), flags));

    private static StoryStep.Erased Erased(int minute, ContactId contact) => new(minute, contact, ErasureKeeps.Erased);

    private static StoryStep.Linked Linked(int minute, ContactId one, ContactId other, bool isLinked = true) =>
        new(minute, new(one, other, TimeGen.Minute(minute), ChangeId.From($"l{minute}-{one.Value}-{other.Value}"), isLinked), StoryHosts.Client);
}
