namespace Consent.Reference;

/// <summary>A node that an entry of an unknown kind may have touched.</summary>
/// <param name="Contact">The id that it was addressed to.</param>
/// <param name="Node">The node; what it covers is unknown too.</param>
public sealed record RefUnknown(string Contact, string Node);
