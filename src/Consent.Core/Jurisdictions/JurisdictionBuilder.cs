using System.Collections.Immutable;

namespace Consent;

/// <summary>Makes a jurisdiction. Nothing is checked before <see cref="Build"/>, which names all errors at once. Not thread-safe.</summary>
/// <example><code>
/// var portugal = Jurisdiction.Define("Portugal", "PT")
///     .Minors(13)
///     .Channels(Channel.Email, Channel.Sms).OptIn(SubscriberKind.Person).Free(SubscriberKind.LegalPerson, cites: "L. 41/2004, 13-A(2)")
///     .CustomerException(e => e.Channels(Channel.Email, Channel.Sms).Sale(SaleKind.Paid).Cites("L. 41/2004, 13-A(3)"))
///     .List("DGC", l => l.Channels(Channel.Email).Kinds(SubscriberKind.LegalPerson).LaterConsentPasses().CheckHolds(days: 30))
///     .Cites(DecisionCode.Consent, "GDPR 6(1)(a); L. 41/2004, 13-A(1)")
///     .Build();
/// </code></example>
public sealed partial class JurisdictionBuilder
{
    private readonly JurisdictionDraft _draft;
    private readonly List<string> _errors = [];
    private List<int>? _places;
    private TimeZoneInfo? _zone;
    private Channel[] _channels = [];

    internal JurisdictionBuilder(JurisdictionDraft draft) => _draft = draft;

    /// <summary>Its version; <c>1</c> unless said otherwise.</summary>
    public JurisdictionBuilder Version(string version)
    {
        _draft.Version = version;
        return this;
    }

    /// <summary>The time zone in which dates begin at midnight, such as <c>Europe/Lisbon</c>. Say it before parts that have dates.</summary>
    public JurisdictionBuilder TimeZone(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var isKnown = TimeZoneInfo.TryFindSystemTimeZoneById(id, out _zone);
        Check(isKnown, $"The system knows no time zone {id}.");

        // So that dates are not told of too.
        _zone ??= TimeZoneInfo.Utc;
        return this;
    }

    /// <summary>Row 9: below which age a guardian must consent: 1 to 25; <see langword="null"/>: no age is set. 16 unless said otherwise.</summary>
    public JurisdictionBuilder Minors(int? age)
    {
        _draft.MinorAge = age;
        Check(age is null or (>= 1 and <= 25), "The age of minors lies between 1 and 25.");
        return this;
    }

    /// <summary>Row 10: consents that only lack a notice or complete evidence are for review.</summary>
    public JurisdictionBuilder ReviewLegacyConsent(bool isOn = true)
    {
        _draft.ReviewsLegacyConsent = isOn;
        return this;
    }

    /// <summary>Row 14: whether a consent not later than an objection since taken back must be renewed.</summary>
    public JurisdictionBuilder ObjectionOutdatesConsent(bool isOn = true)
    {
        _draft.ObjectionOutdatesConsent = isOn;
        return this;
    }

    /// <summary>Row 16: whether a purpose refused without ever a give blocks the customer exception too.</summary>
    public JurisdictionBuilder RefusalBlocksCustomerException(bool isOn = true)
    {
        _draft.RefusalBlocksCustomerException = isOn;
        return this;
    }

    /// <summary>The means that the rules and customer exceptions said next are about, where they are about contact and name none of their own.</summary>
    public JurisdictionBuilder Channels(params Channel[] channels)
    {
        _channels = channels;
        return this;
    }

    /// <summary>Left to national law: where nothing permits, a request that names no national law is for review.</summary>
    public JurisdictionBuilder NationalLawDecides(Action<PlainPartBuilder> configure) => Add(new PlainPartBuilder(h => new NationalLawPart(h)), configure);

    /// <summary>The customer exception (soft opt-in). It is about the means of <see cref="Channels"/> unless it names its own.</summary>
    public JurisdictionBuilder CustomerException(Action<CustomerExceptionBuilder> configure) => Add(new CustomerExceptionBuilder(), configure, b => b.Inherit(_channels));

    /// <summary>A do-not-contact list.</summary>
    /// <param name="name">Its name, as facts state it.</param>
    /// <param name="configure">Its terms.</param>
    public JurisdictionBuilder List(string name, Action<DoNotContactListBuilder> configure) => Add(new DoNotContactListBuilder(name), configure);

    /// <summary>An objection to one group reaches another, or one purpose, whatever the operation unless some are named.</summary>
    public JurisdictionBuilder ObjectionExtends(PurposePath from, PurposePath to, Action<PlainPartBuilder>? configure = null) => from is null || to is null
        ? throw new ArgumentNullException(from is null ? nameof(from) : nameof(to))
        : Add(new PlainPartBuilder(h => new ExtensionPart(h, isConsent: false, from, to, needsAll: false)), configure);

