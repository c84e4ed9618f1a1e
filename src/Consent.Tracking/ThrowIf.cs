using System.Runtime.CompilerServices;

namespace Consent.Tracking;

/// <summary>An id that was never set names nobody, and must not be taken for everybody.</summary>
internal static class ThrowIf
{
    public static void Nobody(ContactId contact, [CallerArgumentExpression(nameof(contact))] string? name = null)
    {
        if (contact.IsDefault)
        {
            throw new ArgumentException("The contact id was never set: it names nobody.", name);
        }
    }
}
