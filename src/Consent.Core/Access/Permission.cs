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

    /// <summary>Record that somebody was asked and put it off.</summary>
    RecordAsked = 3,

    /// <summary>Change many contacts in one call.</summary>
    ChangeMany = 4,

    /// <summary>Link two contacts as one person, or undo it.</summary>
    Link = 5,

    /// <summary>Date a link back, so that what one of the two permitted before it was recorded counts for the other.</summary>
    DateLinkBack = 6,

    /// <summary>Rectify a wrong record: take what it says out of the fold.</summary>
    Rectify = 7,

    /// <summary>Export one contact's own data and receipts.</summary>
    ExportOwn = 8,

    /// <summary>Count and list all contacts that something may be done to.</summary>
    AskAudience = 9,

    /// <summary>Read the audit log, a contact's history, both pasts, the quarantine, a dossier; explain a use.</summary>
    ReadLog = 10,

    /// <summary>Place a legal hold.</summary>
    Hold = 11,

    /// <summary>Erase, release a hold, publish a notice, rebuild a record, recover.</summary>
    Administer = 12,

    /// <summary>File a request of a contact (GDPR art. 15-22), and see how those of that contact stand.</summary>
    FileRequest = 13,

    /// <summary>Keep the register of requests: see what is due, extend, answer, refuse.</summary>
    KeepRequests = 14,
}
