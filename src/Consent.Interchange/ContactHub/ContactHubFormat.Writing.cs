using System.Buffers;
using System.Text.Json;

namespace Consent.Interchange;

/// <content>Writing documents.</content>
public sealed partial class ContactHubFormat
{
    /// <summary>Writes what takes effect for a contact as a <c>consents</c> object.</summary>
    /// <remarks>
    /// Each purpose has its effective flags: a no on a group or another covering node is written with every purpose that it covers, for the wire
    /// has no flags on groups. What nobody said anything about is left out. A contact that was erased and must not be contacted objects to
    /// everything. What stands on paths that the taxonomy does not have is not written. The order is the taxonomy's.
    /// <para>Each consent goes out with its own date and notice, never a newer one: the disclaimer is the earliest acceptance that any consent rests
    /// on, and a consent of another date or notice says so in a <c>disclaimer</c> of its own (<see cref="ContactHubOptions.WritesOwnDisclaimers"/>). Without a
    /// consent the disclaimer is the latest acceptance.</para>
    /// </remarks>
    /// <param name="writer">To where; not flushed.</param>
    /// <param name="contact">Of whom.</param>
    /// <param name="linked">The records of the ids that are the same person (<see cref="ContactConsents.Links"/>): a no of any of them is written; their yeses, which they were asked for, are not.</param>
    /// <example><code>
    /// using var writer = new Utf8JsonWriter(stream);
    /// format.WriteConsents(writer, contact);
    /// </code></example>
    public void WriteConsents(Utf8JsonWriter writer, ContactConsents contact, params IEnumerable<ContactConsents> linked)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(contact);
        ArgumentNullException.ThrowIfNull(linked);
        Span<byte> flags = stackalloc byte[_tree.Nodes.Length];
        Span<bool> isWritten = stackalloc bool[_tree.Nodes.Length];
        flags.Clear();
        contact = contact.Under(Taxonomy);
        new WireWriter(writer, _tree, flags, isWritten).Write([contact, .. linked.Select(c => c.Under(Taxonomy))], new WireTerms(contact, _tree, _options));
    }

    /// <summary>Writes a customer document with nothing but <c>id</c> and <c>consents</c>.</summary>
    /// <inheritdoc cref="WriteConsents" path="/remarks|/param"/>
    /// <example><code>
    /// format.WriteCustomer(writer, contact); // {"id":"C-1001","consents":{"softSpam":{"email":{"objection":true}}}}
    /// </code></example>
    public void WriteCustomer(Utf8JsonWriter writer, ContactConsents contact, params IEnumerable<ContactConsents> linked)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(contact);
        ArgumentNullException.ThrowIfNull(linked);
        writer.WriteStartObject();
        writer.WriteString("id"u8, contact.Id.Value);
        writer.WritePropertyName("consents"u8);
        WriteConsents(writer, contact, linked);
        writer.WriteEndObject();
    }

    /// <summary>Writes a customer document as a line of JSON Lines.</summary>
    /// <inheritdoc cref="WriteConsents" path="/remarks"/>
    /// <param name="buffer">To where.</param>
    /// <param name="contact">Of whom.</param>
    /// <param name="linked">The records of the ids that are the same person: a no of any of them is written.</param>
    public void WriteLine(IBufferWriter<byte> buffer, ContactConsents contact, params IEnumerable<ContactConsents> linked)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WriteCustomer(writer, contact, linked);
        }

        buffer.Write("\n"u8);
    }
}
