namespace Consent.Tracking;

/// <summary>Says which contacts a bulk change reaches, by what is on record. Immutable; combine with <c>&amp;</c>, <c>|</c> and <c>!</c>.</summary>
/// <example><code>
/// var selector = ContactSelector.Having(Purposes.Marketing.Automatic.Email, ConsentFlag.Status, FlagValue.Active)
///     &amp; !ContactSelector.Accepted("v3");
/// </code></example>
public sealed class ContactSelector
{
    private readonly Func<ContactConsents, bool> _matches;

    private ContactSelector(Func<ContactConsents, bool> matches) => _matches = matches;

    /// <summary>Every contact on record.</summary>
    public static ContactSelector Everyone { get; } = new(_ => true);

    /// <summary>Contacts whose flag has this value on the node itself; Unset: nothing was ever said.</summary>
    public static ContactSelector Having(PurposePath node, ConsentFlag flag, FlagValue value)
    {
        ArgumentNullException.ThrowIfNull(node);
        return new(c => c[node][flag] == value);
    }

    /// <summary>Contacts whose flag takes this effect on the node, groups and covering nodes included.</summary>
    public static ContactSelector Effectively(PurposePath node, ConsentFlag flag, FlagValue value)
    {
        ArgumentNullException.ThrowIfNull(node);
        return new(c => c.Effective(node)[flag] == value);
    }

    /// <summary>Contacts who accepted this version of the notice.</summary>
    public static ContactSelector Accepted(string noticeVersion)
    {
        ArgumentNullException.ThrowIfNull(noticeVersion);
        return new(c => c.Acceptances.Any(a => string.Equals(a.Version, noticeVersion, StringComparison.Ordinal)));
    }

    /// <summary>Contacts that the host picks itself; the function is pure and quick.</summary>
    public static ContactSelector Where(Func<ContactConsents, bool> matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        return new(matches);
    }

    /// <summary>Whether a contact is reached.</summary>
    public bool Matches(ContactConsents contact)
    {
        ArgumentNullException.ThrowIfNull(contact);
        return _matches(contact);
    }

    /// <summary>Contacts reached by both.</summary>
    public ContactSelector And(ContactSelector other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(c => _matches(c) && other._matches(c));
    }

    /// <summary>Contacts reached by either.</summary>
    public ContactSelector Or(ContactSelector other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(c => _matches(c) || other._matches(c));
    }

    /// <summary>Contacts not reached.</summary>
    public ContactSelector Not() => new(c => !_matches(c));

    /// <summary>As <see cref="And"/>.</summary>
    public static ContactSelector operator &(ContactSelector left, ContactSelector right) => BitwiseAnd(left, right);

    /// <summary>As <see cref="Or"/>.</summary>
    public static ContactSelector operator |(ContactSelector left, ContactSelector right) => BitwiseOr(left, right);

    /// <summary>As <see cref="Not"/>.</summary>
    public static ContactSelector operator !(ContactSelector selector) => LogicalNot(selector);

    /// <summary>As <see cref="And"/>.</summary>
    public static ContactSelector BitwiseAnd(ContactSelector left, ContactSelector right)
    {
        ArgumentNullException.ThrowIfNull(left);
        return left.And(right);
    }

    /// <summary>As <see cref="Or"/>.</summary>
    public static ContactSelector BitwiseOr(ContactSelector left, ContactSelector right)
    {
        ArgumentNullException.ThrowIfNull(left);
        return left.Or(right);
    }

    /// <summary>As <see cref="Not"/>.</summary>
    public static ContactSelector LogicalNot(ContactSelector selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        return selector.Not();
    }
}
