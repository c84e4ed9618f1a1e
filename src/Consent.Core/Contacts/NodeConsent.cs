using System.Text.Json.Serialization;

namespace Consent;

/// <summary>The three flags of one node.</summary>
/// <param name="Status">Consent demonstrated.</param>
/// <param name="Restriction">Restriction requested.</param>
/// <param name="Objection">Objection made.</param>
[JsonConverter(typeof(ConsentJsonConverter<NodeConsent>))]
public readonly record struct NodeConsent(FlagValue Status, FlagValue Restriction, FlagValue Objection)
{
    /// <summary>The value of one flag.</summary>
    public FlagValue this[ConsentFlag flag] => flag switch
    {
        ConsentFlag.Status => Status,
        ConsentFlag.Restriction => Restriction,
        _ => Objection,
    };
}
