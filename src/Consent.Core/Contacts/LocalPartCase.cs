namespace Consent;

/// <summary>Whether upper and lower case differ before the @ of an e-mail address. One host, one choice: it decides which ids are the same.</summary>
public enum LocalPartCase
{
    /// <summary>They do not: <c>Ada@shop.example</c> is <c>ada@shop.example</c>, as nearly every mail system has it, and as lists of hashed addresses are made.</summary>
    Ignored = 0,

    /// <summary>They do, as a mail system may decide (RFC 5321, 2.4). A no from one spelling then does not reach the other.</summary>
    Kept = 1,
}
