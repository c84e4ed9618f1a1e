using System.Collections.Immutable;

namespace Consent;

/// <summary>What is recorded of a change, what comes into force, and what is told of it.</summary>
internal sealed partial class ChangeApplication
{
    /// <summary>A give names its notice, or takes the one accepted in the same change, if dated at or before it.</summary>
    private ImmutableArray<RecordedStatement> Recorded(NoticeAcceptance? acceptance)
    {
        var plain = new StatementOrigin(_contact.Id, _id, null);
        var lent = acceptance is null ? plain : plain with { NoticeVersion = acceptance.Version };
        return [.. _admitted.Select((admitted, place) => admitted.ToRecorded(OriginOf(admitted), place))];

        StatementOrigin OriginOf(Admitted admitted)
        {
            if (admitted.Statement is not { Flag: ConsentFlag.Status, IsActive: true })
            {
                return plain;
            }

            if (admitted.Statement.NoticeVersion is { } named)
            {
                return plain with { NoticeVersion = named };
            }

            return acceptance is not null && acceptance.AcceptedAt <= admitted.OccurredAt ? lent : plain;
        }
    }

    private ImmutableArray<ContactConsents> Folded(ImmutableArray<RecordedStatement> statements, NoticeAcceptance? acceptance, ContactRevision revision)
    {
        var changed = ImmutableArray.CreateBuilder<ContactConsents>();
        var addressed = new FlagTableBuilder(rules.Taxonomy, _contact.Own);
        Add(addressed, statements);
        var own = addressed.Build();
        var counted = own;
        if (!ReferenceEquals(_contact.Own, _contact.Counted))
        {
            var builder = new FlagTableBuilder(rules.Taxonomy, _contact.Counted);
            Add(builder, statements);
            counted = builder.Build();
        }

        changed.Add(_contact.With(own, counted, Accepted(_contact, acceptance), revision: revision).With(extras =>
            change.Document is { } document ? extras with { Documents = extras.Documents.SetItem(document.Source, document) } : extras));
        foreach (var other in before.Contacts.Where(c => c.Id != _contact.Id))
        {
            ImmutableArray<RecordedStatement> counting = [.. statements.Where(s => before.Graph.Counts(_contact.Id, other.Id, s.OccurredAt, s.IsProtective))];
            var lent = acceptance is not null && before.Graph.Counts(_contact.Id, other.Id, acceptance.AcceptedAt, isProtective: false) ? acceptance : null;
            if (!counting.IsEmpty || lent is not null)
            {
                var builder = new FlagTableBuilder(rules.Taxonomy, other.Counted);
                Add(builder, counting);
                changed.Add(other.With(counted: builder.Build(), acceptances: Accepted(other, lent)));
            }
        }

        return changed.ToImmutable();

        static void Add(FlagTableBuilder builder, ImmutableArray<RecordedStatement> statements)
        {
            foreach (var statement in statements)
            {
                builder.Add(statement);
            }
        }

        static ImmutableArray<NoticeAcceptance>? Accepted(ContactConsents contact, NoticeAcceptance? acceptance) =>
            acceptance is null ? null : contact.Acceptances.Append(acceptance).InOrder();
    }

    private AuditEntry Entry(ImmutableArray<RecordedStatement> statements, ContactConsents after, NoticeAcceptance? acceptance, ContactRevision revision) => new()
    {
        Facts = new()
        {
            Type = AuditEntryType.Changed,
            RecordedAt = recording.RecordedAt,
            ChangeIdDigest = Sha256Digest.OfText(_id.Value),
            Source = change.Source,
            TaxonomyVersion = rules.Taxonomy.Stamp,
            RulesVersion = rules.Version,
            Statements = [.. statements.Select(s => new EntryStatement(s.Node, s.Flag, s.IsActive, s.OccurredAt, s.IsAttested, Told.EffectOf(s, after)))],
            Acceptance = acceptance,
        },
        Subject = new(_contact.Id, revision),
        Actor = EntryActor.Of(recording.Actor),
        Evidence = new()
        {
            Change = _id,
            ContentDigest = Digest ?? change.ContentDigest(),
            Statements = [.. _admitted.Select(a => new StatementEvidence(a.Statement.Evidence, a.Statement.NoticeVersion, a.ClaimedAt))],
            Reason = change.Reason,
            Document = change.Document,
        },
    };

    private ChangeResult Result(PersonConsents after, ImmutableArray<RecordedStatement> recorded, ChangeCode? acceptanceCode, bool isMoved, ContactRevision revision)
    {
        var contact = after[_contact.Id];
        var outcomes = change.Statements.Select((statement, i) =>
        {
            var previous = _contact.Find(statement.Node, statement.Flag)?.Value ?? FlagValue.Unset;
            var current = contact.Find(statement.Node, statement.Flag)?.Value ?? FlagValue.Unset;
            if (_refused.TryGetValue(i, out var refusal))
            {
                return new StatementOutcome(statement, StatementResult.Refused, null, previous, current, [refusal]);
            }

            if (_unchanged.TryGetValue(i, out var at))
            {
                return new StatementOutcome(statement, StatementResult.Unchanged, at, previous, current, [new(ChangeCode.Unchanged)]);
            }

            var place = _admitted.FindIndex(a => a.Position == i);
            return Told.Of(statement, recorded[place], previous, current, contact);
        }).ToImmutableArray();
        var isAllRefused = outcomes.All(o => o.Result == StatementResult.Refused) && (change.Acceptance is null || acceptanceCode is not (null or ChangeCode.Unchanged));
        var isRecorded = revision != _contact.Revision;
        return new()
        {
            Outcome = isRecorded ? ChangeOutcome.Recorded
                : isAllRefused && (!outcomes.IsEmpty || change.Acceptance is not null) ? ChangeOutcome.Refused
                : ChangeOutcome.Unchanged,
            Change = _id,
            Revision = revision,
            Statements = outcomes,
            AcceptanceCode = acceptanceCode,
            Code = isMoved ? ChangeCode.RevisionConflict : null,
        };
    }
}
