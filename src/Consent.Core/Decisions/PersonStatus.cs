namespace Consent;

/// <summary>What consent amounts to for a person with several linked ids: inactive if any id's is, active if one is and none is inactive, else unset.</summary>
internal readonly struct PersonStatus
{
    private readonly EffectiveStatus _status;

    public PersonStatus(EffectiveStatus status) => _status = status;

    public FlagValue Value => _status.Value;

    /// <summary>Active only: the give in force; of several ids' the greatest.</summary>
    public FlagCell Give => _status.Give;

    public Timestamp At => _status.At;

    public ChangeId Change => _status.Change;

    public bool IsWithdrawn => _status.IsWithdrawn;

    public PersonStatus And(EffectiveStatus other) => (Value, other.Value) switch
    {
        (_, FlagValue.Unset) => this,
        (FlagValue.Unset, _) => new(other),
        (FlagValue.Inactive, FlagValue.Active) => this,
        (FlagValue.Active, FlagValue.Inactive) => new(other),
        (FlagValue.Inactive, _) => new(Later(other)),
        _ => FlagCell.CompareGives(other.Give, Give) > 0 ? new(other) : this,
    };

    /// <summary>Of two noes the later is cited; withdrawn if any is.</summary>
    private EffectiveStatus Later(EffectiveStatus other) => new()
    {
        Value = FlagValue.Inactive,
        IsWithdrawn = IsWithdrawn || other.IsWithdrawn,
        At = Timestamp.Max(At, other.At),
        Change = other.At > At ? other.Change : Change,
    };
}
