namespace Consent;

/// <summary>What consent to a purpose amounts to, once groups and covering nodes are looked at; of one id, or of all ids of a person.</summary>
/// <remarks>
/// Four fields, one a reference to the cell instead of a copy of it: copies of the cell, read just after they were written, took half of a decision's time. With a
/// fifth, the runtime keeps none of them in registers, and a decision takes half as long again.
/// </remarks>
internal readonly ref struct EffectiveStatus
{
    private const int TimelinessShift = 2;

    private readonly ref readonly FlagCell _give;

    // How it stands, and above that its timeliness.
    private readonly byte _standing;

    private EffectiveStatus(ref readonly FlagCell give)
    {
        _give = ref give;
        _standing = (byte)Standing.Given;
        At = give.At;
        Change = give.Origin.Change;
    }

    private EffectiveStatus(Standing standing, Timestamp at, ChangeId change, Timeliness timeliness)
    {
        _standing = (byte)((byte)standing | ((byte)timeliness << TimelinessShift));
        At = at;
        Change = change;
    }

    private enum Standing : byte
    {
        Unset,
        Refused,
        Withdrawn,
        Given,
    }

    /// <summary>Active only: the give in force; of several ids' the greatest.</summary>
    public ref readonly FlagCell Give => ref _give;

    public FlagValue Value => Stands switch
    {
        Standing.Unset => FlagValue.Unset,
        Standing.Given => FlagValue.Active,
        _ => FlagValue.Inactive,
    };

    /// <summary>Inactive after a give of the person's: withdrawn. Without one: refused.</summary>
    public bool IsWithdrawn => Stands == Standing.Withdrawn;

    /// <summary>Not Active only: whether that is, of some id, because its give is out of its time.</summary>
    public Timeliness Timeliness => (Timeliness)(_standing >> TimelinessShift);

    /// <summary>When the give that counts, or the no, was said.</summary>
    public Timestamp At { get; }

    /// <summary>The change that said it.</summary>
    public ChangeId Change { get; }

    private Standing Stands => (Standing)(_standing & ((1 << TimelinessShift) - 1));

    public static EffectiveStatus Given(ref readonly FlagCell give) => new(in give);

    public static EffectiveStatus Denied(Timestamp at, bool isWithdrawn, ChangeId change) =>
        new(isWithdrawn ? Standing.Withdrawn : Standing.Refused, at, change, Timeliness.InTime);

    /// <summary>The same, told to be so because a give is out of its time.</summary>
    public EffectiveStatus OutOfTime(Timeliness why) => new(Stands, At, Change, why);

    /// <summary>Of a person with several linked ids: inactive if any id's is, active if one is and none is inactive, else unset.</summary>
    public EffectiveStatus And(EffectiveStatus other) => (Value, other.Value) switch
    {
        (FlagValue.Active, FlagValue.Unset) => this,
        (FlagValue.Unset, FlagValue.Active) => other,
        (FlagValue.Active, FlagValue.Active) => FlagCell.CompareGives(other.Give, Give) > 0 ? other : this,
        (FlagValue.Inactive, FlagValue.Inactive) => Later(other),
        (FlagValue.Inactive, _) => OutOfTime(Either(other)),
        (_, FlagValue.Inactive) => other.OutOfTime(Either(other)),
        _ => OutOfTime(Either(other)),
    };

    /// <summary>Of two noes the later is cited, of two of one instant the lesser change, whichever id comes first: so what a closed id says for ever. Withdrawn if any is.</summary>
    private EffectiveStatus Later(EffectiveStatus other)
    {
        var isOther = other.At > At || (other.At == At && other.Change < Change);
        return Denied(Timestamp.Max(At, other.At), IsWithdrawn || other.IsWithdrawn, isOther ? other.Change : Change).OutOfTime(Either(other));
    }

    /// <summary>What is told of two: that one is to come before that one is over.</summary>
    private Timeliness Either(EffectiveStatus other) =>
        Timeliness == Timeliness.NotYet || other.Timeliness == Timeliness.NotYet ? Timeliness.NotYet
        : Timeliness == Timeliness.Over || other.Timeliness == Timeliness.Over ? Timeliness.Over
        : Timeliness.InTime;
}
