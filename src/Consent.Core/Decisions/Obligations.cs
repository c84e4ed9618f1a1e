using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What a permit obliges the host to do.</summary>
[Flags]
[JsonConverter(typeof(ConsentJsonConverter<Obligations>))]
public enum Obligations
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>INCLUDE_OPT_OUT: every message says how to refuse further ones, easily and free of charge (ePrivacy 13(2); Codice 130(4)).</summary>
    IncludeOptOut = 1,

    /// <summary>NAME_SENDER: the message says who sends it (ePrivacy 13(4)).</summary>
    NameSender = 2,

    /// <summary>NAME_SOURCE: say where the data comes from (Italy: DPR 26/2022).</summary>
    NameSource = 4,

    /// <summary>SHOW_NUMBER: call from a number that is shown and can be called back.</summary>
    ShowNumber = 8,

    /// <summary>CALLING_HOURS: call at the hours that the jurisdiction allows.</summary>
    CallingHours = 16,

    /// <summary>NAME_REGISTER: tell of the register of oppositions (Italy: DPR 26/2022).</summary>
    NameRegister = 32,

    /// <summary>NAME_TRANSFEREE: say to whom the data goes (Italy: L. 5/2018, 1(8)).</summary>
    NameTransferee = 64,

    /// <summary>TELL_OF_MAJORITY: a guardian consented and the person has come of age: tell them of it and of their right to withdraw (EDPB 05/2020, 149).</summary>
    TellOfMajority = 128,
}
