namespace Consent.Auditing;

/// <summary>One of the four parts of an audit entry, each committed to by itself, so that it can be shown or forgotten without the others.</summary>
public enum EntrySlot
{
    /// <summary>What happened, without saying to whom.</summary>
    Facts = 0,

    /// <summary>Whom it is about.</summary>
    Subject = 1,

    /// <summary>Who did it.</summary>
    Actor = 2,

    /// <summary>What shows it.</summary>
    Evidence = 3,
}
