namespace Consent.Storage.InMemory;

/// <summary>A contact among the audience: its number for good, its id until it is erased.</summary>
internal sealed class AudienceMember(long number, ContactId id)
{
    public long Number { get; } = number;

    /// <summary><see langword="default"/> once it is gone, so that nothing of the id is left.</summary>
    public ContactId Id { get; private set; } = id;

    public void Erase() => Id = default;
}
