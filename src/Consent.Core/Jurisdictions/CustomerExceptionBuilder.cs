namespace Consent;

/// <summary>The customer exception: own similar offers to whoever gave the address in a sale, was told then, and did not refuse.</summary>
public sealed class CustomerExceptionBuilder : LawPartBuilder<CustomerExceptionBuilder>
{
    private int _sales;
    private int? _longestAgeMonths;

    internal CustomerExceptionBuilder()
    {
    }

    /// <summary>Which kinds of sale count; a paid one unless said otherwise.</summary>
    public CustomerExceptionBuilder Sale(params SaleKind[] kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        _sales = kinds.Aggregate(_sales, (bits, k) => bits | LawScope.Bit((int)k));
        return this;
    }

    /// <summary>How old the sale may be, in months of the calendar.</summary>
    public CustomerExceptionBuilder LongestAge(int months)
    {
        _longestAgeMonths = months;
        return this;
    }

    internal override LawPart Build() => new CustomerExceptionPart(Heading, _sales, _longestAgeMonths, Obligations.None);
}
