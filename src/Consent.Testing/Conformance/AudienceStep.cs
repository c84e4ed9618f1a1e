using Consent.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Testing.Conformance;

/// <summary>A step of a history that somebody follows now and then.</summary>
internal abstract record AudienceStep
{
    public static Arbitrary<AudienceStep[]> Scripts() => Arb.From(
        (from story in Arrival.Stories().Generator
         from others in Other().ListOf(story.Length)
         select story.Zip(others, (arrival, other) => new[] { new Arrive(arrival), other }).SelectMany(steps => steps).OfType<AudienceStep>().ToArray()),
        Shrinking.Smaller);

    public abstract Task RunAsync(IConsentStore store, IAudienceFeed feed, FollowedAudience audience, Timestamp at);

    private static Gen<AudienceStep?> Other() => Gen.Frequency(
        (4, Gen.Constant<AudienceStep?>(null)),
        (2, Gen.Constant<AudienceStep?>(new Follow())),
        (1, from contact in Gen.Elements(Arrival.Contacts.AsEnumerable())
            from isClosed in Gen.Elements(true, false)
            select (AudienceStep?)new Erase(contact, isClosed)));

    public sealed record Arrive(Arrival Arrival) : AudienceStep
    {
        public override Task RunAsync(IConsentStore store, IAudienceFeed feed, FollowedAudience audience, Timestamp at) => Arrival.ArriveAsync(store, at);

        public override string ToString() => Arrival.ToString();
    }

    public sealed record Erase(ContactId Contact, bool IsClosed) : AudienceStep
    {
        public override Task RunAsync(IConsentStore store, IAudienceFeed feed, FollowedAudience audience, Timestamp at) =>
            store.EraseAllOfAsync(Contact, IsClosed ? new(Sha256Digest.OfText(Contact.Value), ClosedKind.NeverContact, at) : null);

        public override string ToString() => $"\n  erase {Contact.Value}{(IsClosed ? " and close" : "")}";
    }

    public sealed record Follow : AudienceStep
    {
        public override async Task RunAsync(IConsentStore store, IAudienceFeed feed, FollowedAudience audience, Timestamp at)
        {
            await audience.FollowAsync(feed);
            await audience.AssertAsync(store, feed);
        }

        public override string ToString() => "\n  follow";
    }
}
