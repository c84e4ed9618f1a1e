namespace Consent.Interchange;

/// <summary>Which property of a customer document names the contact.</summary>
public enum ContactHubIdProperty
{
    /// <summary><c>id</c>: the product's own.</summary>
    Id = 0,

    /// <summary><c>externalId</c>: the host's.</summary>
    ExternalId = 1,
}
