namespace Consent.Storage.PostgreSql;

/// <summary>Demands of a statement that it changed what it says: what a trigger returns nothing for, or a rule does instead, is no error of PostgreSQL's, and would be committed, and answered as done.</summary>
/// <remarks>The server demands it itself, since the commit goes with the statements: it divides by nothing. Rules on what is written in a WITH it refuses by itself.</remarks>
internal static class Taken
{
    /// <summary>A statement that fails unless it changes as many rows as this expression comes to.</summary>
    public static string All(string statement, string rows = "1") => $"WITH taken AS ({statement} RETURNING 1) SELECT 1 / (count(*) = {rows})::integer FROM taken";

    /// <summary>A question that fails where there is such a row.</summary>
    public static string None(string from) => $"SELECT 1 / (NOT EXISTS (SELECT FROM {from}))::integer";

    /// <summary>A question that fails unless there are so many rows.</summary>
    public static string Rows(string from, string rows) => $"SELECT 1 / (count(*) = {rows})::integer FROM {from}";
}
