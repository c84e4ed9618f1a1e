using System.Collections.Immutable;
using System.Text.Json;

namespace Consent;

/// <summary>A member of an object: its name, what it says, and whether it must be there.</summary>
internal abstract class JsonMember<TOwner>(string name, string about, bool isRequired)
{
    public string Name => name;

    public bool IsRequired => isRequired;

    /// <summary>Its place among the members of its object.</summary>
    public int Place { get; set; }

    public abstract void Write(Utf8JsonWriter json, TOwner owner);

    /// <summary>Its value; <see langword="null"/> where it is wrong, which is told.</summary>
    public abstract object? Read(JsonPart part, JsonReading reading);

    /// <summary>What a schema says of it. Where it may be left out, it may be null as well.</summary>
    public void Describe(JsonSchemaWriter schema)
    {
        schema.Json.WriteStartObject(name);
        schema.Json.WriteString("description", about);
        if (isRequired)
        {
            Refer(schema);
        }
        else
        {
            schema.Json.WriteStartArray("anyOf");
            schema.Json.WriteStartObject();
            Refer(schema);
            schema.Json.WriteEndObject();
            schema.Json.WriteStartObject();
            schema.Json.WriteString("type", "null");
            schema.Json.WriteEndObject();
            schema.Json.WriteEndArray();
        }

        schema.Json.WriteEndObject();
    }

    protected abstract void Refer(JsonSchemaWriter schema);
}

/// <inheritdoc/>
internal sealed class JsonMember<TOwner, TValue>(string name, JsonForm<TValue> form, JsonMember<TOwner, TValue>.Getter get, string about, bool isRequired) : JsonMember<TOwner>(name, about, isRequired)
{
    /// <summary>The value of an owner, where it has one.</summary>
    public delegate bool Getter(TOwner owner, out TValue value);

    public JsonForm<TValue> Form => form;

    public override void Write(Utf8JsonWriter json, TOwner owner)
    {
        if (get(owner, out var value))
        {
            json.WritePropertyName(Name);
            form.Write(json, value);
        }
    }

    public override object? Read(JsonPart part, JsonReading reading) => form.TryRead(part, reading, out var value) ? value : null;

    protected override void Refer(JsonSchemaWriter schema) => form.Refer(schema);
}

/// <summary>Makes members.</summary>
internal static class Member<TOwner>
{
    /// <summary>One that is always there.</summary>
    public static JsonMember<TOwner, T> Required<T>(string name, JsonForm<T> form, Func<TOwner, T> get, string about) =>
        new(name, form, (TOwner owner, out T value) => (value = get(owner)) is not null, about, isRequired: true);

    /// <summary>One that is always written, and means nothing when it is read: it follows from the others.</summary>
    public static JsonMember<TOwner, T> Derived<T>(string name, JsonForm<T> form, Func<TOwner, T> get, string about) =>
        new(name, form, (TOwner owner, out T value) => (value = get(owner)) is not null, about, isRequired: false);

    /// <summary>One that may be left out.</summary>
    public static JsonMember<TOwner, T> Optional<T>(string name, JsonForm<T> form, Func<TOwner, T?> get, string about)
        where T : class =>
        new(name, form, (TOwner owner, out T value) => (value = get(owner)!) is not null, about, isRequired: false);

    /// <summary>One that may be left out.</summary>
    public static JsonMember<TOwner, T> OptionalValue<T>(string name, JsonForm<T> form, Func<TOwner, T?> get, string about)
        where T : struct => new(name, form, (TOwner owner, out T value) => { var said = get(owner); value = said.GetValueOrDefault(); return said.HasValue; }, about, isRequired: false);

    /// <summary>One that is left out where it is false.</summary>
    public static JsonMember<TOwner, bool> Flag(string name, Func<TOwner, bool> get, string about) =>
        new(name, ValueForms.Flag, (TOwner owner, out bool value) => value = get(owner), about, isRequired: false);

    /// <summary>A list that is left out where it is empty.</summary>
    public static JsonMember<TOwner, ImmutableArray<T>> List<T>(string name, JsonForm<T> form, Func<TOwner, ImmutableArray<T>> get, string about) =>
        new(name, new ListForm<T>(form), (TOwner owner, out ImmutableArray<T> value) => !(value = get(owner)).IsDefaultOrEmpty, about, isRequired: false);

    /// <summary>A list that is always written, so that whoever reads it need not ask whether it is there.</summary>
    public static JsonMember<TOwner, ImmutableArray<T>> WholeList<T>(string name, JsonForm<T> form, Func<TOwner, ImmutableArray<T>> get, string about) =>
        new(name, new ListForm<T>(form), (TOwner owner, out ImmutableArray<T> value) => { value = get(owner); return true; }, about, isRequired: false);
}
