using System.Collections.Immutable;

namespace Consent;

/// <content>What can be said in it.</content>
public sealed partial class ConsentChange
{
    /// <summary>Records that the contact read and accepted a notice.</summary>
    /// <inheritdoc cref="NoticeAcceptance(string, Timestamp, string?, Sha256Digest?)" path="/param"/>
    /// <remarks>A blank version is none: the acceptance is left out, and told.</remarks>
    public ConsentChange AcceptNotice(string version, Timestamp acceptedAt, string? language = null, Sha256Digest? textSha256 = null) =>
        string.IsNullOrWhiteSpace(version)
            ? new(this) { IsAcceptanceLeftOut = true }
            : AcceptNotice(new NoticeAcceptance(version, acceptedAt, language, textSha256));

    /// <summary>Records that the contact read and accepted a notice. A change has one at most: the last one said.</summary>
    public ConsentChange AcceptNotice(NoticeAcceptance acceptance)
    {
        ArgumentNullException.ThrowIfNull(acceptance);
        return new(this) { Acceptance = acceptance, IsAcceptanceLeftOut = false };
    }

    /// <summary>The person consents to a purpose (art. 7).</summary>
    /// <param name="purpose">To what.</param>
    /// <param name="occurredAt">When they did: an instant, or a day.</param>
    /// <param name="evidence">What shows it.</param>
    /// <param name="noticeVersion">The notice it was under, 1 to 128 characters; <see langword="null"/>: the one accepted in this change, else the one accepted at the time.</param>
    /// <param name="from">From when it may be relied on; <see langword="null"/>: at once.</param>
    /// <param name="until">Until when; <see langword="null"/>: it has no end of its own.</param>
    /// <exception cref="ArgumentException">It would be over before it begins.</exception>
    public ConsentChange Give(
        PurposePath purpose, Occurrence occurredAt, Evidence evidence, string? noticeVersion = null, Timestamp? from = null, Timestamp? until = null) =>
        Say(Statement.Permissive(purpose, ConsentFlag.Status, occurredAt, evidence, noticeVersion, from, until));

    /// <summary>The person comes back: gives consent, retracts an objection to the purpose, and lifts a restriction of it. For a form by which somebody subscribes again.</summary>
    /// <remarks>A plain <see cref="Give"/> never retracts an objection: the form must say that it does.</remarks>
    /// <inheritdoc cref="Give" path="/param"/>
    public ConsentChange GiveAnew(PurposePath purpose, Occurrence occurredAt, Evidence evidence, string? noticeVersion = null) =>
        Give(purpose, occurredAt, evidence, noticeVersion).RetractObjection(purpose, occurredAt, evidence).LiftRestriction(purpose, occurredAt, evidence);

    /// <summary>The person withdraws or refuses consent, to a purpose or a whole group (art. 7(3)). Nothing but the node is needed.</summary>
    /// <param name="node">Of what.</param>
    /// <param name="occurredAt">When: an instant, or a day; <see langword="null"/>: now.</param>
    /// <param name="evidence">What shows it; none is needed.</param>
    public ConsentChange Withdraw(PurposePath node, Occurrence? occurredAt = null, Evidence? evidence = null) =>
        Say(Statement.Protective(node, ConsentFlag.Status, occurredAt, evidence));

    /// <inheritdoc cref="Withdraw(PurposePath, Occurrence?, Evidence?)" path="/summary"/>
    /// <param name="node">Of what, as somebody wrote it; a text that is no path is recorded too, and told.</param>
    /// <param name="occurredAt">When: an instant, or a day; <see langword="null"/>: now.</param>
    /// <param name="evidence">What shows it; none is needed.</param>
    public ConsentChange Withdraw(string node, Occurrence? occurredAt = null, Evidence? evidence = null) =>
        Say(Statement.Protective(node, ConsentFlag.Status, occurredAt, evidence));

    /// <summary>The person objects (art. 21). Nothing but the node is needed.</summary>
    /// <inheritdoc cref="Withdraw(PurposePath, Occurrence?, Evidence?)" path="/param"/>
    public ConsentChange Object(PurposePath node, Occurrence? occurredAt = null, Evidence? evidence = null) =>
        Say(Statement.Protective(node, ConsentFlag.Objection, occurredAt, evidence));

