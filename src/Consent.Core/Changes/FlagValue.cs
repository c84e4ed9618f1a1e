using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What a flag is set to. "Never asked" and "said no" differ and stay different.</summary>
[JsonConverter(typeof(ConsentJsonConverter<FlagValue>))]
public enum FlagValue
{
    /// <summary>Nobody ever said anything.</summary>
    Unset = 0,

    /// <summary>Said not to hold: consent refused or withdrawn, restriction lifted, objection retracted.</summary>
    Inactive = 1,

    /// <summary>Said to hold: consent given, restriction requested, objection made.</summary>
    Active = 2,
}
