using System.Collections.Immutable;
using static Consent.Repository.Tests.Said;

namespace Consent.Repository.Tests;

/// <summary>What has an end, what waits for confirmation, and what was put off.</summary>
internal static class SpanVectors
{
    private static readonly ImmutableArray<VectorAcceptance> s_published = [Notice("v1", -30)];

    public static ImmutableArray<FoldVector> All { get; } =
    [
        new("give-until", "A give is in its time before its until, and no longer at it.")
        {
            Notices = s_published, Entries = [Accept("v1", 1, Change("c1", Until(50, Give(Email, 1)), Until(51, Give(Sms, 1))))], AsOf = At(50), Asked = [Email, Sms],
            Requests = [MayContact(Email)],
        },
        new("give-from", "A give that is to come counts as not said; a no before it is what is left.")
        {
            Notices = s_published, Entries = [Change("c1", Withdraw(Email, 1)), Accept("v1", 2, Change("c2", From(200, Give(Email, 2)), From(200, Give(Sms, 2))))], AsOf = At(100), Asked = [Email, Sms],
            Requests = [MayContact(Email), MayContact(Sms)],
        },
        new("give-out-of-time-withdrawn-above", "A give out of its time still is on record: what is said above it reads as a withdrawal.")
        {
            Entries = [Change("c1", Until(9, Give(Email, 1))), Change("c2", Withdraw("marketing", 5))], AsOf = At(7), Asked = [Email], Requests = [MayContact(Email)],
        },
        new("pause", "A pause holds until it is over, and then leaves no trace.")
        {
            Notices = s_published, Entries = [Accept("v1", 1, Change("c1", Give(Email, 1))), Change("c2", Until(200, Object(Email, 5))), Change("c3", Until(90, Object("marketing", 6)))],
            AsOf = At(100), Asked = [Email, Phone], Requests = [MayContact(Email), MayContact(Phone)],
        },
        new("pause-over", "Once it is over, a consent older than the pause counts as before.")
        {
            Notices = s_published, Entries = [Accept("v1", 1, Change("c1", Give(Email, 1))), Change("c2", Until(90, Object(Email, 5)))], AsOf = At(90), Asked = [Email], Requests = [MayContact(Email)],
        },
        new("pause-beside-a-no-without-an-end", "A later pause never stands in for a no without an end, nor does its end.")
        {
            Entries = [Change("c1", Object(Email, 5)), Change("c2", Until(20, Object(Email, 9)))], AsOf = At(50), Asked = [Email],
        },
        new("pauses-that-neither-outdates-and-outlasts", "Kept are all pauses that no other both outdates and outlasts; a retraction lifts those before it.")
        {
            Entries = [Change("c1", Until(80, Object(Email, 1))), Change("c2", Until(30, Object(Email, 3))), Change("c3", Until(20, Object(Email, 2))), Change("c4", Retract(Email, 2))],
            AsOf = At(25), Asked = [Email],
        },
        new("pause-lifted-below", "A retraction below a pause, later than it, lifts it there and nowhere else.")
        {
            Entries = [Change("c1", Until(200, Object("marketing", 5))), Change("c2", Retract(Email, 6))], AsOf = At(100), Asked = [Email, Phone],
        },
        new("pause-of-a-restriction", "A restriction may have an end too.")
        {
            Entries = [Change("c1", Until(200, Restrict("all", 5)))], AsOf = At(199), Asked = [Email],
        },
        new("pending-is-never-in-force", "A give that waits for confirmation is no consent, and does not make a refusal a withdrawal.")
        {
            Entries = [Change("c1", Withdraw(Email, 1)), Change("c2", Pending(Give(Email, 5), 200))], AsOf = At(100), Asked = [Email], Requests = [MayContact(Email)],
        },
        new("pending-that-ends-last", "Of those that wait, the one that ends last is kept; a retraction that waits takes nothing back.")
        {
            Entries = [Change("c1", Pending(Give(Email, 3), 150)), Change("c2", Pending(Give(Email, 2), 160)), Change("c3", Object(Phone, 1)), Change("c4", Pending(Retract(Phone, 5), 160))],
            AsOf = At(100), Asked = [Email, Phone], Requests = [MayContact(Email)],
        },
        new("pending-that-has-ended", "From its end it is as never said.")
        {
            Entries = [Change("c1", Pending(Give(Email, 3), 100))], AsOf = At(100), Asked = [Email], Requests = [MayContact(Email)],
        },
        new("asked", "The latest time that the person was asked is kept; it opens and closes nothing.")
        {
            Entries = [Asked("c1", Email, 5), Asked("c2", Email, 3), Change("c3", Give(Phone, 4))], Asked = [Email, Phone],
        },
        new("asserted-give-on-record", "An asserted give on record makes a later no a withdrawal.")
        {
            Entries = [Change("c1", Asserted(Give(Email, 1))), Change("c2", Withdraw(Email, 2))], Asked = [Email], Requests = [MayContact(Email)],
        },
    ];
}
