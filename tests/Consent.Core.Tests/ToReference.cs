using Consent.Reference;

namespace Consent.Core.Tests;

/// <summary>Says the same to the naive oracle, which shares no code with Core.</summary>
internal static class ToReference
{
    public static RefTaxonomy Of(PurposeTaxonomy taxonomy, IEnumerable<(string From, string To, bool Conditional)> edges) => new(
        [.. taxonomy.Nodes.Select(n => new RefNode(
            n.Path.ToString(), !n.IsGroup, n.IsRetired, Family(n.Operation), ChannelName(n.Channel), n.SoftSpamFor?.ToString(), n.ValidityMonths) { Basis = n.Basis == PurposeBasis.Consent ? null : n.Basis.ToString() })],
        [.. edges.Select(e => new RefEdge(e.From, e.To, e.Conditional))]);

    public static RefHistory Of(IEnumerable<AuditEntry> entries, IEnumerable<(string Contact, string Node)>? unknown = null, IEnumerable<RefClosing>? closings = null)
    {
        var all = entries.ToList();
        return new()
        {
            Statements = [.. all.SelectMany(e => e.RecordedStatements().Select(s => Of(s, e)))],
            Acceptances = [.. all.Where(e => e.Facts is { Acceptance: not null, AcceptanceEnds: null })
                .Select(e => new RefAcceptance(e.Subject!.Contact.Value, e.Facts.Acceptance!.Version, e.Facts.Acceptance.AcceptedAt.UnixMicroseconds)
                {
                    ChangeId = e.Evidence!.Change!.Value.Value,
                    Index = e.Index,
                })],
            Asked = [.. all.SelectMany(e => e.Facts.Asked.Select(a =>
                new RefAsked(e.Subject!.Contact.Value, a.Node.ToString(), a.At.UnixMicroseconds, e.Evidence!.Change!.Value.Value, e.Index)))],
            Links = [.. all.Where(e => e.Subject?.Other is not null && (e.Type == AuditEntryType.Linked || e.Type == AuditEntryType.Unlinked)).Select(LinkOf)],
            Unknowns = [.. (unknown ?? []).Select(u => new RefUnknown(u.Contact, u.Node))],
            Closings = [.. closings ?? []],
            Rectified = [.. all.Where(e => e.Type == AuditEntryType.Rectified && e.Evidence!.Rectifies is not null)
                .Select(e => new RefRectified(e.Subject!.Contact.Value, e.Evidence!.Rectifies!.Value.Value, e.Index))],
        };
    }

    private static RefStatement Of(RecordedStatement s, AuditEntry entry) =>
        new(s.Origin.Contact.Value, s.Node.ToString(), (RefFlag)s.Flag, s.IsActive, s.OccurredAt.UnixMicroseconds, (RefWeight)s.Weight, s.IsComplete, s.Origin.Change.Value, s.Position)
        {
            From = s.Span?.From?.UnixMicroseconds,
            Until = s.Span?.Until?.UnixMicroseconds,
            Ends = s.Span?.Ends?.UnixMicroseconds,
            Notice = s.Origin.NoticeVersion,
            Confirmed = s.Proof.HasFlag(StatementProof.Confirmed),
            ByGuardian = s.Proof.HasFlag(StatementProof.Guardian),
            ByController = s.Proof.HasFlag(StatementProof.Controller),
            HasReference = s.Proof.HasFlag(StatementProof.Reference),
            HasTextDigest = s.Proof.HasFlag(StatementProof.TextDigest),
            HasContract = s.Proof.HasFlag(StatementProof.Contract),
            HasDetails = s.Proof.HasFlag(StatementProof.Details),
            ConfirmedPoint = s.Origin.ConfirmedPoint?.ToString(),
            Method = s.Origin.Method,
            OpensClosed = s is { IsProtective: false, IsAttested: true } && entry.Evidence!.Statements[s.Position].Evidence.ActedBy != ActingParty.Controller
                && entry.Actor is { } actor && (actor.Roles.Contains(ActorRole.Contact) || (actor.LinkKind == PersonalLinkKind.DoubleOptIn && s.Proof.HasFlag(StatementProof.Confirmed)) || (actor.Roles.Contains(ActorRole.Operator) && entry.Evidence.Reason is not null)),
            LinkMadeAt = entry.Actor?.LinkMadeAt?.UnixMicroseconds,
            Index = entry.Index,
        };

