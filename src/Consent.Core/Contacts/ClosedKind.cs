using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What an id that was erased is kept for.</summary>
[JsonConverter(typeof(ConsentJsonConverter<ClosedKind>))]
public enum ClosedKind
{
    /// <summary>What was said up to then counts no more (GDPR art. 17): a withdrawal of everything.</summary>
    Erased = 0,

    /// <summary>The person must not be contacted either (art. 17(3)(b), 21(3)): an objection to everything besides.</summary>
    NeverContact = 1,

    /// <summary>Nothing: a list closed it, wrongly, and nothing else did. Such an id is on record and open.</summary>
    Rectified = 2,
}