    /// <inheritdoc cref="Object(PurposePath, Occurrence?, Evidence?)" path="/summary"/>
    /// <param name="node">Of what, as somebody wrote it; a text that is no path is recorded too, and told.</param>
    /// <param name="occurredAt">When: an instant, or a day; <see langword="null"/>: now.</param>
    /// <param name="evidence">What shows it; none is needed.</param>
    public ConsentChange Object(string node, Occurrence? occurredAt = null, Evidence? evidence = null) =>
        Say(Statement.Protective(node, ConsentFlag.Objection, occurredAt, evidence));

    /// <summary>The person objects for a while: a pause, over at a date that they named.</summary>
    /// <param name="node">Of what.</param>
    /// <param name="until">When it is over.</param>
    /// <param name="evidence">What shows who asked for it, and how: without that the objection lasts.</param>
    /// <param name="occurredAt">When they said it; <see langword="null"/>: now.</param>
    public ConsentChange Pause(PurposePath node, Timestamp until, Evidence evidence, Occurrence? occurredAt = null) =>
        Say(Statement.Protective(node, ConsentFlag.Objection, occurredAt, evidence, until));

    /// <summary>The person takes an objection, or a pause, back.</summary>
    /// <param name="node">Of what.</param>
    /// <param name="occurredAt">When they did: an instant, or a day.</param>
    /// <param name="evidence">What shows it.</param>
    public ConsentChange RetractObjection(PurposePath node, Occurrence occurredAt, Evidence evidence) =>
        Say(Statement.Permissive(node, ConsentFlag.Objection, occurredAt, evidence));

    /// <summary>The person asks for processing to be restricted (art. 18). Nothing but the node is needed.</summary>
    /// <inheritdoc cref="Withdraw(PurposePath, Occurrence?, Evidence?)" path="/param"/>
    public ConsentChange Restrict(PurposePath node, Occurrence? occurredAt = null, Evidence? evidence = null) =>
        Say(Statement.Protective(node, ConsentFlag.Restriction, occurredAt, evidence));

    /// <inheritdoc cref="Restrict(PurposePath, Occurrence?, Evidence?)" path="/summary"/>
    /// <param name="node">Of what, as somebody wrote it; a text that is no path is recorded too, and told.</param>
    /// <param name="occurredAt">When: an instant, or a day; <see langword="null"/>: now.</param>
    /// <param name="evidence">What shows it; none is needed.</param>
    public ConsentChange Restrict(string node, Occurrence? occurredAt = null, Evidence? evidence = null) =>
        Say(Statement.Protective(node, ConsentFlag.Restriction, occurredAt, evidence));

    /// <summary>A restriction is lifted: by the person, or by the controller on a ground after telling them (art. 18(3)).</summary>
    /// <param name="node">Of what.</param>
    /// <param name="occurredAt">When: an instant, or a day.</param>
    /// <param name="evidence">What shows it, such as <see cref="Evidence.LiftedByController"/>.</param>
    public ConsentChange LiftRestriction(PurposePath node, Occurrence occurredAt, Evidence evidence) =>
        Say(Statement.Permissive(node, ConsentFlag.Restriction, occurredAt, evidence));

    /// <summary>The person was asked for a purpose and put the answer off. No statement: it tells when they may be asked again.</summary>
    /// <param name="purpose">For what.</param>
    /// <param name="at">When.</param>
    /// <param name="evidence">What shows it; none is needed.</param>
    public ConsentChange Asked(PurposePath purpose, Timestamp at, Evidence? evidence = null)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return new(this) { Askings = Askings.Add(new(purpose, at, evidence ?? Evidence.None)) };
    }

    /// <summary>Adds a statement.</summary>
    public ConsentChange Say(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return new(this) { Statements = Statements.Add(statement) };
    }

    /// <summary>Adds statements, in their order.</summary>
    public ConsentChange Say(IEnumerable<Statement> statements)
    {
        ArgumentNullException.ThrowIfNull(statements);
        return statements.Aggregate(Statements.ToBuilder(), Added) is var all ? new(this) { Statements = all.ToImmutable() } : this;

        static ImmutableArray<Statement>.Builder Added(ImmutableArray<Statement>.Builder all, Statement statement)
        {
            ArgumentNullException.ThrowIfNull(statement);
            all.Add(statement);
            return all;
        }
    }
}
