namespace Consent.Interchange;

/// <summary>Numbers as dates have them: ASCII digits and nothing else.</summary>
internal static class WireDigits
{
    /// <summary>Reads all of a text; nothing is 0.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (!IsDigit(digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return true;
    }

    public static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';
}
