namespace Consent.Auditing;

/// <summary>The three flags of a node in a document as three letters, in the order status, restriction, objection: <c>A</c> active, <c>I</c> inactive, <c>-</c> not named; a status of which nobody asked is <c>N</c>.</summary>
internal static class DocumentFlags
{
    private const string Letters = "-IA";
    private const char NotAsked = 'N';

    public static string ToText(byte packed, bool isNotAsked) => string.Create(3, (packed, isNotAsked), static (text, flags) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = Letters[(flags.packed >> (i * 2)) & 3];
        }

        text[0] = flags.isNotAsked ? NotAsked : text[0];
    });

    public static bool IsNotAsked(string text) => text.StartsWith(NotAsked);

    public static byte FromText(string text)
    {
        var packed = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var value = i == 0 && text[i] == NotAsked ? (int)FlagValue.Inactive : Letters.IndexOf(text[i], StringComparison.Ordinal);
            packed |= (text.Length == 3 && value >= 0 ? value : throw new FormatException("Three letters of A, I and -.")) << (i * 2);
        }

        return packed == 0 ? throw new FormatException("A node that has no flag is left out.") : (byte)packed;
    }
}
