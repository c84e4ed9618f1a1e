namespace Consent;

/// <summary>The three flags of a node in a document as three letters, in the order status, restriction, objection: <c>A</c> active, <c>I</c> inactive, <c>-</c> not named.</summary>
internal static class DocumentFlags
{
    private const string Letters = "-IA";

    public static string ToText(byte packed) => string.Create(3, packed, static (text, flags) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = Letters[(flags >> (i * 2)) & 3];
        }
    });

    public static byte FromText(string text)
    {
        var packed = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var value = Letters.IndexOf(text[i], StringComparison.Ordinal);
            packed |= (text.Length == 3 && value >= 0 ? value : throw new FormatException("Three letters of A, I and -.")) << (i * 2);
        }

        return packed == 0 ? throw new FormatException("A node that has no flag is left out.") : (byte)packed;
    }
}
