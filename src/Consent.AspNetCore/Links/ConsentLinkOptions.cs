namespace Consent.AspNetCore;

/// <summary>Where the links in messages lead.</summary>
public sealed class ConsentLinkOptions
{
    /// <summary>The host's public address, with its path base where it has one: <c>https://shop.example</c>. Links are made of it and never of what a request says the host is called. Required; <c>http</c> only for this very machine.</summary>
    public string? Origin { get; set; }

    /// <summary>The path below <see cref="Origin"/> that links have before their token: <c>/unsubscribe</c> unless set. Mails that were sent lead there for ever: keep it, or have the old one lead there too.</summary>
    public string Path { get; set; } = "/unsubscribe";

    /// <summary>An address that takes unsubscriptions by mail, where the host reads one: the token is the mail's subject (<see cref="Tracking.UnsubscribeLinks.ReadAsync"/>). Left out unless set.</summary>
    public string? MailTo { get; set; }

    /// <summary>The path below <see cref="Origin"/> of the links by which sign-ups are confirmed (double opt-in): <c>/confirm</c> unless set.</summary>
    public string DoubleOptInPath { get; set; } = "/confirm";

    /// <summary>The path below <see cref="Origin"/> of the preference centre (<c>MapPreferenceCentre</c> of Consent.Hub), to which links to one's own preferences lead: <c>/preferences</c> unless set.</summary>
    public string PreferencesPath { get; set; } = "/preferences";

    /// <summary>Whether consent may be given by a link to one's own preferences, as confirmed: the mail that it came by proves the address, and nobody else reads it. Unless set, only seen and withdrawn; to give, people sign in.</summary>
    public bool PreferencesMayGive { get; set; }
}
