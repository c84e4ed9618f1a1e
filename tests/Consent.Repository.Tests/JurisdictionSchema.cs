using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Consent.Repository.Tests;

/// <summary>The schema of a jurisdiction's JSON (JSON Schema 2020-12), with the names that the code has.</summary>
internal static class JurisdictionSchema
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text() => new JsonObject
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = "A jurisdiction",
        ["description"] = "The law of a country as data, as Jurisdiction.FromJson reads it. What it does not know is an error.",
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = Names("name", "code"),
        ["properties"] = new JsonObject
        {
            ["format"] = new JsonObject { ["const"] = "1.0" },
            ["name"] = Text("Its English name, written into decisions and entries.", "^[A-Za-z0-9]{1,64}$"),
            ["code"] = Text("Its code; a request names it by either.", "^[A-Za-z0-9]{2,8}$"),
            ["version"] = Text("Its version."),
            ["minorAge"] = new JsonObject { ["type"] = Names("integer", "null"), ["minimum"] = 1, ["maximum"] = 25, ["description"] = "Below which age a guardian must consent; null: no age is set; left out: 16." },
            ["reviewLegacyConsent"] = Flag("Row 10. Left out: false."),
            ["objectionOutdatesConsent"] = Flag("Row 14. Left out: true."),
            ["refusalBlocksCustomerException"] = Flag("Row 16. Left out: true."),
            ["parts"] = new JsonObject { ["type"] = "array", ["items"] = Part() },
            ["citations"] = new JsonObject
            {
                ["type"] = "object",
                ["propertyNames"] = new JsonObject { ["enum"] = Names([.. Enum.GetValues<DecisionCode>().Select(DecisionTable.NameOf)]) },
                ["additionalProperties"] = new JsonObject
                {
                    ["type"] = "object",
                    ["additionalProperties"] = false,
                    ["properties"] = new JsonObject { ["source"] = Text("The article, judgment or decision."), ["mark"] = Mark() },
                },
            },
        },
    }.ToJsonString(s_options) + "\n";

    private static JsonObject Part() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = Names("part"),
        ["properties"] = new JsonObject
        {
            ["part"] = Of<LawPartKind>("What it says."),
            ["channels"] = Several<Channel>("The means of contact that it is about; left out: all."),
            ["operations"] = Several<Operation>("The operations that it is about; left out: toContact."),
            ["kinds"] = Several<SubscriberKind>("The kinds of subscriber that it is about; left out: all."),
            ["sectors"] = Texts("Only for these lines of business."),
            ["notSectors"] = Texts("Not for these lines of business."),
            ["from"] = Text("The instant from which it applies: 2026-08-10T22:00:00.000000Z."),
            ["until"] = Text("The instant from which it applies no more."),
            ["source"] = Text("Where it stands."),
            ["mark"] = Mark(),
            ["setting"] = Text("The name by which it is turned on and off.", "^[a-z0-9-]{1,64}$"),
            ["on"] = Flag("Whether the setting is on; only beside one. Left out: false."),
            ["rule"] = Of<ContactRule>("rule: what is asked for."),
            ["group"] = Text("rule: rules of one group are alternatives; groups must all permit."),
            ["conditions"] = Several<LawCondition>("rule: facts that must all be stated."),
            ["recentMonths"] = Number("rule: how long ago the sale of recentCustomer may be."),
            ["obligations"] = Several<Obligations>("rule, customerException, obligation: what a permitted use must carry or respect."),
            ["sales"] = Several<SaleKind>("customerException: the kinds of sale that count; left out: paid."),
            ["longestAgeMonths"] = Number("customerException: how old the sale may be."),
            ["name"] = Text("list: its name, as facts state it."),
            ["checkHoldsDays"] = new JsonObject
            {
                ["type"] = "object",
                ["description"] = "list: how many days a check holds, by means of contact; default: the others. Left out: for ever.",
                ["propertyNames"] = new JsonObject { ["enum"] = Names(["default", .. Enum.GetValues<Channel>().Where(c => c != Channel.None).Select(NameOf)]) },
                ["additionalProperties"] = new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = 36_500 },
            },
            ["graceDays"] = Number("list: days after enrolment that the address may still be used.", least: 0, most: 36_500),
            ["passes"] = Of<ListPassing>("list: which consents pass. Left out: never."),
            ["renewalCounts"] = Flag("list: a renewal counts as an enrolment."),
            ["directoryOnly"] = Several<Channel>("list: means where only addresses of a public directory are asked about."),
            ["blocksTransfers"] = Flag("list: who is enrolled is not handed to third parties either."),
            ["contractEndedDays"] = Number("list: consents given within a contract pass while it is in force, or ended at most so many days ago.", least: 0, most: 36_500),
            ["fromGroup"] = Text("objectionExtends, consentExtends: the group that something is said to."),
            ["toGroup"] = Text("objectionExtends, consentExtends: the group that it reaches."),
            ["needsAll"] = Flag("consentExtends: every purpose of the group must be consented to. Left out: true."),
            ["methods"] = Texts("doubleOptIn, proof: the methods of consent that it is about."),
            ["since"] = Text("doubleOptIn: for yeses said from this instant."),
            ["endsAfterSeconds"] = Number("doubleOptIn: how long a yes waits. Left out: 7 days.", most: int.MaxValue),
            ["months"] = Number("validity, proofKept: how many months of the calendar, UTC."),
            ["fromActivity"] = Flag("validity: counted from the last activity where that is later."),
            ["needs"] = Several<StatementProof>("proof: what the evidence must hold."),
            ["countedFrom"] = Of<ProofKeptFrom>("proofKept: from when."),
            ["afterNoMonths"] = Number("asking: months to wait after a no."),
            ["afterPutOffMonths"] = Number("asking: months to wait after being put off."),
            ["renewableMonths"] = Number("asking: in which last months a consent may be renewed."),
        },
    };

    private static JsonObject Text(string description, string? pattern = null)
    {
        var schema = new JsonObject { ["type"] = "string", ["description"] = description };
        if (pattern is not null)
        {
            schema["pattern"] = pattern;
        }

        return schema;
    }

    private static JsonObject Flag(string description) => new() { ["type"] = "boolean", ["description"] = description };

    private static JsonObject Number(string description, int least = 1, int most = 1_200) => new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most, ["description"] = description };

    private static JsonObject Texts(string description) => new() { ["type"] = "array", ["minItems"] = 1, ["items"] = new JsonObject { ["type"] = "string" }, ["description"] = description };

    private static JsonObject Of<T>(string description)
        where T : struct, Enum => new() { ["enum"] = Names([.. Enum.GetValues<T>().Select(NameOf)]), ["description"] = description };

    private static JsonObject Several<T>(string description)
        where T : struct, Enum
    {
        var names = Enum.GetValues<T>().Where(v => typeof(T) == typeof(SubscriberKind) || typeof(T) == typeof(SaleKind) || typeof(T) == typeof(LawCondition) || Convert.ToInt32(v, System.Globalization.CultureInfo.InvariantCulture) != 0);
        return new() { ["type"] = "array", ["minItems"] = 1, ["items"] = new JsonObject { ["enum"] = Names([.. names.Select(NameOf)]) }, ["description"] = description };
    }

    private static JsonObject Mark() => new() { ["enum"] = Names("V", "S", "C", "U", "R"), ["description"] = "How well the source was seen; left out: U." };

    private static JsonArray Names(params string[] names) => [.. names.Select(n => (JsonNode)n)];

    private static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
