namespace Consent.Storage;

/// <summary>Numbers by which records are named where an id must not stand: in addresses of pages, and to those who are told what changed. They say nothing about the contact.</summary>
/// <remarks>
/// An optional capability: a store that has it implements this interface beside <see cref="IConsentStore"/>. A number is made for one life of an id: it stays through all changes of the record, and is nobody's once the record was
/// erased; an id that is opened again, or comes back, gets another one. Nobody can make one, or tell from two of them which was first.
/// </remarks>
public interface IRecordNumbers
{
    /// <summary>The numbers of contacts' records.</summary>
    /// <param name="contacts">Whose; any number, also the same twice.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>One answer for each contact, in the same order; <see langword="null"/>: nothing is on record, the id is closed, or its record does not verify.</returns>
    ValueTask<IReadOnlyList<Guid?>> NumbersOfAsync(IReadOnlyList<ContactId> contacts, CancellationToken cancellationToken);

    /// <summary>Whose records numbers are.</summary>
    /// <param name="numbers">The numbers; any, also such as no store made.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>One answer for each number, in the same order; <see langword="null"/>: nobody's, or nobody's any more.</returns>
    ValueTask<IReadOnlyList<ContactId?>> ContactsOfAsync(IReadOnlyList<Guid> numbers, CancellationToken cancellationToken);
}
