using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What a host wants to do with a contact's data (GDPR art. 4(2)).</summary>
[JsonConverter(typeof(ConsentJsonConverter<Operation>))]
public enum Operation
{
    /// <summary>Nothing stated: never permitted.</summary>
    None = 0,

    /// <summary>Contact the person for marketing or by soft spam.</summary>
    ToContact = 1,

    /// <summary>Profile the person (art. 4(4)).</summary>
    Profiling = 2,

    /// <summary>Hand the data to a third party (art. 4(10)).</summary>
    TransferToThirdParty = 3,

    /// <summary>Only keep the data (art. 18(2)).</summary>
    Store = 4,

    /// <summary>Establish, exercise or defend legal claims (art. 18(2), 21(1)). Takes no purpose, but a stated ground.</summary>
    LegalClaim = 5,

    /// <summary>Protect the rights of another person (art. 18(2)). Takes no purpose, but a stated ground.</summary>
    ProtectRights = 6,

    /// <summary>Important public interest of the Union or a member state (art. 18(2)). Takes no purpose, but a stated ground.</summary>
    PublicInterest = 7,

    /// <summary>Ask the person for their consent to a purpose, whatever the purpose is for (art. 7).</summary>
    ToAsk = 8,
}
