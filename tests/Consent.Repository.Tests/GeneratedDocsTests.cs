using Consent.Testing;
using System.Text;

namespace Consent.Repository.Tests;

/// <summary>The tables in docs/ are made from the code and kept equal to it. <c>CONSENT_UPDATE_DOCS=1</c> writes them anew.</summary>
public class GeneratedDocsTests
{
    public static TheoryData<string> Pages => new("docs/rules.md", "docs/changes.md", "docs/jurisdictions.md", "docs/schemas/jurisdiction.schema.json");

    /// <summary>The documents that have a schema of their own.</summary>
    public static TheoryData<string, Type> Schemas => new()
    {
        { "change", typeof(ConsentChange) }, { "decision", typeof(ConsentDecision) }, { "entry", typeof(AuditEntry) }, { "preferences", typeof(ConsentPreferences) }, { "record", typeof(ContactConsents) },
        { "request", typeof(ProcessingRequest) }, { "result", typeof(ChangeResult) }, { "subject-request", typeof(SubjectRequest) }, { "trace", typeof(DecisionTrace) },
    };

    public static TheoryData<string> Languages => new(ConsentWords.Default.Languages);

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_says_what_the_code_does(string page)
    {
        var expected = page switch
        {
            "docs/rules.md" => RulesPage(),
            "docs/jurisdictions.md" => JurisdictionsPage.Text(),
            "docs/schemas/jurisdiction.schema.json" => JurisdictionSchema.Text(),
            _ => ChangesPage(),
        };
        AssertWritten(page, expected);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_page_of_words_says_what_the_resources_do(string language) => AssertWritten($"docs/words/{language}.md", WordsPage.Text(language));

    [Theory]
    [MemberData(nameof(Schemas))]
    public void A_schema_says_what_is_written_and_read(string name, Type type) => AssertWritten($"docs/schemas/{name}.schema.json", JsonSchemas.Of(type) + "\n");

    private static void AssertWritten(string page, string expected)
    {
        var path = Checkout.PathOf(page);
        if (Environment.GetEnvironmentVariable("CONSENT_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.Equal(expected, File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "");
    }

    private static string RulesPage()
    {
        var page = new StringBuilder("""
            # The rule table

            Generated from `DecisionTable` and `AccessPolicy`; a test keeps it equal to the code and another one reaches every code of every row.
            This is software, not legal advice.

            The state that the rows look at is described in [the fold](fold.md); where the text of a row leaves room, [the readings](readings.md) say how it is read;
            what is told of a change is in [changes](changes.md).

            The rows are asked from the top. **Deny**, **Review** and **NoBasis** stop; **Fail** rules one basis out, keeps its code and goes on; the first **Permit**
            wins. A fact left out never moves a decision towards Permit.

            | column | meaning |
            |---|---|
            | # | The row's number: the order in which rows are asked, and the name under which [the readings](readings.md) speak of it |
            | condition | When the row speaks. D is the purpose's consent as groups and covering nodes leave it; a node is *clear* when no restriction or objection is in force on it or a covering node |
            | outcome, code | What it says then, and the stable code that a decision carries; a slash parts alternatives in the order of the condition's |
            | source | The article that it rests on in the law of the Union. A decision cites the source of its own jurisdiction ([jurisdictions](jurisdictions.md)) |
            | mark | How well that source was seen, below |

            Marks: **V** the official text was seen; **S** a secondary source; **C** only corroborated; **U** unverified; **R** a reading on the side of the person; **–** how
            the model works. Which channels, lists, exceptions and dates the rows speak of, is data: [jurisdictions](jurisdictions.md). Where a request names several, each is asked by
            itself and the strictest answer counts (Deny, Review, NoBasis, Permit), of equals the first named.


            """.ReplaceLineEndings("\n"));
        page.Append("| # | condition | outcome, code | source | mark |\n|---|---|---|---|---|\n");
        foreach (var rule in DecisionTable.Rules)
        {
            var outcomes = string.Join(" / ", rule.Outcomes.Select(o => $"{o.Word} `{DecisionTable.NameOf(o.Code)}`"));
            page.Append($"| {rule.Number} | {rule.Condition} | {outcomes} | {rule.Article} | {Mark(rule.Mark)} |\n");
        }

        page.Append("\n## Who may do what\nThe default table; a host replaces single cells with `AccessPolicy.Default.With(…)`.\n\n| permission |");
        foreach (var role in Enum.GetValues<ActorRole>())
        {
            page.Append($" {role} |");
        }

        page.Append($" meaning |\n|---|{string.Concat(Enum.GetValues<ActorRole>().Select(_ => "---|"))}---|\n");
        foreach (var permission in Enum.GetValues<Permission>())
        {
            var cells = Enum.GetValues<ActorRole>().Select(role => AccessPolicy.Default[permission, role]);
            page.Append($"| {permission} | {string.Join(" | ", cells)} | {WrittenDocs.SummaryOf(permission)} |\n");
        }

        page.Append("\n| cell | meaning |\n|---|---|\n");
        foreach (var grant in Enum.GetValues<Grant>())
        {
            page.Append($"| {grant} | {WrittenDocs.SummaryOf(grant)} |\n");
        }

        page.Append("\n| role | who |\n|---|---|\n");
        foreach (var role in Enum.GetValues<ActorRole>())
        {
            page.Append($"| {role} | {WrittenDocs.SummaryOf(role)} |\n");
        }

        return page.ToString();
    }

    private static string ChangesPage()
    {
        var page = new StringBuilder("# Changes: codes and transitions\n\nGenerated from `ChangeTable` and by folding; a test keeps it equal to the code.\n\n| code | when | what happens |\n|---|---|---|\n");
        foreach (var rule in ChangeTable.Rules)
        {
            page.Append($"| `{ChangeTable.NameOf(rule.Code)}` | {rule.When} | {rule.Consequence} |\n");
        }

        page.Append("\n## Transitions of one flag\nRows: what is on record. Columns: what is said next, and when it was said: before, at the same instant as, or after what is on record.\n"
            + "Cells: the value after, and the code told. Protective: refuse or withdraw, restrict, object. Permissive: give, lift, retract.\n\n| flag | on record |");
        foreach (var (name, _, _) in Said())
        {
            page.Append($" {name} |");
        }

        page.Append($"\n|---|---|{string.Concat(Enumerable.Repeat("---|", Said().Count))}\n");
        foreach (var flag in Enum.GetValues<ConsentFlag>())
        {
            foreach (var recorded in new[] { "nothing", "permissive, asserted", "permissive, attested", "protective" })
            {
                page.Append($"| {flag} | {recorded} |");
                foreach (var (_, kind, minute) in Said())
                {
                    page.Append($" {Transition(flag, recorded, kind, minute)} |");
                }

                page.Append('\n');
            }
        }

        return page.ToString();
    }

    private static List<(string Name, string Kind, int Minute)> Said() =>
    [
        .. from kind in new[] { "permissive, asserted", "permissive, attested", "protective" }
           from when in new[] { ("before", 4), ("same instant", 5), ("after", 6) }
           select ($"{kind}, {when.Item1}", kind, when.Item2),
    ];

    private static string Transition(ConsentFlag flag, string recorded, string said, int minute)
    {
        var contact = ContactConsents.Empty(ContactId.From("a"), ContactlabTaxonomy.Instance);
        if (recorded != "nothing")
        {
            contact = Apply(contact, flag, recorded, 5, "c1").After.Contacts[0];
        }

        var applied = Apply(contact, flag, said, minute, "c2");
        var outcome = applied.Result.Statements[0];
        return $"{outcome.Current}{(outcome.Notes.IsEmpty ? "" : $" `{ChangeTable.NameOf(outcome.Notes[0].Code)}`")}";
    }

    private static AppliedChange Apply(ContactConsents contact, ConsentFlag flag, string kind, int minute, string id)
    {
        var node = Purposes.Marketing.Automatic.Email;
        var at = TimeGen.Minute(minute);
        var (source, port) = kind == "permissive, attested" ? (ChangeSource.Api, ChangePort.OneContact) : (ChangeSource.Import, ChangePort.Bulk);
        var statement = kind switch
        {
            "protective" => Statement.Protective(node, flag, at),
            "permissive, attested" => Statement.Permissive(node, flag, at, Evidence.WebForm("form")),
            _ => Statement.Permissive(node, flag, at, Evidence.Asserted("file")),
        };
        return contact.Apply(
            ConsentChange.For(contact.Id).WithId(ChangeId.From(id)).From(source).Say(statement), new ConsentRules(),
            new(TimeGen.Minute(60), Actor.ApiClient("x"), port, Guid.Empty));
    }

    internal static string Mark(RuleMark mark) => mark switch
    {
        RuleMark.Verified => "V",
        RuleMark.Secondary => "S",
        RuleMark.Corroborated => "C",
        RuleMark.Unverified => "U",
        RuleMark.Reading => "R",
        _ => "–",
    };
}
