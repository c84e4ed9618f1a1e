using System.Collections.Immutable;
using static Consent.Repository.Tests.Said;

namespace Consent.Repository.Tests;

/// <summary>Histories that broke an earlier draft of the rules.</summary>
internal static class BrokenDraftVectors
{
    private static readonly ImmutableArray<VectorAcceptance> s_published = [Notice("v1", -30)];

    public static ImmutableArray<FoldVector> All { get; } =
    [
        new("broken-draft-1", "Withdrawn at 7, asserted at 9, in both orders: Inactive.")
        {
            Entries = [Change("c1", Withdraw(Email, 7)), Change("c2", Asserted(Give(Email, 9)))], Asked = [Email], Requests = [MayContact(Email)],
        },
        new("broken-draft-2", "Objected at 5, restated by a form at 9, a late retraction dated 7: still objected.")
        {
            Entries = [Change("c1", Object(Email, 5)), Change("c2", Object(Email, 9)), Change("c3", Retract(Email, 7))], Asked = [Email], Requests = [MayContact(Email)],
        },
        new("broken-draft-3", "A give stamped three minutes fast, 13, and a withdrawal said after it at 11 in true time. Said now, a no is dated no earlier than the yes it is meant to undo: 13. Withdrawn.")
        {
            Notices = s_published, Entries = [Accept("v1", 10, Change("c1", Give(Email, 13))), Change("c2", Withdraw(Email, 13))], Asked = [Email], Requests = [MayContact(Email)],
        },
        new("broken-draft-4", "A give, a withdrawal, and the give delivered once more, under its own id and under a new one: withdrawn.")
        {
            Notices = s_published,
            Entries = [Accept("v1", 5, Change("c1", Give(Email, 5))), Change("c2", Withdraw(Email, 7)), Accept("v1", 5, Change("c1", Give(Email, 5))), Accept("v1", 5, Change("c3", Give(Email, 5)))],
            Asked = [Email], Requests = [MayContact(Email)],
        },
        new("broken-draft-5", "Objected to marketing at 5; at 10 the objection retracted and consent given for email: email permitted, the phone denied.")
        {
            Notices = s_published,
            Entries = [Accept("v1", 1, Change("c1", Give(Phone, 1))), Change("c2", Object("marketing", 5)), Accept("v1", 10, Change("c3", Retract(Email, 10), Give(Email, 10)))],
            Asked = [Email, Phone], Requests = [MayContact(Email), MayContact(Phone)],
        },
        new("broken-draft-6", "One linked contact withdrew at 5, the other gave at 10, linked at 12: the no protects both.")
        {
            Contacts = ["ada", "bea"], Notices = s_published,
            Entries = [Change("c1", Withdraw(Email, 5)), Of("bea", Accept("v1", 10, Change("c2", Give(Email, 10)))), Link("ada", "bea", 12)],
            Asked = [Email], Requests = [MayContact(Email), MayContact(Email, contact: "bea")],
        },
        new("broken-draft-7", "Italy: the phone refused, a clean consent to email: no Permit for the phone.")
        {
            Notices = s_published, Entries = [Accept("v1", 1, Change("c1", Give(Email, 1))), Change("c2", Withdraw(Phone, 2))],
            Asked = [Email, Phone], Requests = [MayContact(Phone, "Italy") with { RegisterCheckedAt = At(90) }],
        },
        new("broken-draft-8", "Soft spam asked for under an objection to marketing: Deny.")
        {
            Entries = [Change("c1", Object("marketing", 5))], Asked = ["softSpam.email"], Requests = [MayContact("softSpam.email") with { SoldAt = At(1) }],
        },
        new("broken-draft-9", "Italy: a call with consent and without a look into the register of oppositions: Review.")
        {
            Notices = s_published, Entries = [Accept("v1", 1, Change("c1", Give(Phone, 1)))], Asked = [Phone], Requests = [MayContact(Phone, "Italy")],
        },
        new("broken-draft-10", "A legal claim takes no purpose but a stated ground; an objection to everything does not stop it.")
        {
            Entries = [Change("c1", Object("all", 1))], Asked = ["all"],
            Requests = [new(Operation.LegalClaim, "ada", null, "case 7", "EuropeanUnion", At(100)), new(Operation.LegalClaim, "ada", null, " ", "EuropeanUnion", At(100))],
        },
        new("broken-draft-11", "A change of three statements, and one of them said in another change too: their places do not depend on which change arrived first.")
        {
            Entries = [Change("c1", Object(Phone, 1), Give(Email, 2), Give(Phone, 3)), Change("c2", Give(Email, 2))], Asked = [Email, Phone],
        },
        new("broken-draft-12", "A change whose acceptance was on record already still gives under it, not under a later one.")
        {
            Notices = [Notice("v1", -30), Notice("v2", -20)],
            Entries = [Accept("v1", 1, Change("c1")), Accept("v2", 2, Change("c2")), Accept("v1", 1, Change("c3", Give(Email, 3)))], Asked = [Email], NoticeOf = Email,
        },
    ];
}
