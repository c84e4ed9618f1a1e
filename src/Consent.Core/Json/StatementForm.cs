using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Consent;

/// <summary>How a statement stands in JSON: what is said by the names of <see cref="ConsentChange"/>'s members, <c>give</c>, <c>withdraw</c>, <c>object</c>.</summary>
internal static class StatementForm
{
    private const string SayName = "say";
    private const string NodeName = "node";
    private const string EvidenceName = "evidence";

    private static readonly JsonMember<Statement, Saying> s_say = Member<Statement>.Required(
        SayName, CodeForm<Saying>.Form, SayingOf, "What is said. Protective: withdraw, restrict, object; nothing but the node is needed. Permissive: give, liftRestriction, retractObjection; the date is needed.");

    private static readonly JsonMember<Statement, PurposePath> s_node = Member<Statement>.Required(NodeName, ValueForms.Path, s => s.Node, "Of which purpose, group, or all.");
    private static readonly JsonMember<Statement, Occurrence> s_at = Member<Statement>.OptionalValue("at", ValueForms.Occurrence, s => s.Said, "When the person said it: an instant, or a day. Left out (protective only): now.");
    private static readonly JsonMember<Statement, Evidence> s_evidence = Member<Statement>.Optional(EvidenceName, EvidenceForm.Form, s => s.Evidence == Evidence.None ? null : s.Evidence, "What shows it.");
    private static readonly JsonMember<Statement, string> s_notice = Member<Statement>.Optional("notice", ValueForms.Text, s => s.NoticeVersion, "give: the version of the notice that it was under.");
    private static readonly JsonMember<Statement, Timestamp> s_from = Member<Statement>.OptionalValue("from", ValueForms.Instant, s => s.From, "give: from when it may be relied on.");
    private static readonly JsonMember<Statement, Timestamp> s_until = Member<Statement>.OptionalValue("until", ValueForms.Instant, s => s.Until, "give: until when. Protective: when it is over (a pause).");

    public static ObjectForm<Statement> Form { get; } = new(
        "statement", "One thing that the person said of one purpose or group.", [s_say, s_node, s_at, s_evidence, s_notice, s_from, s_until], TryMake)
    {
        Matters = member => Noes(member).Count > 0,
        Besides = """
            {"allOf":[
              {"if":{"properties":{"say":{"enum":["give","liftRestriction","retractObjection"]}},"required":["say"]},"then":{"required":["at"],"properties":{"at":{"type":"string"}}}},
              {"if":{"properties":{"say":{"enum":["withdraw","object","restrict","liftRestriction","retractObjection"]}},"required":["say"]},"then":{"properties":{"notice":{"type":"null"},"from":{"type":"null"}}}},
              {"if":{"properties":{"say":{"enum":["liftRestriction","retractObjection"]}},"required":["say"]},"then":{"properties":{"until":{"type":"null"}}}}]}
            """,
    };

    /// <summary>
    /// The noes that stand in a part, whatever is wrong with the rest of it: all that is needed is what is said, and of which node, whatever that is. One that says two things of two nodes says all of
    /// them; and lists, and members of names that are not known, may hold more.
    /// </summary>
    public static IReadOnlyList<Statement> Noes(JsonPart part)
    {
        var noes = new List<Statement>();
        AddNoes(part, noes);
        return noes;
    }

    private static void AddNoes(JsonPart part, List<Statement> noes)
    {
        if (part.Kind == JsonTokenType.StartObject)
        {
            noes.AddRange(NoesOf(part));
        }

        foreach (var (name, value) in part.Content)
        {
            if (value.Content.Count > 0 && (part.Kind == JsonTokenType.StartArray || !Form.Knows(name)))
            {
                AddNoes(value, noes);
            }
        }
    }

