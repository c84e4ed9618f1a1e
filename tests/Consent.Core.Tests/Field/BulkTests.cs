using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests.Field;

/// <summary>What arrives in bulk or from a file, whatever it shows: it never attests a yes, and never undoes a no.</summary>
public class BulkTests
{
    private const int No = 5;

    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;

    /// <summary>What a row of a file may show.</summary>
    private static readonly Dictionary<string, Evidence> s_shown = new()
    {
        ["a web form"] = Form,
        ["a web form, confirmed"] = Form with { IsConfirmed = true },
        ["a web form that waits to be confirmed"] = Form with { AwaitsConfirmation = true },
        ["signed paper"] = Evidence.SignedPaper("archive 1"),
        ["a recorded call"] = Evidence.RecordedCall("call 1"),
        ["a guardian's form"] = Form with { ActedBy = ActingParty.Guardian },
        ["the controller's lift, told first"] = Evidence.LiftedByController("GDPR 18(3)", "letter 1"),
        ["a file"] = Evidence.Asserted("file:1"),
        ["nothing"] = Evidence.None,
    };

    /// <summary>Nodes on which the no was said: the purpose's own, a group above it, everything.</summary>
    private static readonly PurposePath[] s_nodes = [s_email, Purposes.Marketing.Automatic.Group, Purposes.All];

    /// <summary>Every way in by which nobody can be asked.</summary>
    private static readonly (ChangePort Port, ChangeSource Source)[] s_ways =
        [.. Enum.GetValues<ChangeSource>().Select(source => (ChangePort.Bulk, source)), (ChangePort.OneContact, ChangeSource.Import)];

    public static MatrixTheoryData<(ChangePort Port, ChangeSource Source), string> Ways => new(s_ways, s_shown.Keys);

    public static MatrixTheoryData<(ChangePort Port, ChangeSource Source), string, ConsentFlag, PurposePath> Noes =>
        new(s_ways, s_shown.Keys, Enum.GetValues<ConsentFlag>(), s_nodes);

    [Theory]
    [MemberData(nameof(Noes))]
    public void A_no_stands_whatever_a_file_says_later((ChangePort Port, ChangeSource Source) way, string shown, ConsentFlag flag, PurposePath node)
    {
        foreach (var said in new[] { No - 1, No, No + 2 })
        {
            var given = Said(flag, node);
            var before = given.Contact.Effective(s_email);

            given.At(No + 3, Yeses(s_shown[shown], said).From(way.Source), way.Port);

            AssertNothingAttested(given);
            Assert.False(given.MayContact(s_email, Sold).IsPermitted);
            Assert.Equal(Noes(before), Noes(given.Contact.Effective(s_email)));
        }

        (bool, bool, bool) Noes(NodeConsent effective) =>
            (flag == ConsentFlag.Status && effective.Status == FlagValue.Inactive, effective.Objection == FlagValue.Active, effective.Restriction == FlagValue.Active);
    }

    [Theory]
    [MemberData(nameof(Noes))]
    public void A_no_of_a_linked_id_stands_too((ChangePort Port, ChangeSource Source) way, string shown, ConsentFlag flag, PurposePath node)
    {
        var given = new Given().At(1, Change(Bea).AcceptNotice("v1", Minute(1))).Linked(2).At(No, Change(Bea).Say(Statement.Protective(node, flag, Minute(No))));

        given.At(No + 3, Yeses(s_shown[shown], No + 2).From(way.Source), way.Port);

        AssertNothingAttested(given);
        Assert.False(given.MayContact(s_email, Sold).IsPermitted);
        Assert.False(given.MayContact(s_email, Sold, contact: Bea).IsPermitted);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void It_may_fill_in_where_nobody_ever_said_anything_and_a_no_of_any_date_before_it_wins((ChangePort Port, ChangeSource Source) way, string shown)
    {
        var given = new Given().At(2, Change().AcceptNotice("v1", Minute(1))).At(No + 3, Yeses(s_shown[shown], No + 2).From(way.Source), way.Port);
        AssertNothingAttested(given);

        given.At(No + 4, Change().Withdraw(s_email, Minute(3)));

        Assert.Equal(FlagValue.Inactive, given.Contact.Effective(s_email).Status);
        Assert.False(given.MayContact(s_email).IsPermitted);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_later_yes_is_told_to_be_kept_back((ChangePort Port, ChangeSource Source) way, string shown)
    {
        var given = Said(ConsentFlag.Status, s_email).At(No + 3, Change().Give(s_email, Minute(No + 2), s_shown[shown]).From(way.Source), way.Port);

        var told = given.Last.Statements[0];
        ChangeCode expected = way is { Port: ChangePort.Bulk, Source: not (ChangeSource.Api or ChangeSource.Import) } ? ChangeCode.InvalidItem
            : s_shown[shown].AwaitsConfirmation ? ChangeCode.PendingConfirmation
            : way.Port == ChangePort.OneContact && !s_shown[shown].Attests(ConsentFlag.Status) ? ChangeCode.EvidenceRequired
            : ChangeCode.WouldWeaken;
        Assert.True(told.Has(expected), $"{told}");
    }

    private static Given Said(ConsentFlag flag, PurposePath node) => new Given().Gave(1, s_email).At(No, Change().Say(Statement.Protective(node, flag, Minute(No))));

    /// <summary>All the yeses there are, on the purpose and on what is above it.</summary>
    private static ConsentChange Yeses(Evidence evidence, int said) => s_nodes.Aggregate(
        Change().AcceptNotice("v1", Minute(said)).Give(s_email, Minute(said), evidence),
        (change, node) => change.RetractObjection(node, Minute(said), evidence).LiftRestriction(node, Minute(said), evidence));

    private static void AssertNothingAttested(Given given) =>
        Assert.DoesNotContain(
            given.Entries.Where(e => e.RecordedAt == Minute(No + 3)).SelectMany(e => e.Facts.Statements),
            s => s.Weight == StatementWeight.Attested);
}
