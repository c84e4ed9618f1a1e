using Consent.Testing;

namespace Consent.Tracking.Tests.Stories;

/// <summary>Once a no reached an id, nothing but a yes that outranks it, by somebody entitled, makes anything that it stands in the way of permitted.</summary>
internal sealed class LastingNoes
{
    private readonly HashSet<StoryNo> _noes = [];
    private readonly List<StoryYes> _yeses = [];

    public void After(StoryMoment moment)
    {
        Hear(moment);
        _noes.RemoveWhere(no => IsTakenBack(no, moment) || IsOutlived(no, moment) || _yeses.Exists(yes => yes.Outranks(no, moment.After)));
        foreach (var no in _noes)
        {
            Assert.False(moment.After.IsPermitted(no.Question), $"{moment.Step}\nopened {no.Question}, {moment.After[no.Question]}, which stood against {no}");
        }

        _noes.RemoveWhere(no => IsReplaced(no, moment));
        _noes.UnionWith(NoesOf(moment).Where(no => !moment.After.IsPermitted(no.Question) && !_yeses.Exists(yes => yes.Outranks(no, moment.After))));
    }

    private void Hear(StoryMoment moment)
    {
        if (moment.Step is not StoryStep.Said { Port: ChangePort.OneContact, Change: var change, Actor: var actor } || change.Source == ChangeSource.Import)
        {
            return;
        }

        var opens = actor.Roles.Contains(ActorRole.Contact) || (actor.Roles.Contains(ActorRole.Operator) && change.Reason is not null) || actor.ByLink?.Kind == PersonalLinkKind.DoubleOptIn;
        _yeses.AddRange(moment.Answer.Outcomes
            .Where(o => !o.Statement.IsProtective && o.Statement.IsAttested && o.Result is not (StatementResult.Refused or StatementResult.Pending))
            .Select(o => new StoryYes(change.Contact, o.Statement.Node, o.Statement.Flag, o.OccurredAt!.Value, opens)));
    }

    private static IEnumerable<StoryNo> NoesOf(StoryMoment moment)
    {
        var records = moment.After.Records;
        var contact = moment.Step.Contact;
        var said = moment.Answer.Results.SelectMany(r => r.Statements.Select(outcome => (r.Change, Outcome: outcome)));
        foreach (var (change, outcome) in said.Where(s => s.Outcome is { Result: StatementResult.InForce, Statement: { IsProtective: true, Until: null } }))
        {
            var at = outcome.OccurredAt!.Value;
            foreach (var id in records.LinkedWith(contact).Where(id => id == contact || Reaches(records, contact, id, at)))
            {
                foreach (var question in StoryQuestion.About([id]).Where(q => q.IsReachedBy(outcome.Statement.Node, outcome.Statement.Flag)))
                {
                    yield return new(question, outcome.Statement.Node, outcome.Statement.Flag, at, contact, change) { IsLifted = at > moment.Step.Now };
                }
            }
        }

        foreach (var record in records.Contacts.Where(c => c.Closing is { Kind: not ClosedKind.Rectified } && c.Closing != moment.Before.Records[c.Id].Closing))
        {
            foreach (var question in StoryQuestion.About([record.Id]).Where(q => !q.IsOfContract))
            {
                yield return new(question, PurposePath.All, ConsentFlag.Status, record.Closing!.Since, record.Id, default);
                if (record.Closing.Kind == ClosedKind.NeverContact)
                {
                    yield return new(question, PurposePath.All, ConsentFlag.Objection, record.Closing.Since, record.Id, default);
                }
            }
        }
    }

    /// <summary>Whether a no to one id counts for another for ever: both open, and linked, by every link between them, when it was said.</summary>
    private static bool Reaches(PersonConsents records, ContactId from, ContactId to, Timestamp at)
    {
        var person = records.LinkedWith(from);
        return records[from].State == ContactState.Open && records[to].State == ContactState.Open
            && person.All(id => records[id].Links.All(l => !l.IsLinked || l.OccurredAt <= at));
    }

    /// <summary>The record of it was wrong, or of the link by which it counts; or the person wanted to be forgotten wholly; restrictions end with what was restricted.</summary>
    private static bool IsTakenBack(StoryNo no, StoryMoment moment) => moment.Step switch
    {
        StoryStep.Rectified wrong => (no.SaidTo == wrong.Contact && no.Change == wrong.Wrong) || (no.IsOfALinkedId && wrong.Wrong.Value.StartsWith('l')),
        StoryStep.Unlisted unlisted => no.Change.IsDefault && no.SaidTo == unlisted.Contact,
        StoryStep.Erased erased => moment.Answer.IsErased && moment.PersonBefore(erased.Contact).Contains(no.Question.Contact)
            && (erased.Keeps == ErasureKeeps.Nothing || (no.Question.IsOfContract && no.Flag == ConsentFlag.Restriction)),
        _ => false,
    };

    /// <summary>
    /// Of whoever was erased no word is left, but what is kept: one no to everything, which whoever takes back everything takes back, and each to what rests on a contract.
    /// </summary>
    private static bool IsReplaced(StoryNo no, StoryMoment moment) =>
        !no.Question.IsOfContract && moment.Step is StoryStep.Erased erased && moment.Answer.IsErased && !no.Change.IsDefault
        && moment.PersonBefore(erased.Contact) is var person && person.Contains(no.SaidTo) && person.Contains(no.Question.Contact);

    /// <summary>As the rules say: a no lifted to the instant of a yes from a clock ahead, and the link undone before that instant.</summary>
    private static bool IsOutlived(StoryNo no, StoryMoment moment) => no is { IsLifted: true, IsOfALinkedId: true } && moment.Step is StoryStep.Linked { Link.IsLinked: false };
}
