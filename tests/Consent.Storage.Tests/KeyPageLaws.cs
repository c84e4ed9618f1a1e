using System.Globalization;

namespace Consent.Storage.Tests;

/// <summary>Processes that erase, renew and make keys at the same time on the same pages, a step of one after a step of another as it is drawn; some end in the middle.</summary>
public sealed class KeyPageLaws : IDisposable
{
    private const int Runs = 60;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task What_two_erase_while_others_renew_and_make_keys_is_gone_for_good_and_nothing_else() => AttackAsync(ends: false);

    [Fact]
    public Task What_one_did_not_finish_who_ended_in_the_middle_the_next_one_finishes() => AttackAsync(ends: true);

    private async Task AttackAsync(bool ends)
    {
        var first = Environment.GetEnvironmentVariable("CONSENT_SEED")?.Split(',')[0] is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next(1 << 30);
        for (var seed = first; seed < first + Runs; seed++)
        {
            try
            {
                // Away from the test's own context, so that a step is all that happens between two turns.
                await Task.Run(() => new Run(_folder.File($"{seed}.key"), new Random(seed), ends).GoAsync(), Some.Stop);
            }
            catch (Exception trouble)
            {
                Assert.Fail($"CONSENT_SEED={seed}: {trouble}");
            }
        }
    }

    private sealed class EndedException() : Exception("This process has ended.");

    /// <summary>One process does a step and then another one.</summary>
    private sealed class Turns(Random random, bool ends)
    {
        private readonly List<TaskCompletionSource> _waiting = [];

        public bool IsOver { get; set; } = true;

        public Task NextAsync()
        {
            var turn = new TaskCompletionSource();
            if (IsOver)
            {
                return Task.CompletedTask;
            }

            _waiting.Add(turn);
            return turn.Task;
        }

        public void GiveAll()
        {
            while (_waiting.Count > 0)
            {
                var turn = _waiting[random.Next(_waiting.Count)];
                _waiting.Remove(turn);
                if (ends && random.Next(25) == 0)
                {
                    turn.SetException(new EndedException());
                }
                else
                {
                    turn.SetResult();
                }
            }
        }
    }

    private sealed class Run
    {
        private readonly string _path;
        private readonly Random _random;
        private readonly Turns _turns;
        private readonly MemoryKeyStore _store = new();
        private readonly Dictionary<Guid, byte[]> _living = [];
        private readonly HashSet<Guid> _erased = [];

        public Run(string path, Random random, bool ends)
        {
            (_path, _random, _turns) = (path, random, new(random, ends));
            _store.Turn = _turns.NextAsync;
        }

        public async Task GoAsync()
        {
            await using (var ring = Open())
            {
                await ring.OpenStoreKeyAsync(_ => new((Sha256Digest?)null), isEmpty: true, (value, _) => new(value), default);
                await TakeAsync(ring, 100);
            }

            _turns.IsOver = false;
            var all = _living.Keys.ToArray();
            List<Task<bool>> doing =
            [
                // Of the first page mostly, some of them the same.
                EraseAsync([.. _random.GetItems(all.AsSpan(0, 70), 8).Distinct()]),
                EraseAsync([.. _random.GetItems(all.AsSpan(0, 70), 8).Distinct()]),
                RenewAsync(),
                TakeAsync(Open(), 5),
            ];
            if (_random.Next(2) == 0)
            {
                doing.Add(RenewAsync());
            }

            _turns.GiveAll();
            _turns.IsOver = true;
            var done = await Task.WhenAll(doing);
            if (done.Contains(false))
            {
                await EraseAsync([.. _erased]);
                await RenewAsync();
            }

            await using var after = Open();
            await AreGoneAsync(_erased);
            var found = await after.FindAsync([.. _living.Keys], default);
            Assert.Equal(_living.Keys.Except(_erased).Order(), found.Keys.Order());
            Assert.All(found, key => Assert.Equal(_living[key.Key], key.Value));
            await after.RotateAsync(default);
            Assert.Single(await File.ReadAllLinesAsync(_path, default(CancellationToken)));
        }

        private ContactKeyRing Open() => new(_store, new TurnTaking(FileKeyEncryptionKey.Open(_path), _turns));

        private Task<bool> RenewAsync() => IsDoneAsync(async () => await Open().RotateAsync(default).ConfigureAwait(false));

        private Task<bool> TakeAsync(ContactKeyRing ring, int count) => IsDoneAsync(async () =>
        {
            await ring.ReserveAsync(count, default).ConfigureAwait(false);
            for (var n = 0; n < count; n++)
            {
                var key = ring.Take()!;
                _living.Add(key.Handle, key.Bytes.ToArray());
            }
        });

        private Task<bool> EraseAsync(Guid[] handles) => IsDoneAsync(async () =>
        {
            _erased.UnionWith(handles);
            await Open().RemoveAsync(handles, default).ConfigureAwait(false);
            await AreGoneAsync(handles).ConfigureAwait(false);
        });

        /// <summary>No page that can be opened has them, not even one that was replaced.</summary>
        private async Task AreGoneAsync(IEnumerable<Guid> handles)
        {
            var wrapping = FileKeyEncryptionKey.Open(_path);
            var gone = handles.ToLookup(KeyPages.NameOf);
            foreach (var page in _store.Pages.Values.Concat(_store.Old).Where(page => gone.Contains(page.Name)))
            {
                byte[] keys;
                try
                {
                    keys = (await wrapping.UnwrapAsync([page.Bytes], default).ConfigureAwait(false))[0];
                }
                catch (ConsentStoreException)
                {
                    // Under a key that is retired: nobody can.
                    Assert.DoesNotContain(page, _store.Pages.Values);
                    continue;
                }

                Assert.All(gone[page.Name], handle => Assert.Equal(-1, keys.AsSpan(KeyPages.RangeOf(handle)).IndexOfAnyExcept((byte)0)));
            }
        }

        private static async Task<bool> IsDoneAsync(Func<Task> act)
        {
            try
            {
                await act().ConfigureAwait(false);
                return true;
            }
            catch (EndedException)
            {
                return false;
            }
        }
    }

    /// <summary>A key-encryption key as one process has it, which others have too.</summary>
    private sealed class TurnTaking(FileKeyEncryptionKey inner, Turns turns) : IKeyEncryptionKey
    {
        public string Name => inner.Name;

        public async ValueTask<IReadOnlyList<byte[]>> WrapAsync(IReadOnlyList<ReadOnlyMemory<byte>> pages, CancellationToken cancellationToken)
        {
            await turns.NextAsync().ConfigureAwait(false);
            return await inner.WrapAsync(pages, cancellationToken).ConfigureAwait(false);
        }

        public async ValueTask<IReadOnlyList<byte[]>> UnwrapAsync(IReadOnlyList<ReadOnlyMemory<byte>> wrapped, CancellationToken cancellationToken)
        {
            await turns.NextAsync().ConfigureAwait(false);
            return await inner.UnwrapAsync(wrapped, cancellationToken).ConfigureAwait(false);
        }

        public async ValueTask RenewAsync(CancellationToken cancellationToken)
        {
            await turns.NextAsync().ConfigureAwait(false);
            await inner.RenewAsync(cancellationToken).ConfigureAwait(false);
            await turns.NextAsync().ConfigureAwait(false);
        }

        public async ValueTask RetireAsync(string current, CancellationToken cancellationToken)
        {
            await turns.NextAsync().ConfigureAwait(false);
            await inner.RetireAsync(current, cancellationToken).ConfigureAwait(false);
        }
    }
}
