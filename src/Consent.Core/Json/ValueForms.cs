using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Consent;

/// <summary>How the values that are one text, number or truth stand in JSON.</summary>
internal static class ValueForms
{
    private const string AnyText = """{"type":"string"}""";

    public static TextForm<string> Text { get; } = new("text", AnyText, "a text", text => text, (string text, [MaybeNullWhen(false)] out string value) => (value = text) is not null);

    /// <summary>A text that is not blank.</summary>
    public static TextForm<string> Name { get; } = new(
        "name", """{"type":"string","pattern":"\\S"}""", "a text that is not blank", text => text, (string text, [MaybeNullWhen(false)] out string value) => !string.IsNullOrWhiteSpace(value = text));

    public static TextForm<ContactId> Contact { get; } = new(
        "contactId", Stored(ContactId.MaxLength), "a contact's id of 1 to 256 characters, not blank, without U+0000",
        id => id.IsDefault ? null : id.Value, (string text, out ContactId value) => ContactId.TryParse(text, null, out value));

    public static TextForm<ChangeId> Change { get; } = new(
        "changeId", AnyText, "a change's id", id => id.IsDefault ? null : id.Value, (string text, out ChangeId value) => ChangeId.TryParse(text, null, out value));

    public static TextForm<PurposePath> Path { get; } = new(
        "purposePath", """{"type":"string","maxLength":256,"pattern":"^(?!all\\.)[A-Za-z][A-Za-z0-9_-]{0,63}(\\.[A-Za-z][A-Za-z0-9_-]{0,63}){0,15}$"}""", "a path such as marketing.automatic.email",
        path => path.ToString(), (string text, [MaybeNullWhen(false)] out PurposePath value) => PurposePath.TryParse(text, null, out value));

    public static TextForm<Timestamp> Instant { get; } = new(
        "instant", $$"""{"type":"string","format":"date-time","pattern":"^{{JsonInstant.Pattern}}$"}""", "an instant such as 2018-05-25T00:00:00.000000Z",
        at => at.ToString(null, null), JsonInstant.TryParse);

    public static TextForm<Occurrence> Occurrence { get; } = new(
        "occurrence", $$"""{"type":"string","anyOf":[{"format":"date-time","pattern":"^{{JsonInstant.Pattern}}$"},{"format":"date","pattern":"^.{10}$"},{"pattern":"^{{JsonInstant.DayPattern}}$"}]}""", "an instant such as 2018-05-25T00:00:00.000000Z, or a day such as 2018-05-25",
        at => at.ToString(), (string text, out Occurrence value) =>
        {
            var isInstant = JsonInstant.TryParse(text, out var instant);
            value = instant;
            return isInstant || Consent.Occurrence.TryParse(text, null, out value);
        });

    public static TextForm<DateOnly> Day { get; } = new(
        "day", """{"type":"string","format":"date","pattern":"^\\d{4}-\\d{2}-\\d{2}$"}""", "a day such as 2018-05-25",
        day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        (string text, out DateOnly value) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value));

    public static TextForm<Sha256Digest> Digest { get; } = new(
        "sha256", """{"type":"string","pattern":"^[0-9A-Fa-f]{64}$"}""", "64 hexadecimal digits",
        digest => digest.ToString(), (string text, out Sha256Digest value) => Sha256Digest.TryParse(text, null, out value));

    public static TextForm<ContactRevision> Revision { get; } = new(
        "revision", """{"type":"string","pattern":"^[0-9a-f]{32}\\.(0|[1-9]\\d{0,18})(\\.(?!0{16})[0-9a-f]{16})?$"}""", "a revision as it was given",
        revision => revision.ToString(), (string text, out ContactRevision value) => ContactRevision.TryParse(text, null, out value));

    public static TextForm<Sector> Sector { get; } = new(
        "sector", """{"type":"string","pattern":"^[a-z0-9]{1,64}$"}""", "a sector of 1 to 64 small letters and digits",
        sector => sector.Name, (string text, out Sector value) => Consent.Sector.TryParse(text, null, out value));

    public static TextForm<AuditEntryType> EntryType { get; } = new(
        "entryType", Stored(AuditEntryType.MaxLength), "the name of a kind of entry",
        type => type.Name, (string text, out AuditEntryType value) => AuditEntryType.TryParse(text, null, out value));

    public static TextForm<ContactPoint> Point { get; } = new(
        "contactPoint", """{"type":"string","maxLength":256,"pattern":"^(\\+[1-9]\\d{1,14}|[^@\\s]+@[^@\\s]+)$"}""", "an e-mail address or phone number in its normalised form",
        point => point.Value, (string text, [MaybeNullWhen(false)] out ContactPoint value) => (value = ContactId.TryParse(text, null, out var id) ? ContactPoint.Of(id) : null) is not null);

    public static TextForm<DecisionCode> DecisionCode { get; } = CodeForm<DecisionCode>.Of(DecisionTable.NameOf, Enum.GetValues<DecisionCode>());

    public static TextForm<ChangeCode> ChangeCode { get; } = CodeForm<ChangeCode>.Of(ChangeTable.NameOf, Enum.GetValues<ChangeCode>());

    public static JsonForm<DecisionCodeSet> DecisionCodes { get; } = new MappedForm<DecisionCodeSet, ImmutableArray<DecisionCode>>(
        new ListForm<DecisionCode>(DecisionCode), set => [.. set], codes => codes.Aggregate(DecisionCodeSet.Empty, (set, code) => set.With(code)));

    public static JsonForm<Obligations> Obligations { get; } = new MappedForm<Obligations, ImmutableArray<Obligations>>(
        new ListForm<Obligations>(CodeForm<Obligations>.Of(one => CodeName.Of(one.ToString()), JsonOf())),
        all => [.. JsonOf().Where(one => all.HasFlag(one))], codes => codes.Aggregate(Consent.Obligations.None, (all, one) => all | one));

    public static JsonForm<bool> Flag { get; } = new FlagForm();

    public static NumberForm<int> Int { get; } = new(int.MinValue, int.MaxValue, number => number, number => (int)number);

    public static NumberForm<long> Long { get; } = new(long.MinValue, long.MaxValue, number => number, number => number);

    /// <summary>A name that is kept as it is: not blank, well-formed, of limited length.</summary>
    public static TextForm<string> NameOf(string name, int maxLength) => new(
        name, Stored(maxLength), string.Create(CultureInfo.InvariantCulture, $"a name of 1 to {maxLength} characters"), text => text,
        (string text, [MaybeNullWhen(false)] out string value) => StoredText.Flaw(value = text, maxLength) is null);

    private static string Stored(int maxLength) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"type":"string","maxLength":{{maxLength}},"pattern":"^[^\\u0000]*(?!\\u0000)\\S[^\\u0000]*$"}""");

    private static IEnumerable<Obligations> JsonOf() => Enum.GetValues<Obligations>().Where(one => one != Consent.Obligations.None);
}
