using System.Collections.Immutable;

namespace Consent;

/// <summary>The law of a country, or of the Union, as data: what is asked for before people are contacted, profiled or handed on. Immutable.</summary>
/// <remarks>
/// Presets stand in <see cref="Presets"/>; a host makes its own with <see cref="Define"/> or <see cref="FromJson(string)"/>. What would widen what a host may do and was not seen in an
/// official text is a setting that is off until the host turns it on. This is software, not legal advice.
/// </remarks>
/// <example><code>
/// var law = Jurisdiction.Italy.TurnOn("double-opt-in").With(it => it.Validity(24, v => v.Operations(Operation.ToContact)));
/// </code></example>
public sealed partial class Jurisdiction : IEquatable<Jurisdiction>
{
    private readonly string _json;

    // The sources by code, for decisions to look up.
    private readonly string[] _sources;

    internal Jurisdiction(JurisdictionDraft draft)
    {
        Name = draft.Name;
        Code = draft.Code;
        Version = draft.Version;
        MinorAge = draft.MinorAge;
        ReviewsLegacyConsent = draft.ReviewsLegacyConsent;
        ObjectionOutdatesConsent = draft.ObjectionOutdatesConsent;
        RefusalBlocksCustomerException = draft.RefusalBlocksCustomerException;
        Parts = [.. draft.Parts];
        Citations = draft.Citations.ToImmutableSortedDictionary();
        _sources = [.. Enum.GetValues<DecisionCode>().Select(code => CitationOf(code).Source)];
        DoubleOptIn = Parts.OfType<DoubleOptInPart>().FirstOrDefault(p => p.IsOn)?.Terms;
        HasSectorRules = Parts.Any(p => p.Scope.HasSectors);
        _json = JurisdictionWriter.Write(this);
        Fingerprint = Sha256Digest.OfText(_json);
    }

    /// <summary>Its English name, written into decisions and entries: <c>Italy</c>.</summary>
    public string Name { get; }

    /// <summary>Its code: <c>IT</c>. Requests may name it by either.</summary>
    public string Code { get; }

    /// <summary>Its version: of the presets, the date of the law that they have.</summary>
    public string Version { get; }

    /// <summary>Row 9: below which age a guardian must consent (GDPR art. 8(1)); <see langword="null"/>: no age is set.</summary>
    public int? MinorAge { get; }

    /// <summary>Row 10: data from before the library whose only flaw is a missing notice or incomplete evidence is Review, not Fail.</summary>
    public bool ReviewsLegacyConsent { get; }

    /// <summary>Row 14: a consent not later than an objection since taken back must be renewed (a reading).</summary>
    public bool ObjectionOutdatesConsent { get; }

    /// <summary>Row 16: a purpose refused without ever a give blocks the customer exception too (a reading).</summary>
    public bool RefusalBlocksCustomerException { get; }

    /// <summary>Its parts, in order.</summary>
    public ImmutableArray<LawPart> Parts { get; }

    /// <summary>Which source stands behind each decision code here.</summary>
    public ImmutableSortedDictionary<DecisionCode, Citation> Citations { get; }

    /// <summary>Which yeses must be confirmed; <see langword="null"/>: none.</summary>
    public DoubleOptIn? DoubleOptIn { get; }

    /// <summary>Whether a part is about some sectors only: the host then states its own (<see cref="ConsentRules.Sectors"/>).</summary>
    public bool HasSectorRules { get; }

    /// <summary>SHA-256 of its JSON: two with the same fingerprint decide alike.</summary>
    public Sha256Digest Fingerprint { get; }

    /// <summary>Begins a jurisdiction of the host's own.</summary>
    /// <param name="name">Its English name: 1 to 64 letters and digits.</param>
    /// <param name="code">Its code: 2 to 8 letters and digits.</param>
    public static JurisdictionBuilder Define(string name, string code) => new(new() { Name = name, Code = code });

    /// <summary>Reads one (<c>docs/schemas/jurisdiction.schema.json</c>).</summary>
    /// <exception cref="InvalidJurisdictionException">It is none; every error is named, with its place.</exception>
    public static Jurisdiction FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return JurisdictionReader.Read(json);
    }

    /// <summary>Its whole content, as <see cref="FromJson"/> reads it.</summary>
    public string ToJson() => _json;

    /// <summary>The same with changes. Its name stays, its fingerprint does not.</summary>
    /// <exception cref="InvalidJurisdictionException">The changes do not hold together.</exception>
    public Jurisdiction With(Action<JurisdictionBuilder> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var builder = new JurisdictionBuilder(JurisdictionDraft.Of(this));
        change(builder);
        return builder.Build();
    }

    /// <summary>The same with a setting on.</summary>
    /// <param name="setting">Its name, as a part has it.</param>
    /// <exception cref="ArgumentException">No part has it.</exception>
    /// <exception cref="InvalidJurisdictionException">It does not hold together with what is on.</exception>
    public Jurisdiction TurnOn(string setting) => Turn(setting, isOn: true);

    /// <summary>The same with a setting off.</summary>
    /// <param name="setting">Its name, as a part has it.</param>
    /// <exception cref="ArgumentException">No part has it.</exception>
    public Jurisdiction TurnOff(string setting) => Turn(setting, isOn: false);

    /// <summary>The source behind a code; <see cref="Citation.None"/> where none was seen.</summary>
    public Citation CitationOf(DecisionCode code) => Citations.GetValueOrDefault(code, Citation.None);

    /// <summary>Whether it is meant by a name or a code.</summary>
    public bool IsNamed(string nameOrCode) => string.Equals(nameOrCode, Name, StringComparison.Ordinal) || string.Equals(nameOrCode, Code, StringComparison.Ordinal);

    /// <summary>The same content.</summary>
    public bool Equals(Jurisdiction? other) => other is not null && Fingerprint == other.Fingerprint;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Jurisdiction);

    /// <inheritdoc/>
    public override int GetHashCode() => Fingerprint.GetHashCode();

    /// <summary>The same content.</summary>
    public static bool operator ==(Jurisdiction? left, Jurisdiction? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Another content.</summary>
    public static bool operator !=(Jurisdiction? left, Jurisdiction? right) => !(left == right);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    internal string SourceOf(DecisionCode code) => _sources[(int)code];

    private Jurisdiction Turn(string setting, bool isOn)
    {
        ArgumentNullException.ThrowIfNull(setting);
        var settings = Parts.Select(p => p.Setting).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (!settings.Contains(setting, StringComparer.Ordinal))
        {
            throw new ArgumentException($"{Name} has no such setting. It has: {string.Join(", ", settings)}.", nameof(setting));
        }

        var draft = JurisdictionDraft.Of(this);
        draft.Turn(setting, isOn);
        return new JurisdictionBuilder(draft).Build();
    }
}
