using System.Collections.Immutable;
using Consent.Testing;

namespace Consent.Repository.Tests;

/// <summary>Short ways to write a vector: who says what, minutes after 2026-01-01T00:00Z.</summary>
internal static class Said
{
    public const string Email = "marketing.automatic.email";
    public const string Sms = "marketing.automatic.sms";
    public const string Phone = "marketing.traditional.phone";

    public static Timestamp At(int minutes) => TimeGen.Minute(minutes);

    public static VectorStatement Give(string node, int at) => new(node, ConsentFlag.Status, FlagValue.Active, At(at));

    public static VectorStatement Withdraw(string node, int at) => new(node, ConsentFlag.Status, FlagValue.Inactive, At(at));

    public static VectorStatement Object(string node, int at) => new(node, ConsentFlag.Objection, FlagValue.Active, At(at));

    public static VectorStatement Retract(string node, int at) => new(node, ConsentFlag.Objection, FlagValue.Inactive, At(at));

    public static VectorStatement Restrict(string node, int at) => new(node, ConsentFlag.Restriction, FlagValue.Active, At(at));

    public static VectorStatement Lift(string node, int at) => new(node, ConsentFlag.Restriction, FlagValue.Inactive, At(at));

    public static VectorStatement Asserted(VectorStatement statement) => statement with { Weight = StatementWeight.Asserted };

    public static VectorStatement Pending(VectorStatement statement, int ends) => statement with { Weight = StatementWeight.Pending, Ends = At(ends) };

    public static VectorStatement From(int at, VectorStatement statement) => statement with { From = At(at) };

    public static VectorStatement Until(int at, VectorStatement statement) => statement with { Until = At(at) };

    public static VectorStatement Incomplete(VectorStatement statement) => statement with { IsComplete = false };

    public static VectorStatement Under(string notice, VectorStatement statement) => statement with { Notice = notice };

    public static VectorChange Change(string id, params ImmutableArray<VectorStatement> statements) => new("ada", id, statements);

    public static VectorChange Asked(string id, string node, int at) => new("ada", id, []) { Asked = [new(node, At(at))] };

    public static VectorChange Of(string contact, VectorChange change) => change with { Contact = contact };

    public static VectorChange Accept(string version, int at, VectorChange change) => change with { Acceptance = Notice(version, at) };

    public static VectorAcceptance Notice(string version, int at) => new(version, At(at));

    public static VectorLink Link(string one, string other, int at) => new(one, other, At(at), true);

    public static VectorLink Unlink(string one, string other, int at) => new(one, other, At(at), false);

    public static VectorRequest MayContact(string purpose, string law = "EuropeanUnion", string contact = "ada") => new(Operation.ToContact, contact, purpose, null, law, At(100));
}