    private static IEnumerable<Statement> NoesOf(JsonPart part)
    {
        var (said, named) = (Texts(part, SayName), Texts(part, NodeName));
        var says = said.Select(Find).OfType<Saying>().Where(IsProtective).Distinct().ToList();
        if (says.Count == 0 || named.Count == 0)
        {
            return [];
        }

        var read = Form.Members(part, new());
        var evidence = part.Content.Where(m => string.Equals(m.Name, EvidenceName, StringComparison.Ordinal)).Select(m => EvidenceForm.Partly(m.Value)).FirstOrDefault() ?? Evidence.None;

        // A date that stands there twice is none, nor is one of a statement that says several things, which may be that of another: the no counts as said now, and does not end.
        var isOne = said.Count == 1 && named.Count == 1;
        var at = isOne && Count(part, s_at.Name) == 1 ? read.Maybe(s_at) : null;
        var until = isOne && Count(part, s_until.Name) == 1 ? read.Maybe(s_until) : null;
        return says.SelectMany(say => named.Distinct(StringComparer.Ordinal).Select(node => Of(say, node, at, evidence, until)));
    }

    private static Statement Of(Saying say, string node, Occurrence? at, Evidence evidence, Timestamp? until) =>
        PurposePath.TryParse(node, null, out var path)
            ? Statement.Protective(path, FlagOf(say), at, evidence, until)
            : Statement.Protective(node, FlagOf(say), at, evidence);

    private static bool TryMake(JsonMembers it, JsonReading reading, [MaybeNullWhen(false)] out Statement made)
    {
        var (say, node, at, evidence, until) = (it.Value(s_say), it.Of(s_node)!, it.Maybe(s_at), it.Of(s_evidence) ?? Evidence.None, it.Maybe(s_until));
        var (notice, from) = (it.Of(s_notice), it.Maybe(s_from));
        made = null;
        if (say != Saying.Give && notice is not null)
        {
            return reading.Flaw("only a give has it.", $".{s_notice.Name}");
        }

        if (say != Saying.Give && from is not null)
        {
            return reading.Flaw("only a give has it.", $".{s_from.Name}");
        }

        if (IsProtective(say))
        {
            made = Statement.Protective(node, FlagOf(say), at, evidence, until);
            return true;
        }

        if (at is not { } said)
        {
            return reading.Flaw("it is missing: what permits something has the date of the person's act.", $".{s_at.Name}");
        }

        if (until is not null && (say != Saying.Give || from >= until))
        {
            return reading.Flaw(say == Saying.Give ? "it comes before the consent begins." : "what lifts or retracts has no end.", $".{s_until.Name}");
        }

        made = Statement.Permissive(node, FlagOf(say), said, evidence, notice, from, until);
        return true;
    }

    /// <summary>What is written under a name, by itself or in a list; a thing that is no text is a blank one.</summary>
    private static List<string> Texts(JsonPart part, string name) =>
        [.. part.Content.Where(m => string.Equals(m.Name, name, StringComparison.OrdinalIgnoreCase)).SelectMany(m => Items(m.Value)).Select(item => item.Told ?? "")];

    private static IEnumerable<JsonPart> Items(JsonPart part) => part is { Kind: JsonTokenType.StartArray, Content.Count: > 0 } ? part.Content.SelectMany(item => Items(item.Value)) : [part];

    private static int Count(JsonPart part, string name) => part.Content.Count(m => string.Equals(m.Name, name, StringComparison.Ordinal));

    private static Saying? Find(string text)
    {
        foreach (var say in Enum.GetValues<Saying>())
        {
            if (string.Equals(PayloadCode<Saying>.Of(say), text.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return say;
            }
        }

        return null;
    }

    private static Saying SayingOf(Statement said) => (said.Flag, said.IsActive) switch
    {
        (ConsentFlag.Status, true) => Saying.Give,
        (ConsentFlag.Status, false) => Saying.Withdraw,
        (ConsentFlag.Restriction, true) => Saying.Restrict,
        (ConsentFlag.Restriction, false) => Saying.LiftRestriction,
        (_, true) => Saying.Object,
        (_, false) => Saying.RetractObjection,
    };

    private static ConsentFlag FlagOf(Saying say) => say switch
    {
        Saying.Give or Saying.Withdraw => ConsentFlag.Status,
        Saying.Restrict or Saying.LiftRestriction => ConsentFlag.Restriction,
        _ => ConsentFlag.Objection,
    };

    private static bool IsProtective(Saying say) => say is Saying.Withdraw or Saying.Restrict or Saying.Object;
}
