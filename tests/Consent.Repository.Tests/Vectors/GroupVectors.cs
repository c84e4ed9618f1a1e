using System.Collections.Immutable;
using static Consent.Repository.Tests.Said;

namespace Consent.Repository.Tests;

/// <summary>Groups and covering nodes.</summary>
internal static class GroupVectors
{
    public static ImmutableArray<FoldVector> All { get; } =
    [
        new("group-objection", "An objection on a group takes effect on all below it, and on what an edge covers.")
        {
            Entries = [Change("c1", Give(Email, 4)), Change("c2", Object("marketing", 5))],
            Asked = ["all", "marketing", Email, Phone, "softSpam.email", "profiling.online", "thirdPartyTransfer.marketing.acme", "thirdPartyTransfer.profiling"],
        },
        new("group-objection-without-marketing", "A conditional edge does not exist for a request that serves no direct marketing; the others do.")
        {
            Entries = [Change("c1", Object("marketing", 5)), Change("c2", Withdraw("marketing", 6))],
            Asked = ["profiling.online", "softSpam.email"], AskedWithoutMarketing = ["profiling.online", "softSpam.email"],
        },
        new("group-objection-lifted-for-one", "A later retraction on a node between lifts it for that node and below; elsewhere it stands.")
        {
            Entries = [Change("c1", Object("marketing", 5)), Change("c2", Retract(Email, 10), Give(Email, 10))], Asked = [Email, Phone, Sms, "marketing"],
        },
        new("group-objection-lifted-for-a-group", "So on a group between.") { Entries = [Change("c1", Object("marketing", 5)), Change("c2", Retract("marketing.automatic", 10))], Asked = [Email, Phone] },
        new("group-objection-lifted-over-an-edge", "A node between may be reached by an edge.")
        {
            Entries = [Change("c1", Object("marketing", 5)), Change("c2", Retract("softSpam", 10))], Asked = ["softSpam.email", "softSpam.paper", Email],
        },
        new("group-objection-restated", "Restated later than the retraction, it stands again.")
        {
            Entries = [Change("c1", Object("marketing", 5)), Change("c2", Retract(Email, 7)), Change("c3", Object("marketing", 9))], Asked = [Email],
        },
        new("group-objection-not-lifted-at-the-same-instant", "Strictly later, or it lifts nothing.") { Entries = [Change("c1", Object("marketing", 5)), Change("c2", Retract(Email, 5))], Asked = [Email] },
        new("group-objection-not-lifted-by-assertion", "An asserted retraction lifts nothing that sits on another node.")
        {
            Entries = [Change("c1", Object("marketing", 5)), Change("c2", Asserted(Retract(Email, 10)))], Asked = [Email],
        },
        new("group-objection-not-lifted-by-a-give", "A give never retracts an objection.") { Entries = [Change("c1", Object("marketing", 5)), Change("c2", Give(Email, 10))], Asked = [Email] },
        new("group-retraction-does-not-reach-below", "A retraction on a group never lifts what was said on a node below it.")
        {
            Entries = [Change("c1", Object(Email, 5)), Change("c2", Retract("marketing", 10))], Asked = [Email, Phone],
        },
        new("group-retraction-replaced-by-an-assertion", "Only what is in force on the node between lifts: an attested retraction stays in force against a later asserted one.")
        {
            Entries = [Change("c1", Object("marketing", 5)), Change("c2", Retract(Email, 7)), Change("c3", Asserted(Retract(Email, 9)))], Asked = [Email],
        },
        new("two-covering-objections", "Each is lifted for itself: the retraction at 7 is later than the group's objection at 5, and not than the root's at 9.")
        {
            Entries = [Change("c1", Object("all", 9)), Change("c2", Object("marketing", 5)), Change("c3", Retract(Email, 7))], Asked = [Email, "marketing"],
        },
        new("group-restriction-on-all", "A restriction on the root covers everything; lifted on a group, it is lifted for what that covers.")
        {
            Entries = [Change("c1", Restrict("all", 5)), Change("c2", Lift("marketing", 6))], Asked = ["profiling.classic", Email, "thirdPartyTransfer.profiling", "all"],
        },
        new("group-withdrawal", "A withdrawal on a group outdates older gives below it; a later give counts.")
        {
            Entries = [Change("c1", Give(Email, 4)), Change("c2", Withdraw("marketing", 5)), Change("c3", Give(Phone, 6))], Asked = [Email, Phone, Sms],
        },
        new("group-withdrawal-tie", "A give at the very instant of the covering withdrawal does not count.") { Entries = [Change("c1", Withdraw("marketing", 5)), Change("c2", Give(Email, 5))], Asked = [Email] },
        new("group-withdrawal-and-assertion", "Under a covering withdrawal only an attested give counts.")
        {
            Entries = [Change("c1", Withdraw("marketing", 5)), Change("c2", Asserted(Give(Email, 9)))], Asked = [Email],
        },
        new("group-withdrawal-outlived", "A covering no counts though it is no longer in force on its own node.")
        {
            Entries =
            [
                Change("c1", Withdraw("thirdPartyTransfer.marketing", 5)), Change("c2", Give("thirdPartyTransfer.marketing", 7)), Change("c3", Give("thirdPartyTransfer.marketing.acme", 4)),
            ],
            Asked = ["thirdPartyTransfer.marketing", "thirdPartyTransfer.marketing.acme"],
        },
        new("group-withdrawal-without-a-give", "A withdrawal on a group where nothing was given: no consent, and a no on record for all below.")
        {
            Entries = [Change("c1", Withdraw("marketing", 5))], Asked = ["marketing", Email, "profiling.online", "thirdPartyTransfer.profiling"],
        },
        new("parent-does-not-give", "A parent's consent is never its child's.")
        {
            Entries = [Change("c1", Give("thirdPartyTransfer.marketing", 5))], Asked = ["thirdPartyTransfer.marketing", "thirdPartyTransfer.marketing.acme"],
        },
        new("child-does-not-withdraw-for-its-parent", "A no on a child is nothing to its parent.")
        {
            Entries = [Change("c1", Give("thirdPartyTransfer.marketing", 5)), Change("c2", Withdraw("thirdPartyTransfer.marketing.acme", 6))],
            Asked = ["thirdPartyTransfer.marketing", "thirdPartyTransfer.marketing.acme"],
        },
    ];
}
