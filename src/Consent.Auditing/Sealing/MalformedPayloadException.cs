namespace Consent.Auditing;

/// <summary>A slot's bytes are not the JSON that they should be. Says which slot, where and what, and quotes no value.</summary>
public sealed class MalformedPayloadException : FormatException
{
    /// <summary>What is wrong where.</summary>
    /// <param name="slot">Which slot.</param>
    /// <param name="path">The place in it, by names of members that the format defines: <c>$.statements[3].node</c>.</param>
    /// <param name="flaw">What is wrong, without any value.</param>
    public MalformedPayloadException(EntrySlot slot, string path, string flaw)
        : base($"The slot {slot}: {path} {flaw}.")
    {
        Slot = slot;
        Path = path;
    }

    /// <summary>Which slot.</summary>
    public EntrySlot Slot { get; }

    /// <summary>The place in it.</summary>
    public string Path { get; }
}
