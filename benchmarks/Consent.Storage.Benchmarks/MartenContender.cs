using System.Collections.Immutable;
using JasperFx;
using Marten;
using Npgsql;

namespace Consent.Storage.Benchmarks;

/// <summary>Marten: a state document and an audit document for each change, in one session.</summary>
internal sealed class MartenContender : IContender
{
    private readonly DocumentStore _store;

    private MartenContender(DocumentStore store) => _store = store;

    public string Name => "Marten";

    public static async Task<MartenContender> MakeAsync(string connectionString)
    {
        var store = DocumentStore.For(options =>
        {
            options.Connection(connectionString);
            options.DatabaseSchemaName = "marten";
            options.AutoCreateSchemaObjects = AutoCreate.All;
            options.Schema.For<StateDocument>().Identity(d => d.Contact);
            options.Schema.For<AuditDocument>().Index(d => d.Contact);
        });
        await store.Advanced.Clean.CompletelyRemoveAllAsync();
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        return new(store);
    }

    public async Task WriteAsync(ImmutableArray<Work> batch)
    {
        await using var session = _store.LightweightSession();
        session.Insert(batch.Select(w => new StateDocument { Contact = w.Contact, Version = 1, Email = true, Json = w.State }));
        session.Insert(batch.Select(w => new AuditDocument { Id = Guid.CreateVersion7(), Contact = w.Contact, At = DateTimeOffset.UtcNow, Json = w.Audit }));
        await session.SaveChangesAsync();
    }

    public async Task<string> DurabilityAsync()
    {
        await using var session = _store.QuerySession();
        await using var command = new NpgsqlCommand(PostgreSqlRace.Durability);
        await using var row = await session.ExecuteReaderAsync(command);
        return await row.ReadAsync() ? row.GetString(0) : "";
    }

    public async Task<bool> ReadAsync(string contact)
    {
        await using var session = _store.QuerySession();
        return await session.LoadAsync<StateDocument>(contact) is not null;
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}

/// <summary>A contact's state, as Marten keeps it.</summary>
public sealed class StateDocument
{
    /// <summary>Whose.</summary>
    public required string Contact { get; set; }

    /// <summary>How often it was written.</summary>
    public required long Version { get; set; }

    /// <summary>Whether the contact may be mailed.</summary>
    public required bool Email { get; set; }

    /// <summary>The whole state.</summary>
    public required string Json { get; set; }
}

/// <summary>An audit row, as Marten keeps it.</summary>
public sealed class AuditDocument
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; set; }

    /// <summary>Whose.</summary>
    public required string Contact { get; set; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; set; }

    /// <summary>What was said.</summary>
    public required string Json { get; set; }
}
