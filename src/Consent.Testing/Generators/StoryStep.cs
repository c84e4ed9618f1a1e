using System.Collections.Immutable;

namespace Consent.Testing;

/// <summary>One thing that happens in a <see cref="Story"/>. Closed: the kinds below.</summary>
/// <param name="Minute">What the host's clock shows then, in minutes after <see cref="TimeGen.Origin"/>. It may go back.</param>
public abstract partial record StoryStep(int Minute)
{
    /// <summary>The host's clock.</summary>
    public Timestamp Now => TimeGen.Minute(Minute);

    /// <summary>The id that it is about.</summary>
    public abstract ContactId Contact { get; }

    /// <summary>The same about other contacts.</summary>
    public abstract StoryStep About(Func<ContactId, ContactId> contact);

    /// <summary>Somebody says something.</summary>
    /// <param name="Minute">The clock.</param>
    /// <param name="Change">What is said.</param>
    /// <param name="Actor">Who records it.</param>
    /// <param name="Port">Through which door.</param>
    public sealed record Said(int Minute, ConsentChange Change, Actor Actor, ChangePort Port) : StoryStep(Minute)
    {
        /// <inheritdoc/>
        public override ContactId Contact => Change.Contact;

        /// <inheritdoc/>
        public override StoryStep About(Func<ContactId, ContactId> contact) => this with
        {
            Change = Change.Toward(contact(Change.Contact)).WithId(Change.Id!.Value),
            Actor = Actor.Roles.Contains(ActorRole.Contact) ? Actor.ForSelf(contact(Change.Contact)) : Actor,
        };

        /// <summary>The same with one statement less, or without the notice.</summary>
        public IEnumerable<Said> Smaller()
        {
            for (var i = 0; i < Change.Statements.Length; i++)
            {
                yield return this with { Change = Rebuilt(Change.Statements.RemoveAt(i), Change.Acceptance) };
            }

            if (Change.Acceptance is not null)
            {
                yield return this with { Change = Rebuilt(Change.Statements, null) };
            }
        }

        private ConsentChange Rebuilt(ImmutableArray<Statement> statements, NoticeAcceptance? acceptance)
        {
            var change = statements.Aggregate(ConsentChange.For(Change.Contact).WithId(Change.Id!.Value).From(Change.Source), (all, statement) => all.Say(statement));
            change = acceptance is null ? change : change.AcceptNotice(acceptance);
            change = Change.Reason is { } reason ? change.Because(reason) : change;
            return Change.Askings.Aggregate(change, (all, asking) => all.Asked(asking.Purpose, asking.OccurredAt, asking.Evidence));
        }

        /// <inheritdoc/>
        public override string ToString() =>
            $"{Minute,4} {Change.Contact.Value} {Change.Id?.Value} {Change.Source} {Port} {string.Join('+', Actor.Roles)}{(Change.Reason is null ? "" : " with a reason")}: "
            + string.Join("; ", Change.Statements.Select(Told)) + (Change.Acceptance is { } a ? $" accepts {a.Version}@{MinutesOf(a.AcceptedAt)}" : "");

        private static string Told(Statement statement) =>
            $"{statement}@{statement.Said?.ToString() ?? "now"}{(statement.From is { } from ? $" from {MinutesOf(from)}" : "")}{(statement.Until is { } until ? $" until {MinutesOf(until)}" : "")}"
            + $" {statement.Evidence.ActedBy} {statement.Evidence.Method}{(statement.Evidence.IsConfirmed ? " confirmed" : "")}{(statement.Evidence.AwaitsConfirmation ? " awaits" : "")}";
    }

    /// <summary>A line of a source's file is read.</summary>
    /// <param name="Minute">The clock.</param>
    /// <param name="Document">The line.</param>
    public sealed record Read(int Minute, ConsentDocument Document) : StoryStep(Minute)
    {
        /// <inheritdoc/>
        public override ContactId Contact => Document.Contact;

        /// <inheritdoc/>
        public override StoryStep About(Func<ContactId, ContactId> contact) => this with
        {
            Document = new(contact(Document.Contact), Document.Record.Source, Document.Record.AsOf, Document.Record.Flags, Document.Acceptance),
        };

        /// <inheritdoc/>
        public override string ToString() => $"{Minute,4} {Document.Contact.Value} {Document.Record.Source} as of {MinutesOf(Document.Record.AsOf)}: "
            + string.Join("; ", Document.Record.Flags.Nodes.SelectMany(node => Enum.GetValues<ConsentFlag>().Where(flag => Document.Record.Flags[node, flag] != FlagValue.Unset)
                .Select(flag => $"{node} {flag} {Document.Record.Flags[node, flag]}")));
    }

    /// <summary>Two contacts are linked as one person, or the link is undone.</summary>
    /// <param name="Minute">The clock.</param>
    /// <param name="Link">The link.</param>
    /// <param name="Actor">Who says so.</param>
    public sealed record Linked(int Minute, ContactLink Link, Actor Actor) : StoryStep(Minute)
    {
        /// <inheritdoc/>
        public override ContactId Contact => Link.One;

        /// <inheritdoc/>
        public override StoryStep About(Func<ContactId, ContactId> contact) => this with
        {
            Link = new(contact(Link.One), contact(Link.Other), Link.OccurredAt, Link.Id, Link.IsLinked) { Reason = Link.Reason },
        };

        /// <inheritdoc/>
        public override string ToString() =>
            $"{Minute,4} {Link.One.Value}-{Link.Other.Value} {Link.Id.Value} {(Link.IsLinked ? "linked" : "unlinked")}@{MinutesOf(Link.OccurredAt)} {string.Join('+', Actor.Roles)}{(Link.Reason is null ? "" : " with a reason")}";
    }

    private static double MinutesOf(Timestamp at) => at.Since(TimeGen.Origin).TotalMinutes;
}
