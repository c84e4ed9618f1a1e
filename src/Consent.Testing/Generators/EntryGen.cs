using System.Collections.Immutable;
using Consent.Auditing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Testing;

/// <summary>Generates audit entries of every kind and with every slot, nasty texts and times included: for sealing, storing and reading back.</summary>
public static class EntryGen
{
    private static readonly ConsentRules s_rules = new();

    /// <summary>128 random bytes: the salts of one entry.</summary>
    public static Gen<ImmutableArray<byte>> Salts() =>
        Gen.Choose(0, 255).ListOf(EntrySealer.SaltsLength).Select(bytes => bytes.Select(b => (byte)b).ToImmutableArray());

    /// <summary>Any entry, placed in a log.</summary>
    public static Gen<AuditEntry> Any() => Gen.Frequency((12, Filled()), (1, Used()), (1, Requested()));

    /// <summary>Decisions that were used.</summary>
    public static Gen<AuditEntry> Used() =>
        from index in Index()
        from use in UseGen.Any()
        from at in TimeGen.Any()
        from actor in Gen.Elements(Consent.Actor.ApiClient("crm"), Consent.Actor.Operator("o"), Consent.Actor.ForSelf(ContactId.From("ada")).Also(ActorRole.Operator))
        select LogEvents.Used(use, actor, s_rules, at) with { Index = index };

    /// <summary>What persons asked for, and what became of it.</summary>
    public static Gen<AuditEntry> Requested() => from index in Index() from entry in SubjectRequestGen.Entry() select entry with { Index = index };

    private static Gen<long> Index() => Gen.Frequency((9, Gen.Choose(0, 1000).Select(i => (long)i)), (1, Gen.Constant((1L << 53) - 1)));

    private static Gen<AuditEntry> Filled() =>
        from index in Index()
        from facts in Facts()
        from subject in Maybe(Subject())
        from actor in Maybe(Actor())
        from evidence in Maybe(Evidence(facts.Statements.Length))
        select new AuditEntry { Index = index, Facts = facts, Subject = subject, Actor = actor, Evidence = evidence };

    private static Gen<EntryFacts> Facts() =>
        from type in Gen.OneOf(
            Gen.Elements(AuditEntryType.Changed, AuditEntryType.Linked, AuditEntryType.Read, AuditEntryType.Erased, AuditEntryType.NoticePublished, AuditEntryType.RulesChanged),
            TextGen.Stored(64).Select(name => new AuditEntryType(name)))
        from at in TimeGen.Any()
        from digest in MaybeValue(ChangeGen.Digest())
        from source in MaybeValue(Gen.Elements(Enum.GetValues<ChangeSource>()))
        from versions in TextGen.Stored(64).Two()
        from statements in Statement().ListOf()
        from acceptance in Maybe(ChangeGen.Acceptance())
        from link in MaybeValue(TimeGen.Any())
        from permissiveFrom in MaybeValue(TimeGen.Any())
        from rectifies in MaybeValue(Gen.Choose(0, 1000).Select(i => (long)i))
        from ranges in Range().ListOf().Resize(3)
        from others in (from index in Gen.Choose(0, 1000) from previous in Gen.Choose(-1, index - 1) select new ErasedOther(index, previous)).ListOf().Resize(2)
        from details in Details()
        from ends in MaybeValue(TimeGen.Any())
        from closing in Maybe(Closing())
        from linked in ChangeGen.Digest().ListOf().Resize(2)
        from closedLinks in ClosedLink().ListOf().Resize(2)
        from asked in (from node in TaxonomyGen.Path(TaxonomyGen.Extended) from when in TimeGen.Any() select new AskedAt(node, when)).ListOf().Resize(2)
        select new EntryFacts
        {
            Type = type,
            RecordedAt = at,
            ChangeIdDigest = digest,
            Source = source,
            TaxonomyVersion = versions.Item1,
            RulesVersion = versions.Item2,
            Statements = [.. statements.Take(ConsentChange.MaxStatements)],
            Acceptance = acceptance,
            AcceptanceEnds = acceptance is null ? null : ends,
            Asked = [.. asked],
            LinkOccurredAt = link,
            LinkPermissiveFrom = permissiveFrom,
            Rectifies = rectifies,
            Erased = [.. ranges],
            ErasedOthers = [.. others],
            Closing = closing,
            ClosedWith = closing is null ? [] : [.. linked],
            ClosedLinks = closing is null ? [] : [.. closedLinks],
            Details = details,
        };

    private static Gen<ClosedId> Closing() =>
        from digest in ChangeGen.Digest()
        from kind in Gen.Elements(Enum.GetValues<ClosedKind>())
        from since in TimeGen.Any()
        from noes in (from node in TaxonomyGen.Path(TaxonomyGen.Serving) from at in TimeGen.Any() select new KeptNo(node, at)).ListOf().Resize(2)
        from lists in (from list in TextGen.Stored(ListedClosing.MaxNameLength) from at in TimeGen.Any() select new ListedClosing(list, at)).ListOf().Resize(2)
        select lists.Aggregate(new ClosedId(digest, kind, since), (closed, list) => closed.And(list.List, list.At)).And(noes);

    private static Gen<ClosedLink> ClosedLink() =>
        from digest in ChangeGen.Digest()
        from dates in TimeGen.Any().Two()
        from isLinked in Gen.Elements(true, false)
        select new ClosedLink(digest, dates.Item1, isLinked, dates.Item2);

