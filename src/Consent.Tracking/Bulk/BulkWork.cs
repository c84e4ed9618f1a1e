using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>One item to work out: a change, a document, or a contact that a selector matched.</summary>
/// <param name="Position">Its place in the input.</param>
/// <param name="Contact">The contact.</param>
/// <param name="Id">The change id that says whether it was done before.</param>
/// <param name="Prepare">The changes to apply to the record as it is.</param>
internal sealed record BulkWork(long Position, ContactId Contact, ChangeId Id, Func<ContactConsents, ImmutableArray<ConsentChange>> Prepare);
