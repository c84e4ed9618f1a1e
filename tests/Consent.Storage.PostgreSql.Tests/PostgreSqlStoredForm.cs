using Consent.Tracking.Tests.StoredForm;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Rows that earlier versions wrote, in a schema made by those versions' script.</summary>
public sealed class PostgreSqlStoredForm : StoredFormLaws
{
    private const string Script = "schema.sql";

    /// <summary>What the kept script calls its schema.</summary>
    private const string KeptName = "consent_kept";

    /// <summary>A change of the schema is a new version: a script, and a folder beside the one before.</summary>
    [Fact]
    public async Task The_schema_is_that_of_the_newest_version()
    {
        var newest = Path.Combine(AppContext.BaseDirectory, Versions.Select(v => v.Data).OrderBy(v => v.Length).ThenBy(v => v, StringComparer.Ordinal).Last());
        Assert.Equal((await File.ReadAllTextAsync(Path.Combine(newest, Script), Some.Stop)).ReplaceLineEndings("\n"), PostgreSqlSchema.Script(KeptName).ReplaceLineEndings("\n"));
    }

    protected override async Task<StoredFormPlace> EmptyAsync() => new Place(await Schema.CreateAsync());

    protected override async Task<StoredFormPlace> OfAsync(string folder)
    {
        var schema = await Schema.CreateAsync();
        var place = new Place(schema);
        await schema.Server.ExecuteAsync((await File.ReadAllTextAsync(Path.Combine(folder, Script), Some.Stop)).Replace(KeptName, schema.Name, StringComparison.Ordinal));
        await place.FillAsync(folder);
        return place;
    }

    private sealed class Place(Schema schema) : StoredFormPlace
    {
        private const string Keys = "keys";
        private const string Rows = "rows";

        private static readonly string[] s_tables = ["contact", "gone", "closed", "entry", "head", "key_check", "checkpoint", "note", "erasing", "doomed_key"];

        public override ValueTask DisposeAsync() => schema.DisposeAsync();

        /// <summary>Puts the rows in, as they were written.</summary>
        public async Task FillAsync(string folder)
        {
            CopyKeys(Path.Combine(folder, Keys), schema.KeyDirectory);
            await using var connection = await ConnectAsync();

            // The script made the head's first row, which the triggers keep.
            await PostgreSqlServer.ExecuteAsync(connection, $"SET session_replication_role = replica; TRUNCATE {schema.Name}.head");
            foreach (var file in Directory.GetFiles(Path.Combine(folder, Rows)))
            {
                var lines = (await File.ReadAllTextAsync(file, Some.Stop)).ReplaceLineEndings("\n");
                var columns = lines[..lines.IndexOf('\n', StringComparison.Ordinal)];
                await using var rows = await connection.BeginTextImportAsync($"COPY {TableOf(Path.GetFileNameWithoutExtension(file))} ({columns}) FROM STDIN", Some.Stop);
                await rows.WriteAsync(lines[(columns.Length + 1)..]);
            }
        }

        internal override void Use(ConsentBuilder builder) => builder.UsePostgreSqlStore(schema.Options.ConnectionString, schema.KeyDirectory, options => options.Schema = schema.Name);

        internal override IConsentStore Open() => schema.Open();

        internal override async Task KeepAsync(string folder)
        {
            CopyKeys(schema.KeyDirectory, Path.Combine(folder, Keys));
            await File.WriteAllTextAsync(Path.Combine(folder, Script), PostgreSqlSchema.Script(KeptName), Some.Stop);
            Directory.CreateDirectory(Path.Combine(folder, Rows));
            await using var connection = await ConnectAsync();
            foreach (var table in s_tables.Append("key_page"))
            {
                var columns = (string)(await PostgreSqlServer.ExecuteAsync(connection, $"SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = '{TableOf(table)}'::regclass AND attnum > 0 AND NOT attisdropped"))!;
                using var rows = await connection.BeginTextExportAsync($"COPY (SELECT {columns} FROM {TableOf(table)} ORDER BY 1) TO STDOUT", Some.Stop);
                var text = await rows.ReadToEndAsync(Some.Stop);
                if (text.Length > 0)
                {
                    await File.WriteAllTextAsync(Path.Combine(folder, Rows, $"{table}.txt"), $"{columns}\n{text}", Some.Stop);
                }
            }
        }

        private string TableOf(string table) => table == "key_page" ? $"{schema.Name}_keys.{table}" : $"{schema.Name}.{table}";

        private async Task<NpgsqlConnection> ConnectAsync()
        {
            var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(schema.Server.ConnectionString) { Pooling = false }.ConnectionString);
            await connection.OpenAsync(Some.Stop);
            return connection;
        }
    }
}