    private static Gen<EntryStatement> Statement() =>
        from node in TaxonomyGen.Path(TaxonomyGen.Extended)
        from flag in Gen.Elements(Enum.GetValues<ConsentFlag>())
        from isActive in Gen.Elements(true, false)
        from at in TimeGen.Any()
        from weight in Gen.Elements(Enum.GetValues<StatementWeight>())
        from span in Gen.Frequency((3, Gen.Constant<StatementSpan?>(null)), (1, Span()))
        from effect in Gen.Elements(Enum.GetValues<StatementEffect>())
        select new EntryStatement(node, flag, isActive, at, weight, effect, span);

    private static Gen<StatementSpan?> Span() =>
        from dates in MaybeValue(TimeGen.Any()).Three()
        select dates is (null, null, null) ? null : new StatementSpan(dates.Item1, dates.Item2, dates.Item3);

    private static Gen<Occurrence> Occurrence() => Gen.OneOf(
        TimeGen.Any().Select(Consent.Occurrence.At),
        Gen.Choose(400, 3_600_000).Select(day => Consent.Occurrence.On(DateOnly.FromDayNumber(day))),
        Gen.Elements("2018-05-25+02:00/+02:00", "2018-03-25+01:00/+02:00", "2020-02-29-03:30/-03:30").Select(text => Consent.Occurrence.Parse(text)));

    private static Gen<IndexRange> Range() =>
        from first in Gen.Choose(0, 50)
        from more in Gen.Choose(0, 50)
        select new IndexRange(first, first + more);

    private static Gen<EntrySubject> Subject() =>
        from contact in ChangeGen.Contact()
        from revision in MaybeValue(Revision())
        from other in MaybeValue(ChangeGen.Contact())
        from previous in Gen.Choose(-1, 1000)
        select new EntrySubject(contact, revision, other) { Previous = previous };

    private static Gen<ContactRevision> Revision() =>
        from incarnation in Gen.Choose(0, 255).ListOf(16).Select(b => new Guid([.. b.Select(x => (byte)x)]))
        from number in Gen.Choose(0, 1000)
        select new ContactRevision(incarnation, number);

    private static Gen<EntryActor> Actor() =>
        from id in TextGen.Stored(64)
        from roles in Gen.SubListOf(Enum.GetValues<ActorRole>())
        from authority in Maybe(TextGen.Stored(64))
        from link in MaybeValue(Gen.Elements(Enum.GetValues<PersonalLinkKind>()))
        from madeAt in MaybeValue(TimeGen.Any())
        select new EntryActor(id, [.. roles], authority, link, madeAt);

    private static Gen<EntryEvidence> Evidence(int statements) =>
        from change in MaybeValue(ChangeGen.Change())
        from digest in MaybeValue(ChangeGen.Digest())
        from evidence in StatementEvidence().ListOf(statements)
        from reason in Maybe(TextGen.Stored(200))
        from rectifies in MaybeValue(ChangeGen.Change())
        from document in Maybe(Document())
        from asked in ChangeGen.Evidence().ListOf().Resize(2)
        select new EntryEvidence { Rectifies = rectifies, Change = change, ContentDigest = digest, Statements = [.. evidence], Asked = [.. asked], Reason = reason, Document = document };

    private static Gen<StatementEvidence> StatementEvidence() =>
        from evidence in ChangeGen.Evidence()
        from details in Details()
        from notice in Maybe(TextGen.Stored(64))
        from claimed in MaybeValue(Occurrence())
        from until in MaybeValue(TimeGen.Any())
        from isAwaited in Gen.Elements(true, false)
        select new StatementEvidence(evidence with { Details = details, AwaitsConfirmation = isAwaited, Contract = isAwaited ? "contract 9" : null }, notice, claimed, until);

    private static Gen<SourceDocument> Document() =>
        from source in TextGen.Stored(64)
        from asOf in TimeGen.Any()
        from said in (from s in Statement() select (s.Node, s.Flag, Value: s.IsActive ? FlagValue.Active : FlagValue.Inactive)).ListOf()
        from yesAt in MaybeValue(TimeGen.Any())
        from givenAt in MaybeValue(TimeGen.Any())
        from isAsked in Gen.Elements(true, false)
        let flags = said.Aggregate(NodeFlags.Empty, (flags, s) => flags.With(s.Node, s.Flag, s.Value))
        select new SourceDocument(source, asOf, flags)
        {
            GivenAt = givenAt is { } own ? flags.Nodes.Where(n => flags[n, ConsentFlag.Status] == FlagValue.Active).ToImmutableSortedDictionary(n => n, _ => own) : ImmutableSortedDictionary<PurposePath, Timestamp>.Empty,
            AcceptedAt = yesAt,
            NotAsked = isAsked ? [] : [.. flags.Nodes.Where(n => flags[n, ConsentFlag.Status] == FlagValue.Inactive)],
        };

    private static Gen<ImmutableSortedDictionary<string, string>> Details() =>
        (from name in TextGen.Stored(64) from value in TextGen.Stored(100) select KeyValuePair.Create(name, value)).ListOf().Resize(3)
        .Select(pairs => pairs.DistinctBy(p => p.Key, StringComparer.Ordinal).Take(16).ToImmutableSortedDictionary(StringComparer.Ordinal));

    private static Gen<T?> Maybe<T>(Gen<T> gen)
        where T : class => Gen.Frequency((1, Gen.Constant<T?>(null)), (3, gen.Select(T? (value) => value)));

    private static Gen<T?> MaybeValue<T>(Gen<T> gen)
        where T : struct => Gen.Frequency((1, Gen.Constant<T?>(null)), (3, gen.Select(T? (value) => value)));
}
