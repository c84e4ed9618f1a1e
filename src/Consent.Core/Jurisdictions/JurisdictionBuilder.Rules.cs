namespace Consent;

/// <content>Whether somebody may be contacted by some means: with consent, unless they object, and so on.</content>
public sealed partial class JurisdictionBuilder
{
    /// <summary>Consent first.</summary>
    /// <param name="kinds">For these kinds of subscriber; none: all.</param>
    public JurisdictionBuilder OptIn(params SubscriberKind[] kinds) => Rule(ContactRule.OptIn, r => r.Kinds(kinds));

    /// <summary>Permitted until a no.</summary>
    /// <param name="kind">For this kind of subscriber; <see langword="null"/>: all.</param>
    /// <param name="cites">The source.</param>
    public JurisdictionBuilder OptOut(SubscriberKind? kind = null, string? cites = null) => Rule(ContactRule.OptOut, kind, cites);

    /// <summary>Consent is presumed.</summary>
    /// <param name="kind">For this kind of subscriber, who is no person.</param>
    /// <param name="cites">The source.</param>
    public JurisdictionBuilder Presumed(SubscriberKind kind, string? cites = null) => Rule(ContactRule.Presumed, kind, cites);

    /// <summary>Permitted on an assessed interest.</summary>
    /// <param name="kind">For this kind of subscriber; <see langword="null"/>: all.</param>
    /// <param name="cites">The source.</param>
    public JurisdictionBuilder Interest(SubscriberKind? kind = null, string? cites = null) => Rule(ContactRule.Interest, kind, cites);

    /// <summary>Free until a no.</summary>
    /// <param name="kind">For this kind of subscriber; <see langword="null"/>: all.</param>
    /// <param name="cites">The source.</param>
    public JurisdictionBuilder Free(SubscriberKind? kind = null, string? cites = null) => Rule(ContactRule.Free, kind, cites);

    /// <summary>A rule with conditions, dates, sectors or a setting. It is about the means of <see cref="Channels"/> unless it names its own.</summary>
    public JurisdictionBuilder Rule(ContactRule rule, Action<ContactRuleBuilder> configure) => Add(new ContactRuleBuilder(rule), configure, b => b.Inherit(_channels));

    /// <summary>Nothing but consent, for a sector or a kind of subscriber.</summary>
    public JurisdictionBuilder OptInOnly(Action<PlainPartBuilder> configure) => Add(new PlainPartBuilder(h => new OptInOnlyPart(h)), configure);

    private JurisdictionBuilder Rule(ContactRule rule, SubscriberKind? kind, string? cites) => Rule(rule, r =>
    {
        r.Kinds(kind is { } one ? [one] : []);
        _ = cites is null ? r : r.Cites(cites);
    });
}
