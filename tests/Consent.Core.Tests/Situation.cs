using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Consent.Core.Tests;

/// <summary>One row of <c>Situations.json</c>. A property that nobody knows is an error.</summary>
internal sealed record Situation
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        Converters = { new DayOrInstant(), new FactsWithDays(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static IReadOnlyList<Situation> All { get; } = Read();

    public required int No { get; init; }

    public required string What { get; init; }

    public required string[] Under { get; init; }

    public string[]? On { get; init; }

    public string[]? Off { get; init; }

    public SituationSwitches? Switches { get; init; }

    public Sector[]? Sectors { get; init; }

    public SituationNotice[]? Notices { get; init; }

    public required SaidThen[] Said { get; init; }

    public required AskedThen Asks { get; init; }

    public required RequestFacts Facts { get; init; }

    public required DecisionOutcome Is { get; init; }

    public required string Code { get; init; }

    public string? List { get; init; }

    public string[]? Fails { get; init; }

    public string[]? Obliges { get; init; }

    public string? Cites { get; init; }

    public string? CitesNot { get; init; }

    /// <summary>Records what was said, and decides.</summary>
    /// <param name="without">A setting that is left as the preset has it.</param>
    public ConsentDecision Decide(string? without = null)
    {
        var laws = Under.Select(name => LawOf(Jurisdiction.Find(name)!, without)).ToList();
        if ((On ?? []).Concat(Off ?? []).FirstOrDefault(setting => !laws.Exists(law => law.Parts.Any(p => p.Setting == setting))) is { } unknown)
        {
            throw new InvalidOperationException($"{No}: no preset named has the setting {unknown}.");
        }

        var notices = (Notices ?? []).Select(n => new Notice(n.Version, n.On) { IsMaterial = n.Material, SaysAutomatedCoversTraditional = n.Extends });
        var rules = new ConsentRules(null, laws[0], new NoticeCatalog(notices), otherJurisdictions: laws.Skip(1), sectors: Sectors);
        var person = Said.Select((said, i) => (said, i)).Aggregate(
            PersonConsents.Of(ContactConsents.Empty(Given.Ada, rules.Taxonomy)), (before, one) => one.said.Record(before, rules, $"c{one.i:000}"));
        var request = Asks.Request.With(Facts);
        return person.Decide(laws.Count == 1 ? request : request.Under([.. laws.Select(l => l.Code)]), rules, default);
    }

    private Jurisdiction LawOf(Jurisdiction law, string? without)
    {
        foreach (var setting in law.Parts.Select(p => p.Setting).OfType<string>().Distinct().Where(s => s != without).ToList())
        {
            law = On?.Contains(setting) == true ? law.TurnOn(setting) : law;
            law = Off?.Contains(setting) == true ? law.TurnOff(setting) : law;
        }

        return Switches is null ? law : law.With(it => it
            .ReviewLegacyConsent(Switches.ReviewLegacyConsent ?? law.ReviewsLegacyConsent)
            .ObjectionOutdatesConsent(Switches.ObjectionOutdatesConsent ?? law.ObjectionOutdatesConsent)
            .RefusalBlocksCustomerException(Switches.RefusalBlocksCustomerException ?? law.RefusalBlocksCustomerException));
    }

    private static Situation[] Read()
    {
        using var json = typeof(Situation).Assembly.GetManifestResourceStream("Situations.json")!;
        return JsonSerializer.Deserialize<Situation[]>(json, s_options)!;
    }

    /// <summary>A day stands for its noon, UTC.</summary>
    private sealed class DayOrInstant : JsonConverter<Timestamp>
    {
        public override Timestamp Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.GetString()!;
            return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? new DateTimeOffset(day, new(12, 0), TimeSpan.Zero)
                : Timestamp.Parse(text, CultureInfo.InvariantCulture);
        }

        public override void Write(Utf8JsonWriter writer, Timestamp value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    /// <summary>Facts in their own form, in which days are made instants first.</summary>
    private sealed class FactsWithDays : JsonConverter<RequestFacts>
    {
        public override RequestFacts? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var facts = JsonNode.Parse(ref reader)!;
            AtNoon(facts);
            return facts.Deserialize<RequestFacts>();
        }

        public override void Write(Utf8JsonWriter writer, RequestFacts value, JsonSerializerOptions options) => throw new NotSupportedException();

        private static void AtNoon(JsonNode node)
        {
            foreach (var (name, value) in node is JsonObject all ? all.ToList() : [])
            {
                if (value is JsonValue text && name != "bornOn" && text.TryGetValue(out string? day) && DateOnly.TryParseExact(day, "yyyy-MM-dd", out _))
                {
                    node[name] = $"{day}T12:00:00Z";
                }
                else if (value is not null)
                {
                    AtNoon(value);
                }
            }

            foreach (var item in node is JsonArray items ? items.ToList() : [])
            {
                AtNoon(item!);
            }
        }
    }
}

internal sealed record SituationSwitches(bool? ReviewLegacyConsent = null, bool? ObjectionOutdatesConsent = null, bool? RefusalBlocksCustomerException = null);

internal sealed record SituationNotice(string Version, Timestamp On, bool Material = false, bool Extends = false);

/// <summary>What was asked.</summary>
internal sealed record AskedThen
{
    public required string To { get; init; }

    public string? For { get; init; }

    public string? Ground { get; init; }

    public required Timestamp AsOf { get; init; }

    public bool NoDirectMarketing { get; init; }

    public bool AimedAtMinors { get; init; }

    public ProcessingRequest Request
    {
        get
        {
            var purpose = For is null ? null : PurposePath.Parse(For);
            var request = To switch
            {
                "contact" => ProcessingRequest.ToContact(Given.Ada, purpose!),
                "profile" => ProcessingRequest.ToProfile(Given.Ada, purpose!),
                "transfer" => ProcessingRequest.ToTransfer(Given.Ada, purpose!),
                "store" => ProcessingRequest.ToStore(Given.Ada, purpose!),
                "claim" => ProcessingRequest.ForLegalClaim(Given.Ada, Ground!),
                "protect" => ProcessingRequest.ToProtectRights(Given.Ada, Ground!),
                "publicInterest" => ProcessingRequest.InPublicInterest(Given.Ada, Ground!),
                _ => throw new InvalidOperationException($"Nobody asks to {To}."),
            };
            request = NoDirectMarketing ? request.ServingNoDirectMarketing() : request;
            return (AimedAtMinors ? request.AimedAtMinors() : request).At(AsOf);
        }
    }
}
