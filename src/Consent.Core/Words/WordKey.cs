namespace Consent;

/// <summary>Names one text of <see cref="ConsentWords"/>, and says what it may leave open.</summary>
/// <param name="Name">The key: <c>decision.OBJECTED.means</c>, <c>purpose.marketing.automatic.email</c>.</param>
/// <param name="Always">What is always filled in, and may stand anywhere in the text.</param>
/// <param name="Perhaps">What is filled in where it is known: it may stand in brackets only, which are left out with all within where it is not.</param>
public readonly record struct WordKey(string Name, WordPlaceholders Always, WordPlaceholders Perhaps)
{
    /// <summary>The key; of <see langword="default"/> the empty text.</summary>
    public string Name { get => field ?? ""; init; } = Name;

    /// <summary>The key.</summary>
    public override string ToString() => Name;
}
