using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Consent.Storage.Benchmarks;

/// <summary>EF Core: entities, and an interceptor that writes an audit row for whatever is saved; with pooled contexts, no search for changes and a compiled query, as its own page on performance says.</summary>
internal sealed class EfCore : IContender
{
    private static readonly Func<ConsentContext, string, Task<StateRow?>> s_find =
        EF.CompileAsyncQuery((ConsentContext context, string contact) => context.States.AsNoTracking().FirstOrDefault(s => s.Contact == contact));

    private readonly PooledDbContextFactory<ConsentContext> _contexts;
    private readonly string _durability;

    /// <param name="engine">Chooses the engine.</param>
    /// <param name="durability">Asks it what a commit waits for.</param>
    /// <param name="prepare">Prepares a new database, if it has to be.</param>
    public EfCore(Action<DbContextOptionsBuilder> engine, string durability, string? prepare = null)
    {
        var builder = new DbContextOptionsBuilder<ConsentContext>();
        engine(builder);
        _contexts = new(((DbContextOptionsBuilder<ConsentContext>)builder.AddInterceptors(new AuditInterceptor())).Options);
        _durability = durability;
        using var context = _contexts.CreateDbContext();
        if (prepare is not null)
        {
            context.Database.ExecuteSqlRaw(prepare);
        }

        context.GetService<IRelationalDatabaseCreator>().CreateTables();
    }

    public string Name => "EF Core";

    public async Task WriteAsync(ImmutableArray<Work> batch)
    {
        await using var context = await _contexts.CreateDbContextAsync();
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        context.AddRange(batch.Select(w => new StateRow { Contact = w.Contact, Version = 1, Email = true, Json = w.State, Audit = w.Audit }));
        await context.SaveChangesAsync();
    }

    public async Task<bool> ReadAsync(string contact)
    {
        await using var context = await _contexts.CreateDbContextAsync();
        return await s_find(context, contact) is not null;
    }

    public async Task<string> DurabilityAsync()
    {
        await using var context = await _contexts.CreateDbContextAsync();
        return await context.Database.SqlQueryRaw<string>(_durability).SingleAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal sealed class ConsentContext(DbContextOptions<ConsentContext> options) : DbContext(options)
    {
        public DbSet<StateRow> States => Set<StateRow>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<StateRow>(state =>
            {
                state.HasKey(s => s.Contact);
                state.Ignore(s => s.Audit);
            });
            modelBuilder.Entity<AuditRow>(audit => audit.HasIndex(a => a.Contact));
        }
    }

    internal sealed class StateRow
    {
        public required string Contact { get; init; }

        public required long Version { get; set; }

        public required bool Email { get; set; }

        public required string Json { get; set; }

        public string Audit { get; init; } = "";
    }

    internal sealed class AuditRow
    {
        public long Id { get; init; }

        public required string Contact { get; init; }

        public required long At { get; init; }

        public required string Json { get; init; }
    }

    private sealed class AuditInterceptor : SaveChangesInterceptor
    {
        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            var saved = eventData.Context!.ChangeTracker.Entries<StateRow>().Where(e => e.State is EntityState.Added or EntityState.Modified).Select(e => e.Entity).ToList();
            eventData.Context.AddRange(saved.Select(s => new AuditRow { Contact = s.Contact, At = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), Json = s.Audit }));
            return base.SavingChangesAsync(eventData, result, cancellationToken);
        }
    }
}
