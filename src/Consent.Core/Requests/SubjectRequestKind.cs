using System.Text.Json.Serialization;

namespace Consent;

/// <summary>Which right a person uses (GDPR art. 15-22). Art. 19 is none: it obliges the controller to tell recipients, unasked.</summary>
[JsonConverter(typeof(ConsentJsonConverter<SubjectRequestKind>))]
public enum SubjectRequestKind
{
    /// <summary>Access: which data there are, and a copy of them (art. 15).</summary>
    Access = 0,

    /// <summary>Rectification: what is wrong is to be put right, what lacks to be added (art. 16).</summary>
    Rectification = 1,

    /// <summary>Erasure (art. 17).</summary>
    Erasure = 2,

    /// <summary>Restriction: the data are to be kept and not used (art. 18).</summary>
    Restriction = 3,

    /// <summary>Portability: the data in a form that machines read, for the person or another controller (art. 20).</summary>
    Portability = 4,

    /// <summary>Objection (art. 21).</summary>
    Objection = 5,

    /// <summary>That a human looks at what a machine alone decided, and hears the person (art. 22(3)).</summary>
    HumanReview = 6,

    /// <summary>A right that only a later version of this library knows: it is due like any other. None is filed as this.</summary>
    Unknown = 7,
}
