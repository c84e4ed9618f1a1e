namespace Consent.Reference;

/// <summary>RULES 4: the address that a request names.</summary>
/// <param name="Id">Its contact id.</param>
/// <param name="Digest">The digest by which a confirmed give names it.</param>
/// <param name="IsPhone">A phone number; else an e-mail address.</param>
public sealed record RefPoint(string Id, string Digest, bool IsPhone)
{
    /// <summary>Whether a channel can be asked about at such an address: those that need the other kind cannot.</summary>
    public bool Serves(string channel) => channel switch
    {
        "email" => !IsPhone,
        "paper" => false,
        "phone" or "sms" or "automatedPhone" => IsPhone,
        _ => true,
    };
}
