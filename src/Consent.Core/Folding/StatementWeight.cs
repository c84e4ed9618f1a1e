using System.Text.Json.Serialization;

namespace Consent;

/// <summary>How much a recorded statement counts for. Recorded with it, so that a replay needs nothing else.</summary>
[JsonConverter(typeof(ConsentJsonConverter<StatementWeight>))]
public enum StatementWeight
{
    /// <summary>A yes that the person still has to confirm. Never in force, on no basis.</summary>
    Pending = 0,

    /// <summary>A yes without the person's act, or from a file or bulk run: it fills in where nobody ever said anything, and undoes no word.</summary>
    Asserted = 1,

    /// <summary>Every no; and a yes whose evidence names who acted and how, said through the one-contact port.</summary>
    Attested = 2,
}
