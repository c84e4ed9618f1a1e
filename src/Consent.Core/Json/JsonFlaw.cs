namespace Consent;

/// <summary>What is wrong with JSON that was received, and where. It quotes nothing of what came, which may be personal data.</summary>
/// <param name="Path">The place, as a JSON path from the document's root: <c>$.statements[1].at</c>. A member with a name that is not known is told at the object that has it.</param>
/// <param name="What">What is wrong, and what is wanted.</param>
public sealed record JsonFlaw(string Path, string What)
{
    /// <summary>Place and flaw: no personal data.</summary>
    public override string ToString() => $"{Path}: {What}";
}
