namespace Consent;

/// <summary>A rule about means of contact or operations.</summary>
public sealed class ContactRuleBuilder : LawPartBuilder<ContactRuleBuilder>
{
    private readonly ContactRule _rule;
    private readonly List<LawCondition> _conditions = [];
    private string? _group;
    private int? _recentMonths;
    private Obligations _obligations;

    internal ContactRuleBuilder(ContactRule rule) => _rule = rule;

    /// <summary>These facts must all be stated for it to permit; where they are not, it applies and permits nothing.</summary>
    public ContactRuleBuilder When(params LawCondition[] conditions)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        _conditions.AddRange(conditions);
        return this;
    }

    /// <summary>They bought similar products within so many months.</summary>
    public ContactRuleBuilder WhenCustomerWithin(int months)
    {
        _recentMonths = months;
        return When(LawCondition.RecentCustomer);
    }

    /// <summary>Rules that name one group are alternatives; groups must all permit. A rule without a group is one of its own.</summary>
    public ContactRuleBuilder Group(string group)
    {
        _group = group;
        return this;
    }

    /// <summary>What a use that it permits must carry or respect.</summary>
    public ContactRuleBuilder Obliges(Obligations obligations)
    {
        _obligations |= obligations;
        return this;
    }

    internal override LawPart Build() => new RulePart(Heading, _rule, _group, [.. _conditions.Distinct().Order()], _recentMonths, _obligations);
}
