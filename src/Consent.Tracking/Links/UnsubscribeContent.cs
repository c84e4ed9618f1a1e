using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Consent.Tracking;

/// <summary>The bytes that an unsubscribe link's token seals: how the id is written, how many purposes, each with its length, and the id.</summary>
internal static class UnsubscribeContent
{
    private const byte IdInUtf8 = 0;
    private const byte IdInUtf16 = 1;

    public static byte[] Of(UnsubscribeLink link)
    {
        // Whichever is shorter: a link stands in a line of a mail.
        var (utf8, utf16) = (Encoding.UTF8.GetBytes(link.Contact.Value), Encoding.BigEndianUnicode.GetBytes(link.Contact.Value));
        var isUtf8 = utf8.Length <= utf16.Length;
        List<byte> content = [isUtf8 ? IdInUtf8 : IdInUtf16, (byte)link.Purposes.Length];
        foreach (var purpose in link.Purposes)
        {
            // A path has 1 to 256 characters, all ASCII.
            var path = Encoding.ASCII.GetBytes(purpose.ToString());
            content.Add((byte)(path.Length - 1));
            content.AddRange(path);
        }

        content.AddRange(isUtf8 ? utf8 : utf16);
        return [.. content];
    }

    public static bool TryRead(ReadOnlySpan<byte> content, [NotNullWhen(true)] out UnsubscribeLink? link)
    {
        link = null;
        if (content.Length < 3)
        {
            return false;
        }

        var (form, count) = (content[0], content[1]);
        content = content[2..];
        var purposes = new PurposePath[count];
        for (var i = 0; i < count; i++)
        {
            if (content.IsEmpty || content.Length < content[0] + 2 || !PurposePath.TryParse(Encoding.ASCII.GetString(content.Slice(1, content[0] + 1)), null, out purposes[i]!))
            {
                return false;
            }

            content = content[(content[0] + 2)..];
        }

        if (count == 0 || form > IdInUtf16 || !ContactId.TryParse((form == IdInUtf8 ? Encoding.UTF8 : Encoding.BigEndianUnicode).GetString(content), null, out var contact))
        {
            return false;
        }

        link = new(contact, [.. purposes]);
        return true;
    }

    /// <summary>The bytes that a token writes; <see langword="null"/>: it is none.</summary>
    public static byte[]? Decoded(ReadOnlySpan<char> token) => Base64Url.IsValid(token) ? Base64Url.DecodeFromChars(token) : null;
}
