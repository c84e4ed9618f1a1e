namespace Consent;

/// <summary>What a statement says, in one word.</summary>
internal enum Saying
{
    Give,
    Withdraw,
    Object,
    RetractObjection,
    Restrict,
    LiftRestriction,
}
