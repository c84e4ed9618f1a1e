using System.Collections.Immutable;
using System.Text.Json;

namespace Consent;

/// <summary>A change that came as JSON: what of it can be recorded, and what is wrong with it. Nothing that is wrong stops a no.</summary>
/// <remarks>
/// <para>
/// Where all is right, <see cref="Change"/> is what came. Where anything is wrong - a member that is not known or stands there twice, a date that is missing, a text that ends in the middle, a later
/// version of the format - nothing permissive of it is taken: no yes, no lift, no retraction, no notice accepted. Its noes are: each that says what it says (<c>withdraw</c>, <c>object</c>,
/// <c>restrict</c>) and of which node, dated now where its date cannot be read, and lasting where its end cannot. They have the change's id with <c>+noes</c>, so that the mended document can come under
/// its own.
/// </para>
/// <para>Who sent it says what the evidence says. What your own server knows, such as that an address was confirmed, is yours to write.</para>
/// </remarks>
/// <example><code>
/// var received = ReceivedChange.Read(body);
/// var result = await tracker.As(actor).ApplyAsync(received.Change, cancellationToken);
/// foreach (var flaw in received.Flaws) { /* tell who sent it: flaw.Path, flaw.What */ }
/// </code></example>
public sealed class ReceivedChange
{
    // What is nested too deep is skipped, however deep.
    private static readonly JsonReaderOptions s_strict = new() { MaxDepth = int.MaxValue };
    private static readonly JsonReaderOptions s_lenient = new() { MaxDepth = int.MaxValue, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private ReceivedChange(ConsentChange change, ImmutableArray<JsonFlaw> flaws, ImmutableArray<Statement> refused) => (Change, Flaws, Refused) = (change, flaws, refused);

    /// <summary>What can be recorded: all of it, or its noes.</summary>
    public ConsentChange Change { get; }

    /// <summary>What is wrong, and where; empty where all is right. Of many the first 100.</summary>
    public ImmutableArray<JsonFlaw> Flaws { get; }

    /// <summary>The permissive statements that could be read and were not taken, because of <see cref="Flaws"/>.</summary>
    public ImmutableArray<Statement> Refused { get; }

    /// <summary>Whether all of it was taken.</summary>
    public bool IsWhole => Flaws.IsEmpty;

    /// <summary>Reads a change.</summary>
    /// <param name="utf8">One JSON object, as <c>docs/schemas/change.schema.json</c> describes it.</param>
    /// <exception cref="JsonException">Something is wrong, and there is no contact or no no to be read: there is nothing to record. The message and the path quote nothing of what came.</exception>
    public static ReceivedChange Read(ReadOnlySpan<byte> utf8) => Read(utf8, default);

    /// <summary>Reads a change of a contact who is named beside it, as in the address that it was sent to.</summary>
    /// <param name="utf8">One JSON object, as <c>docs/schemas/change.schema.json</c> describes it; it need not name the contact. Where it names another, nothing of it is taken.</param>
    /// <param name="contact">Who said it.</param>
    /// <param name="id">The id of the change, where the document has none; <see langword="default"/>: it is nowhere else.</param>
    /// <exception cref="JsonException">Something is wrong, and there is no no to be read; or the document names another contact. The message and the path quote nothing of what came.</exception>
    public static ReceivedChange Read(ReadOnlySpan<byte> utf8, ContactId contact, ChangeId id = default)
    {
        utf8 = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        var reading = new JsonReading();
        var document = JsonPart.ReadAll(utf8, s_strict, out var isBroken);
        if (isBroken)
        {
            reading.Flaw("it is no JSON, or is cut off.");
            document = JsonPart.ReadAll(utf8, s_lenient, out _);
        }

        if (document is not null && !contact.IsDefault)
        {
            ChangeForm.Complete(document, contact, id);
        }

        if (document is not null && ChangeForm.Form.TryReadRoot(document, reading, out var change) && !isBroken && (contact.IsDefault || change.Contact == contact))
        {
            return new(change, [], []);
        }

        return document is not null && ChangeForm.WithFlaws(document, reading, contact, out var refused) is { } noes ? new(noes, reading.Flaws, refused) : throw reading.ToException();
    }

    /// <summary>How many statements were taken, and how many flaws there are: no personal data.</summary>
    public override string ToString() => $"{Change}, {Flaws.Length} flaw(s)";
}
