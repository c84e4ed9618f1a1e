using System.Collections.Immutable;
using static Consent.Repository.Tests.Said;

namespace Consent.Repository.Tests;

/// <summary>Contacts linked as one person.</summary>
internal static class LinkVectors
{
    private static readonly ImmutableArray<string> s_two = ["ada", "bea"];
    private static readonly ImmutableArray<string> s_three = ["ada", "bea", "cyd"];

    public static ImmutableArray<FoldVector> All { get; } =
    [
        new("link-counts-strictly-after", "A linked contact's yes counts if said strictly after the link; a no likewise.")
        {
            Contacts = s_two, Entries = [Link("bea", "ada", 10), Change("c1", Give(Email, 10)), Change("c2", Give(Phone, 11)), Change("c3", Object("profiling", 12))], Asked = [Email, Phone, "profiling.online"],
        },
        new("link-does-not-reach-back", "Neither the no nor the yes from before the link becomes the other's; together they are one person whose no stands.")
        {
            Contacts = s_two, Entries = [Link("ada", "bea", 12), Change("c1", Withdraw(Email, 5)), Of("bea", Change("c2", Give(Email, 10)))], Asked = [Email],
        },
        new("link-over-a-path", "Over a path, the latest link of it dates the connection.")
        {
            Contacts = s_three, Entries = [Link("ada", "bea", 2), Link("bea", "cyd", 6), Change("c1", Object(Email, 5)), Change("c2", Object(Phone, 7))], Asked = [Email, Phone],
        },
        new("link-over-the-earliest-path", "Of two paths the one that was whole first dates the connection.")
        {
            Contacts = s_three, Entries = [Link("ada", "cyd", 9), Link("ada", "bea", 2), Link("bea", "cyd", 4), Change("c1", Give(Email, 5))], Asked = [Email],
        },
        new("link-restated", "A link restated holds from its earliest date.") { Contacts = s_two, Entries = [Link("ada", "bea", 8), Link("bea", "ada", 3), Change("c1", Give(Email, 5))], Asked = [Email] },
        new("unlink-keeps-a-no", "After an unlink a yes counts for its own id alone; a no said while linked goes on counting; one said later does not.")
        {
            Contacts = s_two,
            Entries = [Link("ada", "bea", 2), Unlink("ada", "bea", 8), Change("c1", Give(Email, 5)), Change("c2", Object(Phone, 6)), Change("c3", Object("profiling", 9))],
            Asked = [Email, Phone, "profiling.online"],
        },
        new("unlink-at-the-instant-of-a-no", "An unlink at the very instant of a no leaves it counting; a link at that instant does not make it count.")
        {
            Contacts = s_two, Entries = [Link("ada", "bea", 2), Unlink("ada", "bea", 6), Change("c1", Object(Phone, 6)), Change("c2", Object(Email, 2))], Asked = [Phone, Email],
        },
        new("unlink-of-a-path", "Undoing one link of a path parts what it held together; a no from then goes on counting at its far end.")
        {
            Contacts = s_three, Entries = [Link("ada", "bea", 1), Link("bea", "cyd", 2), Unlink("bea", "cyd", 8), Change("c1", Object(Phone, 5), Give(Email, 5))], Asked = [Phone, Email],
        },
        new("relink", "A link said anew holds from then on; at the same instant as an unlink: linked.")
        {
            Contacts = s_two, Entries = [Link("ada", "bea", 2), Unlink("ada", "bea", 6), Link("ada", "bea", 6), Change("c1", Give(Email, 5)), Change("c2", Give(Phone, 7))], Asked = [Email, Phone],
        },
        new("link-and-both-say-yes", "Active if one is and none is Inactive.") { Contacts = s_two, Entries = [Link("ada", "bea", 5), Change("c1", Give(Email, 3))], Asked = [Email] },
        new("link-as-it-was", "Asked about a past instant, links dated later are cut like everything else.")
        {
            Contacts = s_two, Entries = [Link("ada", "bea", 2), Unlink("ada", "bea", 8), Change("c1", Give(Email, 5))], OccurredBy = At(6), Asked = [Email],
        },
    ];
}
