namespace Consent.Reference;

/// <summary>What shows a statement, as far as the rules look at it.</summary>
public sealed record RefEvidence
{
    /// <summary>Who acted.</summary>
    public RefActingParty Who { get; init; }

    /// <summary>How.</summary>
    public string? Method { get; init; }

    /// <summary>A lift: on which ground.</summary>
    public bool HasGround { get; init; }

    /// <summary>A lift: whether the person was told first.</summary>
    public bool PersonToldFirst { get; init; }

    /// <summary>It names a reference, or the text shown.</summary>
    public bool HasReference { get; init; }

    /// <summary>It names its source.</summary>
    public bool HasSource { get; init; }

    /// <summary>The person confirmed it.</summary>
    public bool Confirmed { get; init; }

    /// <summary>The person still has to confirm it.</summary>
    public bool AwaitsConfirmation { get; init; }

    /// <summary>RULES 1, attested: it names who acted, the person or who acts for them, for a lift the controller with ground and note, and how.</summary>
    public bool NamesAct(RefFlag flag) => NamesPersonsAct
        || (Method is not null && Who == RefActingParty.Controller && flag == RefFlag.Restriction && HasGround && PersonToldFirst);

    /// <summary>It names an act of the person or who acts for them, and how.</summary>
    public bool NamesPersonsAct => Method is not null && Who is RefActingParty.Person or RefActingParty.Guardian or RefActingParty.Representative;
}
