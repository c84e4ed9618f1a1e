using Consent.Reference;
using Consent.Testing;

namespace Consent.Core.Tests.Stories;

/// <summary>Lives a story through on Core alone, as the plainest host would: one log, all contacts' records, and what was told at each step.</summary>
internal sealed class StoryRun
{
    private readonly List<AuditEntry> _log = [];
    private Timestamp _lastRecordedAt = Timestamp.MinValue;

    public StoryRun(ConsentRules rules)
    {
        Rules = rules;
        Person = PersonConsents.Of(Story.Contacts.Select(id => ContactConsents.Empty(id, rules.Taxonomy)));
    }

    public ConsentRules Rules { get; }

    /// <summary>The records as they are kept, step by step.</summary>
    public PersonConsents Person { get; private set; }

    public IReadOnlyList<AuditEntry> Log => _log;

    /// <summary>Called after each change that was not known before and was let in: what was there before, and what came of it.</summary>
    public Action<StoryStep.Said, RefHistory, AppliedChange>? Applied { get; init; }

    public StoryRun Live(Story story)
    {
        foreach (var step in story.Steps)
        {
            Live(step);
        }

        return this;
    }

    /// <summary>An actor who may not do it is turned away, and nothing happens.</summary>
    public void Live(StoryStep step)
    {
        try
        {
            switch (step)
            {
                case StoryStep.Said said:
                    Say(said);
                    break;
                case StoryStep.Linked linked:
                    Link(linked);
                    break;
                case StoryStep.Rectified wrong:
                    Rectify(wrong);
                    break;
                default:
                    break;
            }
        }
        catch (ConsentAccessDeniedException)
        {
        }
    }

    public RefHistory ToReference() => Tests.ToReference.Of(_log);

    private void Say(StoryStep.Said said)
    {
        // A change that is known under its id is the tracker's to answer.
        if (_log.Exists(e => e.Subject!.Contact == said.Contact && e.Evidence!.Change == said.Change.Id))
        {
            return;
        }

        var before = ToReference();
        var applied = Person.Apply(said.Change, Rules, RecordingOf(said, said.Actor, said.Port));
        Person = applied.After;
        if (applied.Entry is { } entry)
        {
            Write(entry);
        }

        Applied?.Invoke(said, before, applied);
    }

    private void Link(StoryStep.Linked linked)
    {
        var link = linked.Link;
        if (_log.Exists(e => e.Evidence!.Change == link.Id))
        {
            return;
        }

        foreach (var entry in link.Entries(Person[link.One], Person[link.Other], Rules, RecordingOf(linked, linked.Actor, ChangePort.OneContact)))
        {
            Write(entry);
        }

        Person = PersonConsents.Fold(Story.Contacts, Rules.Taxonomy, _log);
    }

    private void Rectify(StoryStep.Rectified wrong)
    {
        var rectification = Rectification.OfChange(wrong.Contact, wrong.Wrong, "a scanner's clicks", "ticket 9");
        var named = _log.Find(rectification.Names);
        if (named is null || _log.Exists(e => e.Type == AuditEntryType.Rectified && e.Subject!.Contact == wrong.Contact && e.Evidence!.Rectifies == wrong.Wrong))
        {
            return;
        }

        var id = ChangeId.From($"rectified {_log.Count}");
        foreach (var entry in rectification.Entries(named, Person, id, Rules, RecordingOf(wrong, Actor.PrivacyManager("manager"), ChangePort.OneContact)))
        {
            Write(entry);
        }

        Person = PersonConsents.Fold(Story.Contacts, Rules.Taxonomy, _log);
    }

    private void Write(AuditEntry entry)
    {
        var logged = entry.Logged(_log.Count, _lastRecordedAt);
        _lastRecordedAt = logged.RecordedAt;
        _log.Add(logged);
    }

    private static Recording RecordingOf(StoryStep step, Actor actor, ChangePort port) => ApplyGen.At(step.Now, port, actor);
}