    private static RefLink LinkOf(AuditEntry entry) =>
        new(entry.Subject!.Contact.Value, entry.Subject.Other!.Value.Value, entry.Facts.LinkOccurredAt!.Value.UnixMicroseconds, entry.Type == AuditEntryType.Linked)
        {
            PermissiveFrom = entry.Facts.LinkPermissiveFrom?.UnixMicroseconds,
            ChangeId = entry.Evidence!.Change!.Value.Value,
            Index = entry.Index,
        };

    public static RefRules Rules(ConsentRules rules) => new(
        (long)rules.FutureTolerance.TotalMicroseconds, rules.EarliestPlausible.UnixMicroseconds,
        [.. rules.Jurisdictions.Select(j => j.DoubleOptIn).OfType<DoubleOptIn>().Select(Of)]);

    public static RefDoubleOptIn Of(DoubleOptIn law) => new([.. law.Methods], law.Since.UnixMicroseconds, (long)law.EndsAfter.TotalMicroseconds);

    public static RefChange Of(ConsentChange change) => new(change.Contact.Value, change.Id!.Value.Value, [.. change.Statements.Select(Of)])
    {
        Acceptance = change.Acceptance is { } acceptance ? (acceptance.Version, acceptance.AcceptedAt.UnixMicroseconds) : null,
        Asked = [.. change.Askings.Select(a => (a.Purpose.ToString(), a.OccurredAt.UnixMicroseconds))],
        FromImport = change.Source == ChangeSource.Import,
        FromApi = change.Source == ChangeSource.Api,
        HasReason = change.Reason is not null,
    };

    public static RefRecording Of(Recording recording) => new(
        recording.RecordedAt.UnixMicroseconds,
        recording.Actor.Roles[0] switch
        {
            ActorRole.Contact => RefActor.Contact,
            ActorRole.ContactByLink => RefActor.ContactByLink,
            ActorRole.Operator => RefActor.Operator,
            ActorRole.ApiClient => RefActor.ApiClient,
            ActorRole.System => RefActor.System,
            _ => RefActor.Office,
        },
        recording.Port == ChangePort.Bulk)
    {
        ByLink = recording.Actor.ByLink is { } link
            ? new(KindOf(link.Kind), link.MadeAt.UnixMicroseconds, [.. link.Purposes.Select(p => p.ToString())], link.MayGive) : null,
    };

    private static string KindOf(PersonalLinkKind kind) => kind switch
    {
        PersonalLinkKind.Unsubscribe => "unsubscribe",
        PersonalLinkKind.DoubleOptIn => "confirm",
        _ => "preferences",
    };

    private static RefWord Of(Statement statement) => new(statement.Node.ToString(), (RefFlag)statement.Flag, statement.IsActive, Of(statement.Said), Of(statement.Evidence))
    {
        From = statement.From?.UnixMicroseconds,
        Until = statement.Until?.UnixMicroseconds,
        Notice = statement.NoticeVersion,
    };

