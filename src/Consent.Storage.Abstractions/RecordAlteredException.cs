namespace Consent.Storage;

/// <summary>What the store has of a contact is not what was written there: its message authentication code does not verify. Nothing of it is shown or changed; other contacts go on.</summary>
/// <remarks>Keep the change, and find out who or what wrote into the database. Restore the database from its backup and recover (<c>ConsentPrivacy.As(manager).RecoverAsync(…)</c>). Decisions about the contact are denied (<see cref="DecisionCode.RecordAltered"/>).</remarks>
public sealed class RecordAlteredException : ConsentStoreException
{
    /// <summary>It does not say whose record it is.</summary>
    public RecordAlteredException()
        : base("A contact's record was altered in the database, or damaged: it is not what this library wrote there.")
    {
    }
}
