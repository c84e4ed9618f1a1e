using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Consent;

/// <summary>How a type stands in JSON, whatever its options say: written, read and described by one thing.</summary>
internal abstract class JsonForm
{
    /// <summary>Of which type.</summary>
    public abstract Type Type { get; }

    /// <summary>What a schema says of it, into the open object.</summary>
    public abstract void Describe(JsonSchemaWriter schema);

    /// <summary>The same where it is a document of its own.</summary>
    public virtual void DescribeRoot(JsonSchemaWriter schema) => Describe(schema);

    /// <summary>A reference to what a schema says of it, into the open object.</summary>
    public virtual void Refer(JsonSchemaWriter schema) => Describe(schema);
}

/// <inheritdoc/>
internal abstract class JsonForm<T> : JsonForm
{
    public sealed override Type Type => typeof(T);

    /// <summary>Writes a value.</summary>
    public abstract void Write(Utf8JsonWriter json, T value);

    /// <summary>Reads a value; what is wrong is told.</summary>
    public abstract bool TryRead(JsonPart part, JsonReading reading, [MaybeNullWhen(false)] out T value);

    /// <summary>Reads what a serializer was given, on which nothing stands around.</summary>
    public virtual bool TryReadRoot(JsonPart part, JsonReading reading, [MaybeNullWhen(false)] out T value) => TryRead(part, reading, out value);

    /// <summary>Writes what a serializer was given.</summary>
    public virtual void WriteRoot(Utf8JsonWriter json, T value) => Write(json, value);

    /// <summary>What a failed reading advises besides.</summary>
    public string Advice { get; init; } = "";
}
