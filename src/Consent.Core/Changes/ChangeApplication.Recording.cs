using System.Collections.Immutable;

namespace Consent;

/// <summary>What is recorded of a change, what comes into force, and what is told of it.</summary>
internal sealed partial class ChangeApplication
{
    /// <summary>Whether the change opens a closed id: what is kept of it goes on counting, and others call it by its id again.</summary>
    private bool IsOpening => _contact.State == ContactState.Closed;

    /// <summary>A give names its notice, or takes the one accepted in the same change.</summary>
    private ImmutableArray<RecordedStatement> Recorded()
    {
        var origins = new HashSet<StatementOrigin>();
        return [.. _admitted.Select((admitted, place) => admitted.ToRecorded(OriginOf(admitted.Statement), place))];

        StatementOrigin OriginOf(Statement statement)
        {
            var origin = statement.IsGive
                ? new StatementOrigin(_contact.Id, _id, statement.NoticeVersion ?? _acceptance?.Version, statement.Evidence.Method) { ConfirmedPoint = statement.Evidence.ConfirmedPoint }
                : new(_contact.Id, _id, null);
            return origins.Add(origin) || !origins.TryGetValue(origin, out var shared) ? origin : shared;
        }
    }

    private ImmutableArray<ContactConsents> Folded(ImmutableArray<RecordedStatement> statements, ContactRevision revision)
    {
        var acceptance = _acceptanceEnds is null ? _acceptance : null;
        ImmutableArray<AskedAt> asked = [.. _asked.Select(a => a.At)];
        var changed = ImmutableArray.CreateBuilder<ContactConsents>();
        var addressed = new FlagTableBuilder(rules.Taxonomy, _contact.Own);
        Add(addressed, statements, asked);
        var own = addressed.Build();
        var counted = own;
        if (!ReferenceEquals(_contact.Own, _contact.Counted))
        {
            var builder = new FlagTableBuilder(rules.Taxonomy, _contact.Counted);
            Add(builder, statements, asked);
            counted = builder.Build();
        }

        changed.Add(_contact.With(own, counted, Accepted(_contact, acceptance), Noted(), revision));
        foreach (var other in before.Contacts.Where(c => c.Id != _contact.Id))
        {
            // What is said of another counts for a closed id only where it would open it.
            var isOpen = other.State != ContactState.Closed;
            ImmutableArray<RecordedStatement> counting = [.. statements.Where((s, place) =>
                before.Graph.Counts(_contact.Id, other.Id, s.OccurredAt, s.IsProtective) && (isOpen || Opens(_admitted[place], other)))];
            var lent = isOpen && acceptance is not null && before.Graph.Counts(_contact.Id, other.Id, acceptance.AcceptedAt, isProtective: false) ? acceptance : null;
            ImmutableArray<AskedAt> askedToo = isOpen ? [.. asked.Where(a => before.Graph.Counts(_contact.Id, other.Id, a.At, isProtective: true))] : [];
            var named = IsOpening ? other.Renaming(_contact.Closing!.Name, _contact.Id) : other;
            if (!counting.IsEmpty || lent is not null || !askedToo.IsEmpty || !ReferenceEquals(named, other))
            {
                var builder = new FlagTableBuilder(rules.Taxonomy, other.Counted);
                Add(builder, counting, askedToo);
                changed.Add(named.With(counted: builder.Build(), acceptances: Accepted(other, lent)));
            }
        }

        return changed.ToImmutable();

        ContactExtras? Noted() => IsOpening || IsWaiting || _contact.Waiting > 0 || _remembered is not null
            ? _contact.Extras with
            {
                State = ContactState.Open,
                Waiting = IsWaiting ? _contact.Waiting + 1 : 0,
                Sources = _remembered is null ? _contact.Sources : _contact.Sources.After(_remembered),
            }
            : null;

        static void Add(FlagTableBuilder builder, ImmutableArray<RecordedStatement> statements, ImmutableArray<AskedAt> asked)
        {
            foreach (var statement in statements)
            {
                builder.Add(statement);
            }

            foreach (var at in asked)
            {
                builder.Add(at);
            }
        }

        static ImmutableArray<NoticeAcceptance>? Accepted(ContactConsents contact, NoticeAcceptance? acceptance) =>
            acceptance is null ? null : contact.Acceptances.Append(acceptance).InOrder();
    }

    private AuditEntry Entry(ImmutableArray<EntryStatement> statements, ContactRevision revision) => new()
    {
        Facts = new()
        {
            Type = AuditEntryType.Changed,
            RecordedAt = recording.RecordedAt,
            ChangeIdDigest = Sha256Digest.OfText(_id.Value),
            Source = change.Source,
            TaxonomyVersion = rules.Taxonomy.Stamp,
            RulesVersion = rules.Version,
            Statements = statements,
            Acceptance = _acceptance,
            AcceptanceEnds = _acceptanceEnds,
            Asked = [.. _asked.Select(a => a.At)],
            Closing = IsOpening ? _contact.Closing : null,
            ClosedWith = IsOpening ? _contact.LinkedDigests() : [],
            ClosedLinks = IsOpening ? _contact.DatedLinksWithClosed() : [],
        },
        Subject = new(_contact.Id, revision),
        Actor = EntryActor.Of(recording.Actor),
        Evidence = new()
        {
            Change = _id,
            ContentDigest = Digest?.Value ?? change.ContentDigest(),
            Statements = [.. _admitted.Select(a => new StatementEvidence(a.Statement.Evidence, a.Statement.NoticeVersion, a.Claimed, a.ClaimedUntil))],
            Asked = [.. _asked.Select(a => a.Evidence)],
            Reason = change.Reason,
            ReasonSha256 = change.ReasonSha256,
            Document = _remembered,
        },
    };

    /// <summary>Whether all of it waits for the person's confirmation.</summary>
    private bool IsWaiting => _admitted.Count > 0 && _admitted.TrueForAll(a => a.Weight == StatementWeight.Pending) && (_acceptance is null || _acceptanceEnds is not null)
        && _asked.IsEmpty && change.Document is null;

    private ChangeResult Result(PersonConsents after, ImmutableArray<EntryStatement> recorded, bool isMoved, ContactRevision revision)
    {
        var contact = after[_contact.Id];
        ImmutableArray<ContactConsents> person = [.. after.LinkedWith(contact.Id).Select(id => after[id])];
        var places = new int[change.Statements.Length];
        for (var place = 0; place < _admitted.Count; place++)
        {
            places[_admitted[place].Position] = place;
        }

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
                return new StatementOutcome(statement, StatementResult.Unchanged, at, previous, current, Told.OfUnchanged(statement, contact, person, Now));
            }

            var place = places[i];
            return Told.Of(statement, recorded[place], _admitted[place].Told, previous, current, contact, person, Now);
        }).ToImmutableArray();
        var isAllRefused = outcomes.All(o => o.Result == StatementResult.Refused) && (change.Acceptance is null || _acceptance is null) && _askings.All(a => !a.IsRecorded);
        var isRecorded = revision != _contact.Revision;
        return new()
        {
            Outcome = isRecorded ? ChangeOutcome.Recorded
                : isAllRefused && (!outcomes.IsEmpty || change.Acceptance is not null || !_askings.IsEmpty) ? ChangeOutcome.Refused
                : ChangeOutcome.Unchanged,
            Change = _id,
            Revision = revision with { Others = OthersSeen.From(_contact.Id, after) },
            Statements = outcomes,
            AcceptanceCode = _acceptanceCode,
            Askings = _askings,
            Code = isMoved ? ChangeCode.RevisionConflict : null,
        };
    }
}
