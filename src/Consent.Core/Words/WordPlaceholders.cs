namespace Consent;

/// <summary>What a text may leave open: <c>{list}</c>, filled in from the decision that is told. None of them can hold personal data.</summary>
[Flags]
public enum WordPlaceholders
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>{list}</c>: the name of the do-not-contact list (<see cref="ConsentDecision.List"/>).</summary>
    List = 1,

    /// <summary><c>{purpose}</c>: the words of the purpose or group that decided (<see cref="ConsentDecision.Node"/>, <see cref="ChangeNote.Node"/>).</summary>
    Purpose = 2,

    /// <summary><c>{article}</c>: the source of the reason (<see cref="ConsentDecision.Article"/>).</summary>
    Article = 4,

    /// <summary><c>{jurisdiction}</c>: the words of the jurisdiction that decided (<see cref="ConsentDecision.Jurisdiction"/>).</summary>
    Jurisdiction = 8,

    /// <summary><c>{until}</c>: the date, in UTC, up to which the answer holds (<see cref="ConsentDecision.HoldsUntil"/>).</summary>
    Until = 16,

    /// <summary><c>{missing}</c>: the sentence on the missing condition of the customer exception (<see cref="ConsentDecision.Gap"/>).</summary>
    Missing = 32,

    /// <summary><c>{outcome}</c>: the words of the outcome (<see cref="ConsentDecision.Outcome"/>).</summary>
    Outcome = 64,

    /// <summary><c>{obligations}</c>: the phrases of all obligations (<see cref="ConsentDecision.Obligations"/>), parted by semicolons.</summary>
    Obligations = 128,

    /// <summary><c>{day}</c>: of a date, two digits.</summary>
    Day = 256,

    /// <summary><c>{month}</c>: of a date, two digits.</summary>
    Month = 512,

    /// <summary><c>{year}</c>: of a date, four digits.</summary>
    Year = 1024,
}
