namespace Consent.Interchange;

/// <summary>Whether a customer's subscriptions to messages say yes or no, and where the first of each stands.</summary>
internal readonly record struct WireSubscriptions(int? SubscribedAt, int? UnsubscribedAt)
{
    /// <summary>What they say with one more.</summary>
    public WireSubscriptions With(bool? isSubscribed, int at) => isSubscribed switch
    {
        true => this with { SubscribedAt = SubscribedAt ?? at },
        false => this with { UnsubscribedAt = UnsubscribedAt ?? at },
        null => this,
    };
}
