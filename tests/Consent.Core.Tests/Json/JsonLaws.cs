using System.Text.Json;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests.Json;

/// <summary>Whatever a host's options say, what is written is the same, and is read back as it was.</summary>
public class JsonLaws
{
    [Law]
    public Property Ids() => Same(ChangeGen.Contact());

    [Law]
    public Property Change_ids() => Same(ChangeGen.Change());

    [Law]
    public Property Paths() => Same(TaxonomyGen.Path(TaxonomyGen.Extended));

    [Law]
    public Property Instants() => Same(TimeGen.Any());

    [Law]
    public Property Occurrences() => Same(JsonGen.Occurrence());

    [Law]
    public Property Digests() => Same(ChangeGen.Digest());

    [Law]
    public Property Revisions() => Same(JsonGen.Revision());

    [Law]
    public Property Evidence() => Same(JsonGen.Statement().Select(s => s.Evidence));

    [Law]
    public Property Statements() => Same(JsonGen.Statement());

    [Law]
    public Property Changes() => Same(JsonGen.Change(), (one, other) => one.ContentDigest() == other.ContentDigest() && one.Contact == other.Contact && one.Id == other.Id && one.Source == other.Source
        && one.Reason == other.Reason && one.ReasonSha256 == other.ReasonSha256 && one.ExpectedRevision == other.ExpectedRevision && one.Statements.SequenceEqual(other.Statements)
        && one.Acceptance == other.Acceptance && one.Askings.SequenceEqual(other.Askings) && one.Document == other.Document);

    [Law]
    public Property Facts() => Same(RequestGen.Facts());

    [Law]
    public Property Requests() => Same(UseGen.Request());

    [Law]
    public Property Decisions() => Same(JsonGen.Decision());

    [Law]
    public Property Traces() => Same(JsonGen.Trace(), (one, other) => one.Decision == other.Decision && one.Steps.SequenceEqual(other.Steps));

    [Law]
    public Property Results() => Same(JsonGen.Result(), (one, other) => (one with { RecordedAs = null }) == other && one.IsFullyInForce == other.IsFullyInForce && one.Codes.SequenceEqual(other.Codes));

    [Law]
    public Property Entries() => Same(EntryGen.Any());

    [Law]
    public Property Subject_requests() => Same(JsonGen.SubjectRequest());

    [Law]
    public Property Preferences() => Same(
        HistoryGen.Any(10).Select(h => ConsentPreferences.Of(PersonConsents.Fold([.. h.Contacts], h.Taxonomy, h.Entries), h.Contacts[0], new ConsentRules(h.Taxonomy), TimeGen.Minute(30))),
        (one, other) => one.Contact == other.Contact && one.Purposes.SequenceEqual(other.Purposes));

    [Law]
    public Property A_record_is_written_alike_and_never_read() => Laws.ForAll(
        from history in HistoryGen.Any(10) from options in Options.Any() select (history, options), c =>
        {
            var record = PersonConsents.Fold([.. c.history.Contacts], c.history.Taxonomy, c.history.Entries).Contacts[0];
            var json = Options.Write(record, c.options);
            Assert.Throws<NotSupportedException>(() => Options.Read<ContactConsents>(json, c.options));
            using var read = JsonDocument.Parse(json);
            return json == Options.Write(record) && read.RootElement.GetProperty("flags").GetArrayLength() == record.Flags.Count()
                && read.RootElement.GetProperty("contact").GetString() == record.Id.Value && read.RootElement.GetProperty("format").GetString() == "1.0";
        });

    /// <summary>A server hands a body over as it came, in pieces.</summary>
    [Law(MaxTest = 300)]
    public Property In_pieces_a_document_is_read_as_in_one() => Laws.ForAll(from entry in EntryGen.Any() from request in UseGen.Request() from size in Gen.Choose(1, 9) select (entry, request, size), c =>
        Pieces.Read<AuditEntry>(Options.Write(c.entry), c.size) == c.entry && Pieces.Read<ProcessingRequest>(Options.Write(c.request), c.size) == c.request);

    /// <summary>Values are written by the host's writer, which escapes as the host says; documents are the same to the byte.</summary>
    private static Property Same<T>(Gen<T> gen, Func<T, T, bool>? isSame = null) => Laws.ForAll(from value in gen from options in Options.Any() select (value, options), c =>
    {
        isSame ??= (one, other) => EqualityComparer<T>.Default.Equals(one, other);
        var json = Options.Write(c.value, c.options);
        var holder = Options.Write(new Dictionary<string, T[]> { ["k"] = [c.value] }, c.options);
        return (json[0] == '"' || json == Options.Write(c.value))
            && isSame(c.value, Options.Read<T>(json, c.options))
            && isSame(c.value, Options.Read<T>(json))
            && isSame(c.value, Options.Read<Dictionary<string, T[]>>(holder, c.options).Single().Value[0]);
    });
}
