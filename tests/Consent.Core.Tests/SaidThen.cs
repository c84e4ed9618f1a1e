using Consent.Testing;

namespace Consent.Core.Tests;

/// <summary>What was said on a day, by one verb.</summary>
internal sealed record SaidThen
{
    private static readonly Actor s_ada = Actor.ForSelf(Given.Ada);

    public string? Give { get; init; }

    public string? Withdraw { get; init; }

    public string? Object { get; init; }

    public string? Retract { get; init; }

    public string? Restrict { get; init; }

    public string? Lift { get; init; }

    public ClosedKind? Erase { get; init; }

    public required Timestamp On { get; init; }

    public string By { get; init; } = "person";

    public string Method { get; init; } = "signed paper";

    public bool Confirmed { get; init; }

    public string? Notice { get; init; } = "v1";

    public bool Reference { get; init; } = true;

    public bool TextDigest { get; init; }

    public Timestamp? From { get; init; }

    public Timestamp? Until { get; init; }

    /// <summary>The person after this was recorded, on its date; an erasure leaves nothing but the closed id.</summary>
    public PersonConsents Record(PersonConsents before, ConsentRules rules, string changeId)
    {
        if (Erase is { } kind)
        {
            return PersonConsents.Of(Closings.Of(Given.Ada, On, kind));
        }

        var isFile = By == "file";
        var change = ConsentChange.For(Given.Ada).WithId(ChangeId.From(changeId)).From(isFile ? ChangeSource.Import : ChangeSource.SelfService).Say(Statement);
        var applied = before.Apply(change, rules, ApplyGen.At(On, isFile ? ChangePort.Bulk : ChangePort.OneContact, isFile ? ApplyGen.Api : s_ada));
        Assert.Equal(ChangeOutcome.Recorded, applied.Result.Outcome);
        Assert.DoesNotContain(applied.Result.Statements, s => s.Result == StatementResult.Refused);
        return applied.After;
    }

    private Statement Statement =>
        Give is not null ? Consent.Statement.Permissive(PurposePath.Parse(Give), ConsentFlag.Status, On, Evidence, Notice, From, Until)
        : Retract is not null ? Consent.Statement.Permissive(PurposePath.Parse(Retract), ConsentFlag.Objection, On, Evidence)
        : Lift is not null ? Consent.Statement.Permissive(PurposePath.Parse(Lift), ConsentFlag.Restriction, On, Evidence)
        : Withdraw is not null ? Consent.Statement.Protective(PurposePath.Parse(Withdraw), ConsentFlag.Status, On, Evidence)
        : Restrict is not null ? Consent.Statement.Protective(PurposePath.Parse(Restrict), ConsentFlag.Restriction, On, Evidence)
        : Consent.Statement.Protective(PurposePath.Parse(Object!), ConsentFlag.Objection, On, Evidence, Until);

    private Evidence Evidence => new()
    {
        ActedBy = By switch { "person" or "file" => ActingParty.Person, "guardian" => ActingParty.Guardian, _ => throw new InvalidOperationException($"Nobody acts as {By}.") },
        Method = Method,
        Reference = Reference ? "archive 7" : null,
        TextSha256 = TextDigest ? Sha256Digest.OfText("the text") : null,
        Source = By == "file" ? "file 1" : null,
        IsConfirmed = Confirmed,
    };
}
