namespace Consent.Storage.Tests.Broken;

/// <summary>Makes a number from the id alone: it outlives the record.</summary>
internal sealed class NumbersOfIds : BrokenStore
{
    private readonly Dictionary<Guid, ContactId> _known = [];

    public override async ValueTask<IReadOnlyList<Guid?>> NumbersOfAsync(IReadOnlyList<ContactId> contacts, CancellationToken cancellationToken)
    {
        var numbers = await Inner.NumbersOfAsync(contacts, cancellationToken);
        return [.. contacts.Select((contact, i) => numbers[i] is null ? (Guid?)null : Remembered(contact))];
    }

    public override ValueTask<IReadOnlyList<ContactId?>> ContactsOfAsync(IReadOnlyList<Guid> numbers, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<ContactId?>>([.. numbers.Select(n => _known.TryGetValue(n, out var contact) ? contact : (ContactId?)null)]);

    private Guid Remembered(ContactId contact)
    {
        var number = new Guid(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(contact.Value)).AsSpan(0, 16));
        _known[number] = contact;
        return number;
    }
}

/// <summary>Makes another number each time.</summary>
internal sealed class NumbersOfTheMoment : BrokenStore
{
    private readonly Dictionary<Guid, Guid> _made = [];

    public override async ValueTask<IReadOnlyList<Guid?>> NumbersOfAsync(IReadOnlyList<ContactId> contacts, CancellationToken cancellationToken) =>
        [.. (await Inner.NumbersOfAsync(contacts, cancellationToken)).Select(n => n is { } number ? Another(number) : (Guid?)null)];

    public override ValueTask<IReadOnlyList<ContactId?>> ContactsOfAsync(IReadOnlyList<Guid> numbers, CancellationToken cancellationToken) =>
        Inner.ContactsOfAsync([.. numbers.Select(n => _made.GetValueOrDefault(n))], cancellationToken);

    private Guid Another(Guid number)
    {
        var made = Guid.NewGuid();
        _made[made] = number;
        return made;
    }
}
