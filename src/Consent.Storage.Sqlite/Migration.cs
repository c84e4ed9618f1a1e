using System.Globalization;
using System.Reflection;

namespace Consent.Storage.Sqlite;

/// <summary>Brings a file to the schema of this version, script by script. Forward only; a file of a newer version is refused.</summary>
internal static class Migration
{
    // "CNST": what kind of file this is, for whoever finds it, and so that no other program's file is taken for ours.
    private const long ApplicationId = 0x434E5354;

    /// <param name="connection">The file.</param>
    /// <param name="schema">Which: scripts are named <c>schema-1.sql</c>, <c>schema-2.sql</c>, …</param>
    /// <param name="version">How many scripts there are.</param>
    /// <exception cref="ConsentStoreException">Of a newer version, or another program's.</exception>
    public static void Run(Connection connection, string schema, int version)
    {
        var found = connection.Number("PRAGMA user_version");
        if (found == version)
        {
            CheckKind(connection);
            return;
        }

        connection["BEGIN IMMEDIATE"].Run();
        try
        {
            found = connection.Number("PRAGMA user_version");
            if (found > version)
            {
                throw new ConsentStoreException($"The SQLite database has schema {found}, and this version of the library knows up to {version}: use a newer one.");
            }

            if (found > 0 || connection.Number("SELECT count(*) FROM sqlite_master") > 0)
            {
                CheckKind(connection);
            }

            for (var next = found + 1; next <= version; next++)
            {
                connection.Run(Script($"{schema}-{next.ToString(CultureInfo.InvariantCulture)}.sql"));
            }

            connection.Run($"PRAGMA application_id={ApplicationId.ToString(CultureInfo.InvariantCulture)}");
            connection.Run($"PRAGMA user_version={version.ToString(CultureInfo.InvariantCulture)}");
            connection["COMMIT"].Run();
        }
        finally
        {
            connection.Rollback();
        }
    }

    private static void CheckKind(Connection connection)
    {
        if (connection.Number("PRAGMA application_id") != ApplicationId)
        {
            throw new ConsentStoreException("The SQLite file is another program's: it was not made by this library.");
        }
    }

    private static string Script(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The script {name} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
