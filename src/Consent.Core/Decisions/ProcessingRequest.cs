using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What a host asks: may I do this to this person? A small value; <see langword="default"/> asks for nothing and is never permitted.</summary>
/// <example><code>
/// ProcessingRequest.ToContact(id, Purposes.Marketing.Automatic.Email)
///     .With(facts => facts with { Sale = new SaleFacts { OwnProducts = true, SimilarProducts = true } })
/// </code></example>
[JsonConverter(typeof(ConsentJsonConverter<ProcessingRequest>))]
public readonly record struct ProcessingRequest
{
    private readonly RequestFacts? _facts;
    private readonly JurisdictionNames _under;

    private ProcessingRequest(Operation operation, ContactId contact, PurposePath? purpose, string? ground)
    {
        Operation = operation;
        Contact = contact;
        Purpose = purpose;
        Ground = ground;
    }

    /// <summary>What is to be done.</summary>
    public Operation Operation { get; }

    /// <summary>To whom; <see langword="default"/> in a request about everybody.</summary>
    public ContactId Contact { get; private init; }

    /// <summary>For which purpose; <see langword="null"/> for operations that take none.</summary>
    public PurposePath? Purpose { get; }

    /// <summary>The stated ground, for operations that take no purpose.</summary>
    public string? Ground { get; }

    /// <summary>The instant asked about: serves facts, notices and expiry; <see langword="null"/>: now.</summary>
    public Timestamp? AsOf { get; private init; }

    /// <summary>The address at which the person is to be reached, where the request names one.</summary>
    public ContactPoint? Point { get; private init; }

    /// <summary>Whether it serves no direct marketing, so that an objection to marketing does not reach it (GDPR art. 21(2)).</summary>
    public bool ServesNoDirectMarketing { get; private init; }

    /// <summary>Whether it belongs to a service aimed at minors (GDPR art. 8).</summary>
    public bool IsAimedAtMinors { get; private init; }

    /// <summary>The jurisdictions that it is asked under, by name or code; none: the host's own.</summary>
    public IReadOnlyList<string> Jurisdictions => [.. _under.Names];

    /// <summary>The facts stated.</summary>
    public RequestFacts Facts => _facts ?? RequestFacts.None;

    /// <summary>May we contact the person for this purpose?</summary>
    public static ProcessingRequest ToContact(ContactId contact, PurposePath purpose) => OfPurpose(Operation.ToContact, contact, purpose);

    /// <summary>May we profile the person for this purpose?</summary>
    public static ProcessingRequest ToProfile(ContactId contact, PurposePath purpose) => OfPurpose(Operation.Profiling, contact, purpose);

    /// <summary>May we hand the person's data to a third party for this purpose?</summary>
    public static ProcessingRequest ToTransfer(ContactId contact, PurposePath purpose) => OfPurpose(Operation.TransferToThirdParty, contact, purpose);

    /// <summary>May we keep the person's data for this purpose?</summary>
    public static ProcessingRequest ToStore(ContactId contact, PurposePath purpose) => OfPurpose(Operation.Store, contact, purpose);

    /// <summary>May we ask the person for their consent to this purpose? No where it is given already and not to be renewed yet, where they object, and, as the jurisdiction says, for some months after a no or an answer put off (<see cref="Asking"/>).</summary>
    /// <example><code>
    /// var decision = await tracker.DecideAsync(ProcessingRequest.ToAsk(id, Purposes.Marketing.Automatic.Email), cancellationToken);
    /// if (decision.IsPermitted) { /* show the form */ }
    /// </code></example>
    public static ProcessingRequest ToAsk(ContactId contact, PurposePath purpose) => OfPurpose(Operation.ToAsk, contact, purpose);

    /// <summary>Whom may we ask for their consent to this purpose? Asks about everybody.</summary>
    public static ProcessingRequest ToAskAnyone(PurposePath purpose) => ToAsk(default, purpose);

    /// <summary>Whom may we contact for this purpose? Asks about everybody; <see cref="About"/> makes it a question about one contact.</summary>
    public static ProcessingRequest ToContactAnyone(PurposePath purpose) => ToContact(default, purpose);

    /// <summary>To use a purpose for what it is for: to contact, to profile, to hand on (<see cref="PurposeNode.Operation"/>).</summary>
    /// <param name="contact">Whom it is about.</param>
    /// <param name="purpose">A purpose of the taxonomy.</param>
    public static ProcessingRequest ToUse(ContactId contact, PurposeNode purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return purpose.Operation switch
        {
            Operation.Profiling => ToProfile(contact, purpose.Path),
            Operation.TransferToThirdParty => ToTransfer(contact, purpose.Path),
            _ => ToContact(contact, purpose.Path),
        };
    }

    /// <summary>Whom may we profile for this purpose? Asks about everybody.</summary>
    public static ProcessingRequest ToProfileAnyone(PurposePath purpose) => ToProfile(default, purpose);

    /// <summary>Whose data may we hand to a third party for this purpose? Asks about everybody.</summary>
    public static ProcessingRequest ToTransferAnyone(PurposePath purpose) => ToTransfer(default, purpose);

    /// <summary>Whose data may we keep for this purpose? Asks about everybody.</summary>
    public static ProcessingRequest ToStoreAnyone(PurposePath purpose) => ToStore(default, purpose);

    /// <summary>May we use the data for legal claims, on this ground?</summary>
    public static ProcessingRequest ForLegalClaim(ContactId contact, string ground) => new(Operation.LegalClaim, contact, null, ground);

    /// <summary>May we use the data to protect another person's rights, on this ground?</summary>
    public static ProcessingRequest ToProtectRights(ContactId contact, string ground) => new(Operation.ProtectRights, contact, null, ground);

    /// <summary>May we use the data in an important public interest, on this ground?</summary>
    public static ProcessingRequest InPublicInterest(ContactId contact, string ground) => new(Operation.PublicInterest, contact, null, ground);

    /// <summary>The same request about a contact.</summary>
    public ProcessingRequest About(ContactId contact) => this with { Contact = contact };

    /// <summary>The same request about another instant: by the facts, notices, pauses and expiry of then, and by all that is on record now.</summary>
    /// <remarks>It is for a sending that is planned. What was true, or known, at an instant of the past is a question for the audit log (<c>ConsentAudit</c>): there a consent of today permits nothing yesterday.</remarks>
    public ProcessingRequest At(Timestamp asOf) => this with { AsOf = asOf };

    /// <summary>The same request, to be done at this address.</summary>
    /// <remarks>
    /// Whoever reads the mailbox, or answers the phone, may have said no there, perhaps under another id: a no of the address counts as the person's own does, a suppressed address too. What
    /// was given for the address permits nothing to this person; and where a confirmation is asked for, the person's must have come from this very address
    /// (<see cref="Evidence.ConfirmedFrom"/>).
    /// </remarks>
    public ProcessingRequest At(ContactPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return this with { Point = point };
    }

    /// <summary>The same request under these jurisdictions: the controller's and the person's. Each decides by itself; the strictest counts, of equals the first named.</summary>
    /// <param name="namesOrCodes">Their names or codes, as the host's rules have them: <c>Italy</c>, <c>FR</c>.</param>
    /// <exception cref="ArgumentException">A name is blank.</exception>
    public ProcessingRequest Under(params string[] namesOrCodes)
    {
        ArgumentNullException.ThrowIfNull(namesOrCodes);
        return namesOrCodes.Any(string.IsNullOrWhiteSpace)
            ? throw new ArgumentException("A jurisdiction has a name.", nameof(namesOrCodes))
            : new(this, [.. namesOrCodes.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>The same request, serving no direct marketing.</summary>
    public ProcessingRequest ServingNoDirectMarketing() => this with { ServesNoDirectMarketing = true };

    /// <summary>The same request, for a service aimed at minors.</summary>
    public ProcessingRequest AimedAtMinors() => this with { IsAimedAtMinors = true };

    /// <summary>The same request with these facts.</summary>
    public ProcessingRequest With(RequestFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return new(this, facts);
    }

    /// <summary>The same request with changed facts.</summary>
    public ProcessingRequest With(Func<RequestFacts, RequestFacts> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return With(change(Facts));
    }

    /// <summary>Operation and purpose: no personal data.</summary>
    public override string ToString() => Purpose is null ? $"{Operation}" : $"{Operation} {Purpose}";

    private ProcessingRequest(ProcessingRequest other, RequestFacts facts)
    {
        this = other;
        _facts = facts;
    }

    private ProcessingRequest(ProcessingRequest other, string[] under)
    {
        this = other;
        _under = new(under);
    }

    /// <summary>The facts, where any were stated, if only that there are none.</summary>
    internal RequestFacts? StatedFacts => _facts;

    /// <summary>A request of these parts; what goes together is for the caller to know.</summary>
    internal static ProcessingRequest Of(Operation operation, ContactId contact, PurposePath? purpose, string? ground, string[] under) =>
        under.Length == 0 ? new(operation, contact, purpose, ground) : new(new(operation, contact, purpose, ground), [.. under.Distinct(StringComparer.Ordinal)]);

    internal ReadOnlySpan<string> UnderNames => _under.Names;

    /// <summary>What it asks, without whom: no contact, no address, no facts, and of a ground only that there is one.</summary>
    internal ProcessingRequest Impersonal() => Impersonal(Operation, Purpose, !string.IsNullOrWhiteSpace(Ground), UnderNames) with
    {
        AsOf = AsOf,
        ServesNoDirectMarketing = ServesNoDirectMarketing,
        IsAimedAtMinors = IsAimedAtMinors,
    };

    /// <summary>A request about nobody, as an entry tells of it.</summary>
    internal static ProcessingRequest Impersonal(Operation operation, PurposePath? purpose, bool hasGround, ReadOnlySpan<string> under) =>
        new(new(operation, default, purpose, hasGround ? "stated" : null), under.ToArray());

    private static ProcessingRequest OfPurpose(Operation operation, ContactId contact, PurposePath purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return new(operation, contact, purpose, null);
    }
}
