namespace Consent.AspNetCore;

/// <summary>How the endpoints treat what is sent to them.</summary>
public sealed class ConsentApiOptions
{
    /// <summary>Whether your sign-in proves that the contact's address is theirs, so that what a signed-in contact gives needs no double opt-in: <see langword="true"/> unless set. Where it is <see langword="false"/>, no contact can say of their own act that it was confirmed.</summary>
    public bool SignInProvesAddress { get; set; } = true;
}
