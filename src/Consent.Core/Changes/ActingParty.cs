using System.Text.Json.Serialization;

namespace Consent;

/// <summary>Whose act a statement rests on.</summary>
[JsonConverter(typeof(ConsentJsonConverter<ActingParty>))]
public enum ActingParty
{
    /// <summary>Nobody says: a file, a sync or a system asserts it.</summary>
    Unstated = 0,

    /// <summary>The person themselves.</summary>
    Person = 1,

    /// <summary>The holder of parental responsibility, or a guardian (GDPR art. 8).</summary>
    Guardian = 2,

    /// <summary>The controller: only a restriction can be lifted so, on a stated ground and after telling the person (art. 18(3)).</summary>
    Controller = 3,

    /// <summary>Who represents the person by law or by their own authority.</summary>
    Representative = 4,
}
