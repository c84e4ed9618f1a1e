using System.Collections.Immutable;
using static Consent.Core.Tests.Nights;

namespace Consent.Core.Tests;

/// <summary>What a source said last is remembered per source, id and flag.</summary>
public class DocumentMemoryTests
{
    private readonly Nights _nights = new(new Given());

    private Given Given => _nights.Given;

    [Fact]
    public void A_refused_yes_is_taken_the_next_night()
    {
        var ahead = new NoticeAcceptance("v1", Given.Minute(120));

        var first = Assert.Single(_nights.Merge(Document(0, email: true, phone: false, ahead)));
        Assert.True(first.Has(ChangeCode.OccurredInFuture));
        Assert.Equal(FlagValue.Inactive, Given.Contact[Phone].Status);
        Assert.False(Given.MayContact(Email, minute: 1440).IsPermitted);

        _nights.Merge(Document(1440, email: true, phone: false, ahead));
        Assert.True(Given.MayContact(Email, minute: 1440).IsPermitted);
        Assert.Empty(_nights.Merge(Document(2880, email: true, phone: false, ahead)));
    }

    [Fact]
    public void A_refused_yes_is_taken_from_the_same_file_too_once_it_may_be()
    {
        var ahead = Document(0, email: true, phone: false, new NoticeAcceptance("v1", Given.Minute(120)));
        _nights.Merge(ahead);

        Assert.Equal(ChangeOutcome.Recorded, Assert.Single(_nights.Merge(ahead, minute: 130)).Outcome);
        Assert.True(Given.MayContact(Email, minute: 130).IsPermitted);
        Assert.Empty(_nights.Merge(ahead, minute: 140));
    }

    [Fact]
    public void An_old_file_gives_noes_only_and_the_memory_stays()
    {
        _nights.Merge(0, email: false);
        Given.Gave(10, Email);

        Assert.Empty(_nights.Merge(Document(-50, email: true), minute: 15));
        Assert.Empty(_nights.Merge(20, email: false));
        Assert.True(Given.MayContact(Email).IsPermitted);

        _nights.Merge(30, email: true);
        _nights.Merge(40, email: false);
        Assert.Equal(FlagValue.Inactive, Given.Contact[Email].Status);
        Assert.False(Given.MayContact(Email).IsPermitted);
    }

    [Fact]
    public void An_old_file_whose_no_was_never_heard_of_says_it_at_its_own_date_once()
    {
        Given.Gave(-60, Email);
        _nights.Merge(0, email: true);
        var old = Document(-50, email: false, phone: false);

        var said = Assert.Single(_nights.Merge(old, minute: 5));
        Assert.All(said.Statements, s => Assert.Equal(Given.Minute(-50), s.OccurredAt));
        Assert.Equal(FlagValue.Inactive, Given.Contact[Email].Status);
        Assert.Equal(FlagValue.Active, Given.Contact.Sources["crm"].Find(Email, ConsentFlag.Status)!.Value.Value);

        Given.Withdrew(20, Email);
        Assert.Empty(_nights.Merge(old, minute: 30));
        Assert.Empty(_nights.Merge(40, email: true));
    }

    [Fact]
    public void A_first_no_is_always_stated()
    {
        Given.Withdrew(-10, Email).Gave(-5, Phone);

        var said = Assert.Single(_nights.Merge(0, email: false, phone: false));

        Assert.Equal([StatementResult.InForce, StatementResult.InForce], said.Statements.Select(s => s.Result));
        Assert.Equal(Given.Minute(0), Given.Contact.Find(Email, ConsentFlag.Status)!.Value.LatestProtective);
        Assert.Equal(FlagValue.Inactive, Given.Contact[Phone].Status);
        Assert.Equal(ChangeOutcome.Recorded, Assert.Single(_nights.Merge(Document(10, email: false, source: "shop"))).Outcome);
    }

    [Fact]
    public void A_renewal_under_a_later_notice_is_recorded_with_its_date_once()
    {
        _nights.Merge(Document(0, email: true, acceptance: new("v1", Given.Minute(-10))));
        Assert.Empty(_nights.Merge(Document(10, email: true, acceptance: new("v1", Given.Minute(-10)))));

        _nights.Merge(Document(20, email: true, acceptance: new("v2", Given.Minute(15))));

        var state = Given.Contact.Find(Email, ConsentFlag.Status)!.Value;
        Assert.Equal((Given.Minute(15), "v2"), (state.InForce.OccurredAt, state.InForce.Origin.NoticeVersion));
        Assert.Empty(_nights.Merge(Document(30, email: true, acceptance: new("v2", Given.Minute(15)))));
        Assert.Empty(_nights.Merge(Document(31, email: true, acceptance: new("v1", Given.Minute(-10)))));
    }

