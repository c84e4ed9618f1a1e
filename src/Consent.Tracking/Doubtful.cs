namespace Consent.Tracking;

/// <summary>What becomes of a record that does not verify, or of which verifying found that it is not what the log comes to.</summary>
internal enum Doubtful
{
    /// <summary>Whoever asks for it is told by an exception: nothing is written on it.</summary>
    Refused = 0,

    /// <summary>It is taken for one that permits nothing (<see cref="ContactConsents.Altered"/>): for whoever decides, or mends.</summary>
    Denied = 1,

    /// <summary>One that verifies is taken as it stands: for whoever compares it with the log.</summary>
    AsStored = 2,
}
