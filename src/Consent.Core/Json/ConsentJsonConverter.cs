using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>Writes and reads a type of this library as JSON, in one form whatever options a host has set. Each such type names it itself: nothing is to be registered.</summary>
/// <remarks>
/// Names, order, codes and dates are fixed: naming policies, ignore conditions, number handling and converters for enumerations do not reach inside. A converter that a host registers for the very
/// type comes first, as always. What is read is read strictly: a member that is not known, missing, twice or unreadable is a <see cref="JsonException"/> with its path, which quotes nothing of what
/// came. It is public for source generation (<see cref="JsonSerializerContext"/>), which must name it.
/// </remarks>
/// <typeparam name="T">The type.</typeparam>
/// <example><code>
/// app.MapGet("/may/{contact}", (ContactId contact, ConsentTracker tracker, CancellationToken ct) =>
///     tracker.DecideAsync(ProcessingRequest.ToContact(contact, Purposes.Marketing.Automatic.Email), ct));
/// </code></example>
public sealed class ConsentJsonConverter<T> : JsonConverter<T>
{
    private readonly JsonForm<T> _form = JsonForms.Of<T>();

    /// <summary>Reads a value.</summary>
    /// <exception cref="JsonException">Something is wrong.</exception>
    /// <exception cref="NotSupportedException">The type is only ever written.</exception>
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var reading = new JsonReading();
        return _form.TryReadRoot(JsonPart.Read(ref reader), reading, out var value) ? value : throw reading.ToException(_form.Advice);
    }

    /// <summary>Writes a value.</summary>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (_form is TextForm<T> text)
        {
            text.Write(writer, value);
            return;
        }

        // By a writer of its own: the host's has its depth.
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            _form.WriteRoot(json, value);
        }

        writer.WriteRawValue(bytes.WrittenSpan, skipInputValidation: true);
    }

    /// <summary>Reads a value that names a member.</summary>
    /// <exception cref="JsonException">It cannot be read.</exception>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (_form is not TextForm<T> text)
        {
            return base.ReadAsPropertyName(ref reader, typeToConvert, options);
        }

        var reading = new JsonReading();
        return text.TryRead(JsonPart.Name(ref reader), reading, out var value) ? value : throw reading.ToException();
    }

    /// <summary>Writes a value that names a member.</summary>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, [DisallowNull] T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (_form is TextForm<T> text)
        {
            writer.WritePropertyName(text.TextOf(value) ?? throw new InvalidOperationException($"A default {typeof(T).Name} names nothing."));
        }
        else
        {
            base.WriteAsPropertyName(writer, value, options);
        }
    }
}
