namespace Consent.Auditing;

/// <summary>Where the payloads of an entry end in its bytes; the last ends with them.</summary>
internal readonly struct PayloadEnds(int factsEnd, int subjectLength, int actorLength)
{
    public int Facts { get; } = factsEnd;

    public int Subject { get; } = factsEnd + subjectLength;

    public int Actor { get; } = factsEnd + subjectLength + actorLength;
}
