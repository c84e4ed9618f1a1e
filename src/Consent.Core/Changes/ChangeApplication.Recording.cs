using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Consent;

/// <summary>What is recorded of a change, what comes into force, and what is told of it.</summary>
internal sealed partial class ChangeApplication
{
    private const int OriginsShared = 16;

    /// <summary>Whether the change opens a closed id: what is kept of it goes on counting, and others call it by its id again.</summary>
    private bool IsOpening => _contact.State == ContactState.Closed;

    private ImmutableArray<RecordedStatement> Recorded()
    {
        var recorded = new RecordedStatement[_admitted.Count];
        for (var place = 0; place < recorded.Length; place++)
        {
            recorded[place] = _admitted[place].ToRecorded(OriginOf(_admitted[place].Statement, recorded.AsSpan(0, place)), place);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(recorded);
    }

    /// <summary>A give names its notice, or takes the one accepted in the same change. What is said alike shares one origin; the last few are looked at.</summary>
    private StatementOrigin OriginOf(Statement statement, ReadOnlySpan<RecordedStatement> recorded)
    {
        var origin = statement.IsGive
            ? new StatementOrigin(_contact.Id, _id, statement.NoticeVersion ?? _acceptance?.Version, statement.Evidence.Method) { ConfirmedPoint = statement.Evidence.ConfirmedPoint }
            : new(_contact.Id, _id, null);
        for (var i = recorded.Length - 1; i >= 0 && i >= recorded.Length - OriginsShared; i--)
        {
            if (recorded[i].Origin == origin)
            {
                return recorded[i].Origin;
            }
        }

        return origin;
    }

    private ImmutableArray<ContactConsents> Folded(ImmutableArray<RecordedStatement> statements, ContactRevision revision)
    {
        var acceptance = _acceptanceEnds is null ? _acceptance : null;
        ImmutableArray<AskedAt> asked = _asked.IsEmpty ? [] : [.. _asked.Select(a => a.At)];
        var own = With(_contact.Own, statements, asked);
        var counted = ReferenceEquals(_contact.Own, _contact.Counted) ? own : With(_contact.Counted, statements, asked);
        var addressed = _contact.With(own, counted, Accepted(_contact, acceptance), Noted(), revision);
        return before.Contacts.Length == 1 ? [addressed] : [addressed, .. Lent(statements, acceptance, asked)];
    }

    /// <summary>The records of others for whom it counts too, or who call the contact by its id again.</summary>
    private IEnumerable<ContactConsents> Lent(ImmutableArray<RecordedStatement> statements, NoticeAcceptance? acceptance, ImmutableArray<AskedAt> asked)
    {
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
                yield return named.With(counted: With(other.Counted, counting, askedToo), acceptances: Accepted(other, lent));
            }
        }
    }

    private FlagTable With(FlagTable table, ImmutableArray<RecordedStatement> statements, ImmutableArray<AskedAt> asked)
    {
        var builder = new FlagTableBuilder(rules.Taxonomy, table);
        foreach (ref readonly var statement in statements.AsSpan())
        {
            builder.Add(statement);
        }

        foreach (var at in asked)
        {
            builder.Add(at);
        }

        return builder.Build();
    }

    private static ImmutableArray<NoticeAcceptance>? Accepted(ContactConsents contact, NoticeAcceptance? acceptance) =>
        acceptance is null ? null : contact.Acceptances.IsEmpty ? [acceptance] : contact.Acceptances.Append(acceptance).InOrder();

    private ContactExtras? Noted() => IsOpening || IsWaiting || _contact.Waiting > 0 || _remembered is not null
        ? _contact.Extras with
        {
            State = ContactState.Open,
            Waiting = IsWaiting ? _contact.Waiting + 1 : 0,
            Sources = _remembered is null ? _contact.Sources : _contact.Sources.After(_remembered),
        }
        : null;

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
            Asked = _asked.IsEmpty ? [] : [.. _asked.Select(a => a.At)],
            Closing = IsOpening ? _contact.Closing : null,
            ClosedWith = IsOpening ? _contact.LinkedDigests() : [],
            ClosedLinks = IsOpening ? _contact.DatedLinksWithClosed() : [],
        },
        Subject = new(_contact.Id, revision),
        Actor = EntryActor.Of(recording.Actor),
        Evidence = new()
        {
            Change = _id,
            ContentDigest = content(),
            Statements = Shown(),
            Asked = _asked.IsEmpty ? [] : [.. _asked.Select(a => a.Evidence)],
            Reason = change.Reason,
            ReasonSha256 = change.ReasonSha256,
            Document = _remembered,
        },
    };

    /// <summary>Whether all of it waits for the person's confirmation.</summary>
    private bool IsWaiting => _admitted.Count > 0 && _admitted.TrueForAll(a => a.Weight == StatementWeight.Pending) && (_acceptance is null || _acceptanceEnds is not null)
        && _asked.IsEmpty && change.Document is null;

    private ImmutableArray<StatementEvidence> Shown()
    {
        var shown = new StatementEvidence[_admitted.Count];
        for (var place = 0; place < shown.Length; place++)
        {
            var admitted = _admitted[place];
            shown[place] = new(admitted.Statement.Evidence, admitted.Statement.NoticeVersion, admitted.Claimed, admitted.ClaimedUntil);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(shown);
    }

    private ChangeResult Result(PersonConsents after, ImmutableArray<EntryStatement> recorded, bool isMoved, ContactRevision revision)
    {
        var outcomes = Outcomes(after, recorded);
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

    private ImmutableArray<StatementOutcome> Outcomes(PersonConsents after, ImmutableArray<EntryStatement> recorded)
    {
        var contact = after[_contact.Id];
        var person = after.RecordsOf(contact.Id);
        var outcomes = new StatementOutcome[change.Statements.Length];
        for (var (i, place) = (0, 0); i < outcomes.Length; i++)
        {
            var statement = change.Statements[i];
            var previous = _contact.ValueOf(statement.Node, statement.Flag);
            var current = contact.ValueOf(statement.Node, statement.Flag);
            if (_refused is not null && _refused.TryGetValue(i, out var refusal))
            {
                outcomes[i] = new(statement, StatementResult.Refused, null, previous, current, [new(refusal)]);
                continue;
            }

            var admitted = _admitted[place];
            outcomes[i] = admitted.IsOnRecord
                ? new(statement, StatementResult.Unchanged, admitted.OccurredAt, previous, current, Told.OfUnchanged(statement, contact, person, Now))
                : Told.Of(statement, recorded[place], admitted.Told, previous, current, contact, person, Now);
            place++;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(outcomes);
    }
}
