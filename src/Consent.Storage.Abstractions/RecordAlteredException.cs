namespace Consent.Storage;

/// <summary>What the store has of a contact is not what was written there: its message authentication code does not verify. Nothing of it is shown or changed; other contacts go on.</summary>
/// <remarks>Keep the change, and find out who or what wrote into the database. Then have the record folded anew from the log (<c>ConsentPrivacy.As(manager).RebuildAsync(contact)</c>), and send the change again; only where that says <c>LogFlawed</c>, bring back the last backup that verifies and recover (<c>RecoverAsync</c>). Decisions about the contact are denied (<see cref="DecisionCode.RecordAltered"/>).</remarks>
public sealed class RecordAlteredException : ConsentStoreException
{
    /// <summary>It does not say whose record it is.</summary>
    public RecordAlteredException()
        : base("A contact's record was altered in the database, or damaged: it is not what this library wrote there. Keep the change; ConsentPrivacy.As(manager).RebuildAsync(contact) folds the record anew from the log, and then the change can be sent again.")
    {
    }
}