    [Fact]
    public void A_consent_that_has_a_later_date_of_its_own_is_renewed_and_no_other()
    {
        ConsentDocument Dated(int minute, int givenAt) => new(Given.Ada, "crm", Given.Minute(minute), Document(minute, email: true, phone: true).Record.Flags, new("v1", Given.Minute(-10)))
        {
            Gives = ImmutableSortedDictionary<PurposePath, DocumentGive>.Empty.Add(Email, new(Given.Minute(givenAt), "v1")),
        };
        _nights.Merge(Dated(0, -20));
        Assert.Empty(_nights.Merge(Dated(10, -20)));

        var renewed = Assert.Single(_nights.Merge(Dated(20, 15)));

        Assert.Equal(Email, Assert.Single(renewed.Statements).Statement.Node);
        Assert.Equal(Given.Minute(15), Given.Contact.Find(Email, ConsentFlag.Status)!.Value.InForce.OccurredAt);
        Assert.Empty(_nights.Merge(Dated(30, 15)));
    }

    [Fact]
    public void A_consent_under_a_notice_of_its_own_that_has_no_date_is_not_renewed_every_night()
    {
        ConsentDocument Undated(int minute) => new(Given.Ada, "crm", Given.Minute(minute), Document(minute, email: true).Record.Flags)
        {
            Gives = ImmutableSortedDictionary<PurposePath, DocumentGive>.Empty.Add(Email, new(Given.Minute(minute), "v1")),
        };
        _nights.Merge(Undated(0));

        Assert.Empty(_nights.Merge(Undated(10)));
        Assert.Empty(_nights.Merge(Undated(20)));
    }

    [Fact]
    public void A_renewal_is_none_where_a_yes_as_late_is_in_force_and_is_remembered()
    {
        _nights.Merge(Document(0, email: true, acceptance: new("v1", Given.Minute(-10))));
        Given.Gave(15, Email);

        Assert.Empty(Assert.Single(_nights.Merge(Document(20, email: true, acceptance: new("v1", Given.Minute(12))))).Statements);

        Given.Withdrew(25, Email);
        Assert.Empty(_nights.Merge(Document(30, email: true, acceptance: new("v1", Given.Minute(12)))));
    }

    [Fact]
    public void A_source_that_goes_on_saying_no_is_told_and_nothing_is_recorded()
    {
        _nights.Merge(0, email: false);
        Given.Gave(10, Email);

        foreach (var minute in (int[])[20, 30, 40])
        {
            var document = Document(minute, email: false);
            Assert.Empty(_nights.Merge(document));
            var told = Assert.Single(document.RepeatedNoes(Given.Contact));
            Assert.True(told.Has(ChangeCode.NoWithoutEffect));
            Assert.Equal((StatementResult.Unchanged, FlagValue.Active, FlagValue.Active), (told.Result, told.Previous, told.Current));
        }

        Assert.True(Given.MayContact(Email).IsPermitted);
        Assert.Empty(Document(50, email: true).RepeatedNoes(Given.Contact));
        Given.Withdrew(60, Email);
        Assert.Empty(Document(70, email: false).RepeatedNoes(Given.Contact));
    }

    [Fact]
    public void A_false_that_nobody_asked_for_is_no_withdrawal_and_after_a_true_it_is_one()
    {
        Given.Gave(0, Email);

        Assert.Empty(Assert.Single(_nights.Merge(Document(10, email: false, falseMeans: FalseMeans.NotAsked))).Statements);
        Assert.True(Given.MayContact(Email).IsPermitted);
        Assert.Empty(_nights.Merge(Document(11, email: false, falseMeans: FalseMeans.NotAsked)));
        Assert.Empty(Document(12, email: false, falseMeans: FalseMeans.NotAsked).RepeatedNoes(Given.Contact));

        _nights.Merge(Document(20, email: true, falseMeans: FalseMeans.NotAsked));
        _nights.Merge(Document(30, email: false, falseMeans: FalseMeans.NotAsked));
        Assert.Equal(FlagValue.Inactive, Given.Contact[Email].Status);
        Assert.Empty(_nights.Merge(Document(40, email: false, falseMeans: FalseMeans.NotAsked)));
    }

