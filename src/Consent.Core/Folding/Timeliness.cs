namespace Consent;

/// <summary>Whether a give with dates of its own is in time.</summary>
internal enum Timeliness : byte
{
    InTime,

    /// <summary>Its first date is to come.</summary>
    NotYet,

    /// <summary>Its last date has come.</summary>
    Over,
}
