namespace Consent;

/// <summary>The JSON Schema (2020-12) of each type that this library writes as JSON: for a description of an API, or for whoever sends.</summary>
public static class JsonSchemas
{
    /// <summary>The schema of a type, as JSON; <see langword="null"/>: the library has no form of it.</summary>
    /// <param name="type">Such as <see cref="ConsentChange"/>, <see cref="ContactId"/> or <see cref="DecisionCode"/>.</param>
    public static string? Of(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return JsonForms.Find(type) is { } form ? JsonSchemaWriter.Write(form) : null;
    }
}