    private static RefWhen? Of(Occurrence? said) =>
        said is not { } occurrence ? null
        : occurrence.Day is { } day ? RefWhen.Day(Timestamp.From(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)).UnixMicroseconds)
        : RefWhen.At(occurrence.Earliest.UnixMicroseconds);

    private static RefEvidence Of(Evidence evidence) => new()
    {
        Who = evidence.ActedBy switch
        {
            ActingParty.Person => RefActingParty.Person,
            ActingParty.Guardian => RefActingParty.Guardian,
            ActingParty.Representative => RefActingParty.Representative,
            ActingParty.Controller => RefActingParty.Controller,
            _ => RefActingParty.Unstated,
        },
        Method = evidence.Method,
        HasGround = evidence.Ground is not null,
        PersonToldFirst = evidence.PersonToldFirst,
        HasReference = evidence.Reference is not null || evidence.TextSha256 is not null,
        HasSource = evidence.Source is not null,
        Confirmed = evidence.IsConfirmed,
        AwaitsConfirmation = evidence is { AwaitsConfirmation: true, IsConfirmed: false },
    };

    public static RefJurisdiction Of(Jurisdiction law) => RefJurisdiction.FromJson(law.ToJson());

    public static RefRequest Of(ProcessingRequest request, ConsentRules? rules = null) => new()
    {
        Operation = (RefOperation)request.Operation,
        Contact = request.Contact.Value,
        Purpose = request.Purpose?.ToString(),
        Point = request.Point is { } point ? new(point.Id.Value, point.Sha256.ToString(), point.Kind == ContactPointKind.Phone) : null,
        AsOf = request.AsOf!.Value.UnixMicroseconds,
        Ground = request.Ground,
        ServesNoDirectMarketing = request.ServesNoDirectMarketing,
        LegalObligation = request.Facts.LegalObligation,
        CompellingGrounds = request.Facts.CompellingGrounds,
        AimedAtMinors = request.IsAimedAtMinors,
        Age = request.Facts.Age,
        BornOn = request.Facts.BornOn,
        HasDied = request.Facts.HasDied,
        LastActivityAt = request.Facts.LastActivityAt?.UnixMicroseconds,
        Subscriber = Small(request.Facts.Subscriber?.ToString()),
        HostSectors = [.. rules?.Sectors.Select(s => s.Name) ?? []],
        Sector = request.Facts.Sector?.Name,
        Sale = request.Facts.Sale is { } sale
            ? new(sale.Reference, sale.At?.UnixMicroseconds, sale.AddressGiven, sale.Informed, sale.OwnProducts, sale.SimilarProducts, Small(sale.Kind?.ToString()))
            : null,
        Lists = [.. request.Facts.Lists.Select(l => new RefList(l.List, l.CheckedAt?.UnixMicroseconds, l.EnrolledAt?.UnixMicroseconds, l.RenewedAt?.UnixMicroseconds))],
        Contract = request.Facts.Contract is { } contract ? new(contract.IsActive, contract.EndedAt?.UnixMicroseconds, contract.StartedAt?.UnixMicroseconds, contract.IsRelated) : null,
        Interest = request.Facts.Interest is { } interest ? new(interest.AssessmentId, interest.AssessedAt.UnixMicroseconds) : null,
        AddressSource = (RefAddressSource)request.Facts.AddressSource,
        Directory = request.Facts.Directory == DirectoryEntry.Unknown ? null : Small(request.Facts.Directory.ToString()),
        ConcernsTheirTrade = request.Facts.ConcernsTheirTrade,
        HasBusinessRelation = request.Facts.HasBusinessRelation,
    };

    private static string? Small(string? name) => name is null ? null : char.ToLowerInvariant(name[0]) + name[1..];

    public static RefNotice Of(Notice notice) => new(notice.Version, notice.PublishedAt.UnixMicroseconds, notice.IsMaterial, notice.SaysAutomatedCoversTraditional) { MaterialFor = [.. notice.MaterialFor.Select(p => p.ToString())] };

    private static string? Family(Operation operation) => operation switch
    {
        Operation.ToContact => "contact",
        Operation.Profiling => "profiling",
        Operation.TransferToThirdParty => "transfer",
        _ => null,
    };

    private static string ChannelName(Channel channel) => Small(channel.ToString())!;
}
