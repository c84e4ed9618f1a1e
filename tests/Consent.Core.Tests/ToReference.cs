using Consent.Reference;

namespace Consent.Core.Tests;

/// <summary>Says the same to the naive oracle, which shares no code with Core.</summary>
internal static class ToReference
{
    public static RefTaxonomy Of(PurposeTaxonomy taxonomy, IEnumerable<(string From, string To, bool Conditional)> edges) => new(
        [.. taxonomy.Nodes.Select(n => new RefNode(
            n.Path.ToString(), !n.IsGroup, n.IsRetired, Family(n.Operation), ChannelName(n.Channel), n.SoftSpamFor?.ToString(), n.ValidityMonths))],
        [.. edges.Select(e => new RefEdge(e.From, e.To, e.Conditional))]);

    public static RefHistory Of(IEnumerable<AuditEntry> entries, IEnumerable<(string Contact, string Node)>? unknown = null, IEnumerable<string>? suppressed = null)
    {
        var all = entries.ToList();
        return new()
        {
            Statements = [.. all.SelectMany(e => e.RecordedStatements().Select((s, i) => new RefStatement(
                s.Origin.Contact.Value, s.Node.ToString(), (RefFlag)s.Flag, s.IsActive, s.OccurredAt.UnixMicroseconds, s.IsAttested, s.IsComplete, s.Origin.Change.Value,
                i, s.Origin.NoticeVersion, s.Proof.HasFlag(StatementProof.Confirmed), s.Origin.Method)))],
            Acceptances = [.. all.Where(e => e.Facts.Acceptance is not null)
                .Select(e => new RefAcceptance(e.Subject!.Contact.Value, e.Facts.Acceptance!.Version, e.Facts.Acceptance.AcceptedAt.UnixMicroseconds))],
            Links = [.. all.Where(e => e.Subject?.Other is not null)
                .Select(e => new RefLink(
                    e.Subject!.Contact.Value, e.Subject.Other!.Value.Value, e.Facts.LinkOccurredAt!.Value.UnixMicroseconds, e.Type == AuditEntryType.Linked,
                    (e.Facts.LinkPermissiveFrom ?? e.Facts.LinkOccurredAt).Value.UnixMicroseconds))],
            Unknowns = [.. (unknown ?? []).Select(u => new RefUnknown(u.Contact, u.Node))],
            Suppressed = [.. suppressed ?? []],
        };
    }

    public static RefJurisdiction Of(Jurisdiction law) => (law.Name == "Italy" ? RefJurisdiction.Italy : RefJurisdiction.EuropeanUnion) with
    {
        ReviewLegacyConsent = law.ReviewLegacyConsent,
        DoubleOptInSince = law.DoubleOptIn?.Since.UnixMicroseconds,
        PredatesObjectionCheck = law.ObjectionOutdatesConsent,
        RefusalBlocksSoftSpam = law.RefusalBlocksSoftSpam,
        SoftSpamByPaper = law.SoftSpamOnPaper,
        AllAutomatedForExtension = law.ExtensionNeedsAllAutomatic,
        RegisterCheckDays = (int)law.RegisterCheckValidity.TotalDays,
        ContactValidityMonths = law.ContactValidityMonths,
        ProfilingValidityMonths = law.ProfilingValidityMonths,
        TransferValidityMonths = law.TransferValidityMonths,
    };

    public static RefRequest Of(ProcessingRequest request) => new()
    {
        Operation = (RefOperation)request.Operation,
        Contact = request.Contact.Value,
        Purpose = request.Purpose?.ToString(),
        AsOf = request.AsOf!.Value.UnixMicroseconds,
        Ground = request.Ground,
        ServesNoDirectMarketing = request.ServesNoDirectMarketing,
        AimedAtMinors = request.IsAimedAtMinors,
        Age = request.Facts.Age,
        Guardian = request.Facts.GuardianConsented,
        Sale = request.Facts.Sale is { } sale
            ? new(sale.Reference, sale.At?.UnixMicroseconds, sale.AddressGiven, sale.Informed, sale.OwnProducts, sale.SimilarProducts)
            : null,
        AddressSource = (RefAddressSource)request.Facts.AddressSource,
        PhoneEnrolledAt = request.Facts.Register?.PhoneEnrolledAt?.UnixMicroseconds,
        PostalEnrolledAt = request.Facts.Register?.PostalEnrolledAt?.UnixMicroseconds,
        RegisterCheckedAt = request.Facts.Register?.CheckedAt?.UnixMicroseconds,
        ContractActive = request.Facts.Contract?.IsActive,
        ContractEndedAt = request.Facts.Contract?.EndedAt?.UnixMicroseconds,
    };

    public static RefNotice Of(Notice notice) => new(notice.Version, notice.PublishedAt.UnixMicroseconds, notice.IsMaterial, notice.SaysAutomatedCoversTraditional);

    private static string? Family(Operation operation) => operation switch
    {
        Operation.ToContact => "contact",
        Operation.Profiling => "profiling",
        Operation.TransferToThirdParty => "transfer",
        _ => null,
    };

    private static string ChannelName(Channel channel) => channel switch
    {
        Channel.Phone => "phone",
        Channel.Paper => "paper",
        Channel.Sms => "sms",
        Channel.Email => "email",
        Channel.Push => "push",
        Channel.InstantMessage => "im",
        Channel.AutomatedPhone => "automatedPhone",
        _ => "none",
    };
}
