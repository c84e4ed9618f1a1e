using System.Collections.Immutable;

namespace Consent.Repository.Tests;

/// <summary>A statement of a vector: all that the fold looks at.</summary>
internal sealed record VectorStatement(
    string Node, ConsentFlag Flag, FlagValue Value, Timestamp OccurredAt, StatementWeight Weight = StatementWeight.Attested, bool IsComplete = true, string? Notice = null)
{
    public Timestamp? From { get; init; }

    public Timestamp? Until { get; init; }

    /// <summary>Of a pending statement: from when it is as never said.</summary>
    public Timestamp? Ends { get; init; }

    public StatementSpan? Span => From is null && Until is null && Ends is null ? null : new(From, Until, Ends);
}

/// <summary>That the person was asked and put it off.</summary>
internal sealed record VectorAsked(string Node, Timestamp At);

/// <summary>A notice accepted.</summary>
internal sealed record VectorAcceptance(string Version, Timestamp AcceptedAt);

/// <summary>What arrives: a change, or a link of two contacts, or its undoing. Closed: these two.</summary>
internal abstract record VectorEntry;

internal sealed record VectorChange(string Contact, string Change, ImmutableArray<VectorStatement> Statements, VectorAcceptance? Acceptance = null) : VectorEntry
{
    public ImmutableArray<VectorAsked> Asked { get; init; } = [];
}

internal sealed record VectorLink(string One, string Other, Timestamp OccurredAt, bool IsLinked) : VectorEntry;

/// <summary>A decision asked for besides, where the fold alone does not show what a history is about.</summary>
internal sealed record VectorRequest(Operation Operation, string Contact, string? Purpose, string? Ground, string Jurisdiction, Timestamp AsOf)
{
    public Timestamp? RegisterCheckedAt { get; init; }

    /// <summary>Of a complete sale of own similar products: when it was.</summary>
    public Timestamp? SoldAt { get; init; }

    public ProcessingRequest ToRequest()
    {
        var contact = ContactId.From(Contact);
        var request = Operation switch
        {
            Operation.ToContact => ProcessingRequest.ToContact(contact, PurposePath.Parse(Purpose!)),
            Operation.LegalClaim => ProcessingRequest.ForLegalClaim(contact, Ground!),
            _ => throw new InvalidOperationException("No vector asks for this operation."),
        };
        return request.At(AsOf).With(facts => facts with
        {
            Lists = RegisterCheckedAt is null ? [] : [new("RPO", RegisterCheckedAt)],
            Sale = SoldAt is null ? null : new() { Reference = "order 7", At = SoldAt, Kind = SaleKind.Paid, AddressGiven = true, Informed = true, OwnProducts = true, SimilarProducts = true },
        });
    }

    public Jurisdiction Law() => string.Equals(Jurisdiction, "Italy", StringComparison.Ordinal) ? Consent.Jurisdiction.Italy.TurnOn("extension-from-one") : Consent.Jurisdiction.EuropeanUnion;
}

/// <summary>What arrives; the state of each contact and person out.</summary>
internal sealed record FoldVector(string Name, string About)
{
    public ImmutableArray<string> Contacts { get; init; } = ["ada"];

    public ImmutableArray<VectorEntry> Entries { get; init; } = [];

    /// <summary>The notices published: version and date.</summary>
    public ImmutableArray<VectorAcceptance> Notices { get; init; } = [];

    /// <summary>For a question about the past: what was said or accepted later is cut.</summary>
    public Timestamp? OccurredBy { get; init; }

    /// <summary>The instant at which the spans of effective flags are looked at; none where none of the vector's statements carries any.</summary>
    public Timestamp? AsOf { get; init; }

    /// <summary>The nodes whose effective flags are worked out.</summary>
    public ImmutableArray<string> Asked { get; init; } = [];

    /// <summary>Those worked out besides for a request that serves no direct marketing.</summary>
    public ImmutableArray<string> AskedWithoutMarketing { get; init; } = [];

    /// <summary>The purpose under marketing.automatic whose give's notice is worked out; the only one given.</summary>
    public string? NoticeOf { get; init; }

    public ImmutableArray<VectorRequest> Requests { get; init; } = [];

    public FoldVector Of(IEnumerable<VectorEntry> entries) => this with { Entries = [.. entries] };

    /// <summary>A request that is permitted exactly where the give of <see cref="NoticeOf"/> is under a notice that says so (row 21).</summary>
    public static VectorRequest NoticeProbe(string contact) =>
        new(Operation.ToContact, contact, "marketing.traditional.phone", null, "Italy", Said.At(1000)) { RegisterCheckedAt = Said.At(1000) };
}