    [Fact]
    public void A_source_whose_false_comes_to_mean_no_says_a_first_no()
    {
        Given.Gave(0, Email);
        _nights.Merge(Document(10, email: false, falseMeans: FalseMeans.NotAsked));

        _nights.Merge(Document(20, email: false));

        Assert.Equal(FlagValue.Inactive, Given.Contact[Email].Status);
        Assert.Empty(_nights.Merge(Document(30, email: false)));
        Assert.Empty(_nights.Merge(Document(40, email: false, falseMeans: FalseMeans.NotAsked)));
    }

    [Fact]
    public void An_objection_and_a_restriction_that_are_false_say_so_whatever_a_false_status_means()
    {
        var flags = NodeFlags.Empty.With(Email, ConsentFlag.Objection, FlagValue.Active).With(Email, ConsentFlag.Restriction, FlagValue.Inactive).With(Email, ConsentFlag.Status, FlagValue.Inactive);
        _nights.Merge(new ConsentDocument(Given.Ada, "crm", Given.Minute(0), flags) { FalseMeans = FalseMeans.NotAsked });

        Assert.Equal((FlagValue.Unset, FlagValue.Inactive, FlagValue.Active), (Given.Contact[Email].Status, Given.Contact[Email].Restriction, Given.Contact[Email].Objection));
    }

    [Fact]
    public void A_file_read_whole_keeps_an_older_ones_yes_back_for_every_contact_and_does_nothing_else()
    {
        _nights.Merge(Document(0, phone: false));
        Given.Gave(5, Phone);
        _nights.WholeFileAsOf = Given.Minute(20);

        var said = _nights.Merge(Document(10, email: true, phone: false), minute: 25);

        Assert.Empty(said);
        Assert.Null(Given.Contact.Find(Email, ConsentFlag.Status));
        Assert.True(Given.MayContact(Phone).IsPermitted);
        Assert.Equal(ChangeOutcome.Recorded, Assert.Single(_nights.Merge(Document(11, email: false), minute: 26)).Outcome);
        Assert.Null(Given.Contact.Sources["crm"].Find(Email, ConsentFlag.Status));
        _nights.Merge(20, email: true);
        Assert.Equal(FlagValue.Active, Given.Contact.Sources["crm"].Find(Email, ConsentFlag.Status)!.Value.Value);
    }

    [Fact]
    public void A_file_from_a_clock_that_runs_ahead_makes_no_other_older()
    {
        _nights.Merge(Document(1_000_000, phone: false), minute: 0);

        _nights.Merge(Document(10, phone: true, acceptance: new("v1", Given.Minute(9))));

        Assert.Equal(FlagValue.Active, Given.Contact.Sources["crm"].Find(Phone, ConsentFlag.Status)!.Value.Value);
    }

    [Fact]
    public void Two_sources_do_not_know_of_one_another()
    {
        _nights.Merge(Document(0, email: true, source: "shop"));
        _nights.Merge(Document(10, email: false, source: "crm"));

        Assert.Empty(_nights.Merge(Document(20, email: true, source: "shop")));
        Assert.Empty(_nights.Merge(Document(20, email: false, source: "crm")));
    }

    [Fact]
    public void A_document_of_more_than_one_change_remembers_in_each_part_what_that_part_took()
    {
        var flags = NodeFlags.Empty;
        for (var i = 0; i < (ConsentChange.MaxStatements / 2) + 10; i++)
        {
            var path = PurposePath.Parse($"marketing.automatic.channel{i}");
            flags = flags.With(path, ConsentFlag.Status, FlagValue.Active).With(path, ConsentFlag.Objection, FlagValue.Active);
        }

        var document = new ConsentDocument(Given.Ada, "crm", Given.Minute(0), flags);
        var results = _nights.Merge(document);

        Assert.Equal(2, results.Length);
        Assert.Equal(flags.Nodes.Length, Given.Contact.OwnFlags.Count());
        Assert.All(Given.Contact.Sources["crm"].Flags, f => Assert.Equal(ConsentFlag.Objection, f.Flag));
        Assert.Equal(flags.Nodes.Length, Given.Contact.Sources["crm"].Flags.Length);
    }
}
