namespace Consent;

/// <summary>What somebody may be allowed to do: the rows of the permission table.</summary>
public enum Permission
{
    /// <summary>See one contact's current consents, preview a change, ask for a decision with a trace.</summary>
    SeeCurrent = 0,

    /// <summary>Make protective statements for one contact.</summary>
    Protect = 1,

    /// <summary>Make permissive statements for one contact.</summary>
    Permit = 2,

    /// <summary>Change many contacts in one call.</summary>
    ChangeMany = 3,

    /// <summary>Link two contacts as one person, or undo it.</summary>
    Link = 4,

    /// <summary>Export one contact's own data and receipts.</summary>
    ExportOwn = 5,

    /// <summary>Read the audit log, a contact's history, both pasts, the quarantine, a dossier.</summary>
    ReadLog = 6,

    /// <summary>Place a legal hold.</summary>
    Hold = 7,

    /// <summary>Erase, release a hold, publish a notice, recover.</summary>
    Administer = 8,

    /// <summary>Count and list all contacts that something may be done to.</summary>
    AskAudience = 9,

    /// <summary>Record that somebody was asked and put the answer off.</summary>
    RecordAsked = 10,
}
