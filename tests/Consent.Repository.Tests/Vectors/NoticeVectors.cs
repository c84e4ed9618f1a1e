using System.Collections.Immutable;
using static Consent.Repository.Tests.Said;

namespace Consent.Repository.Tests;

/// <summary>Notices accepted, and which of them a give is under.</summary>
internal static class NoticeVectors
{
    private static readonly ImmutableArray<VectorAcceptance> s_published = [Notice("v1", -30), Notice("v2", -20), Notice("v10", -10)];

    public static ImmutableArray<FoldVector> All { get; } =
    [
        new("notice-named", "A give names the notice that it was under; a named version needs no acceptance, and outranks what was accepted.")
        {
            Notices = s_published, Entries = [Accept("v2", 4, Change("c1", Under("v1", Give(Email, 5))))], Asked = [Email], NoticeOf = Email,
        },
        new("notice-of-the-change", "Else it is the acceptance in the same change, though a later one was accepted elsewhere before the give.")
        {
            Notices = s_published, Entries = [Accept("v1", 2, Change("c1", Give(Email, 5))), Accept("v2", 4, Change("c2"))], Asked = [Email], NoticeOf = Email,
        },
        new("notice-of-the-change-dated-later", "The acceptance in the same change counts whatever its date.")
        {
            Notices = s_published, Entries = [Accept("v2", 6, Change("c1", Give(Email, 5))), Accept("v1", 4, Change("c2"))], Asked = [Email], NoticeOf = Email,
        },
        new("notice-accepted-before", "Else it is the latest acceptance dated at or before the give.")
        {
            Notices = s_published, Entries = [Change("c1", Give(Email, 5)), Accept("v1", 5, Change("c2")), Accept("v2", 3, Change("c3")), Accept("v2", 6, Change("c4"))], Asked = [Email], NoticeOf = Email,
        },
        new("notice-tie-by-publication", "Accepted at the same instant, the version published later ranks higher.")
        {
            Notices = s_published, Entries = [Change("c1", Give(Email, 5)), Accept("v2", 4, Change("c2")), Accept("v10", 4, Change("c3"))], Asked = [Email], NoticeOf = Email,
        },
        new("notice-tie-with-an-unpublished", "A version never published here ranks below one that was.")
        {
            Notices = s_published, Entries = [Change("c1", Give(Email, 5)), Accept("v1", 4, Change("c2")), Accept("z9", 4, Change("c3"))], Asked = [Email], NoticeOf = Email,
        },
        new("notice-none", "Accepted after the give only: the give is under none.")
        {
            Notices = s_published, Entries = [Change("c1", Give(Email, 5)), Accept("v1", 6, Change("c2"))], Asked = [Email], NoticeOf = Email, Requests = [MayContact(Email)],
        },
        new("notice-of-a-linked-contact", "A linked contact's acceptance counts if dated strictly after the link.")
        {
            Contacts = ["ada", "bea"], Notices = s_published,
            Entries = [Link("ada", "bea", 2), Of("bea", Accept("v1", 3, Change("c1"))), Of("bea", Accept("v2", 2, Change("c2"))), Change("c3", Give(Email, 5))], Asked = [Email], NoticeOf = Email,
        },
        new("notice-accepted-twice", "The same acceptance twice is one; the list is ordered by date, then version.")
        {
            Notices = s_published, Entries = [Accept("v2", 4, Change("c1")), Accept("v2", 4, Change("c2")), Accept("v1", 4, Change("c3")), Accept("v1", 1, Change("c4"))],
        },
        new("notice-as-it-was", "What was accepted after the instant asked about is cut.")
        {
            Notices = s_published, Entries = [Accept("v1", 4, Change("c1", Give(Email, 4))), Accept("v2", 7, Change("c2", Give(Email, 7)))], OccurredBy = At(5), Asked = [Email], NoticeOf = Email,
        },
    ];
}