    /// <summary>A consent to one group reaches the purposes of another, under a notice that says so.</summary>
    /// <param name="from">The group consented to.</param>
    /// <param name="to">The group that it reaches.</param>
    /// <param name="needsAll">Whether every purpose of the group must be consented to.</param>
    /// <param name="configure">Dates, sectors, sources.</param>
    public JurisdictionBuilder ConsentExtends(PurposePath from, PurposePath to, bool needsAll = true, Action<PlainPartBuilder>? configure = null) => from is null || to is null
        ? throw new ArgumentNullException(from is null ? nameof(from) : nameof(to))
        : Add(new PlainPartBuilder(h => new ExtensionPart(h, isConsent: true, from, to, needsAll)), configure);

    /// <summary>Which yeses must be confirmed; takes the place of what stood there.</summary>
    public JurisdictionBuilder DoubleOptIn(DoubleOptIn terms, Action<PlainPartBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return Remove(LawPartKind.DoubleOptIn).Add(new PlainPartBuilder(h => new DoubleOptInPart(h, terms)), configure);
    }

    /// <summary>How long a consent lasts.</summary>
    /// <param name="months">Months of the calendar, UTC; at least 1.</param>
    /// <param name="configure">For which operations: contact unless said otherwise.</param>
    /// <param name="fromLastActivity">Counted from the person's last activity where that is stated and later; else from the consent.</param>
    public JurisdictionBuilder Validity(int months, Action<PlainPartBuilder>? configure = null, bool fromLastActivity = false)
    {
        return Add(new PlainPartBuilder(h => new ValidityPart(h, months, fromLastActivity)), configure);
    }

    /// <summary>What the evidence of a yes must hold.</summary>
    /// <param name="needs">All of these.</param>
    /// <param name="methods">For these methods, whatever their case; none: all.</param>
    /// <param name="configure">Dates, sectors, sources.</param>
    public JurisdictionBuilder Proof(StatementProof needs, IEnumerable<string>? methods = null, Action<PlainPartBuilder>? configure = null)
    {
        ImmutableArray<string> named = [.. methods ?? []];
        return Add(new PlainPartBuilder(h => new ProofPart(h, named, needs)), configure);
    }

    /// <summary>How long proof is kept.</summary>
    public JurisdictionBuilder ProofKept(int months, ProofKeptFrom from, Action<PlainPartBuilder>? configure = null)
    {
        return Add(new PlainPartBuilder(h => new ProofKeptPart(h, months, from)), configure);
    }

    /// <summary>When a person may be asked again, for whatever purpose unless operations or means are named.</summary>
    /// <param name="afterNoMonths">Months to wait after a no.</param>
    /// <param name="afterPutOffMonths">Months to wait after being put off.</param>
    /// <param name="renewableMonths">In which last months of a consent it may be renewed.</param>
    /// <param name="configure">Dates, sectors, sources.</param>
    public JurisdictionBuilder Asking(int? afterNoMonths = null, int? afterPutOffMonths = null, int? renewableMonths = null, Action<PlainPartBuilder>? configure = null)
    {
        return Add(new PlainPartBuilder(h => new AskingPart(h, new(afterNoMonths, afterPutOffMonths, renewableMonths))), configure);
    }

    /// <summary>What every permitted use must carry or respect.</summary>
    public JurisdictionBuilder Obliges(Obligations obligations, Action<PlainPartBuilder>? configure = null) =>
        Add(new PlainPartBuilder(h => new ObligationPart(h, obligations)), configure);

    /// <summary>The source behind a decision code; unverified unless said otherwise.</summary>
    public JurisdictionBuilder Cites(DecisionCode code, string source, RuleMark mark = RuleMark.Unverified)
    {
        Check(!string.IsNullOrWhiteSpace(source), $"The source of {code} is blank.");
        _draft.Citations[code] = new(source, mark);
        return this;
    }

    /// <summary>Takes all parts of a kind out.</summary>
    public JurisdictionBuilder Remove(LawPartKind kind)
    {
        _draft.Parts.RemoveAll(p => p.Kind == kind);
        return this;
    }

    /// <summary>Makes it.</summary>
    /// <exception cref="InvalidJurisdictionException">It does not hold together; every error is named.</exception>
    public Jurisdiction Build()
    {
        ImmutableArray<string> errors = [.. _errors, .. JurisdictionChecks.Of(_draft, _places)];
        return errors.IsEmpty ? new(_draft) : throw new InvalidJurisdictionException(_draft.Name, errors);
    }

    internal JurisdictionBuilder AddError(string error)
    {
        _errors.Add(error);
        return this;
    }

    /// <summary>A part that was read, and its place among all, also those that could not be.</summary>
    internal JurisdictionBuilder AddPart(LawPart part, int place)
    {
        (_places ??= []).Add(place);
        return AddPart(part);
    }

    internal JurisdictionBuilder AddPart(LawPart part)
    {
        _draft.Parts.Add(part);
        return this;
    }

    private JurisdictionBuilder Add<TBuilder>(TBuilder part, Action<TBuilder>? configure, Action<TBuilder>? before = null)
        where TBuilder : LawPartBuilder<TBuilder>
    {
        before?.Invoke(part);
        part.Zone = _zone;
        configure?.Invoke(part);
        _errors.AddRange(part.Errors);
        return AddPart(part.Build());
    }

    private void Check(bool isRight, string error)
    {
        if (!isRight)
        {
            _errors.Add(error);
        }
    }
}
