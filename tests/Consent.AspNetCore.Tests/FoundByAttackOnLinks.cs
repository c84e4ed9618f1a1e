using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Consent.Storage;
using Consent.Storage.InMemory;
using Consent.Testing;
using Consent.Tracking;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using static Consent.AspNetCore.Tests.LinkedHost;

namespace Consent.AspNetCore.Tests;

/// <summary>What an attack on links found, kept as what holds.</summary>
public class FoundByAttackOnLinks
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_hangs_up_early_has_clicked_all_the_same(bool hangsUp)
    {
        var faults = new FaultInjectingStore(new InMemoryConsentStore());
        await using var host = await LinkedHost.StartAsync(faults);
        var path = await host.PathAsync(Ada, Email);
        using var gone = new CancellationTokenSource();
        await host.Server.SendAsync(context =>
        {
            if (hangsUp)
            {
                gone.Cancel();
            }

            context.Request.Method = "POST";
            context.Request.Path = "/unsubscribe";
            context.Request.QueryString = new(path["/unsubscribe".Length..]);
            context.RequestAborted = gone.Token;
        }, Stop).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Equal(DecisionCode.Objected, (await host.MayAsync(Ada)).Code);
    }

    [Fact]
    public async Task No_token_stands_in_the_scope_of_a_log_line()
    {
        var scopes = new Scopes();
        var faults = new FaultInjectingStore(new InMemoryConsentStore());
        await using var host = await LinkedHost.StartAsync(faults, services: s => s.AddSingleton<ILoggerProvider>(scopes));
        var path = await host.PathAsync(Ada, Email);
        faults.FailBeforeCommit(1 + faults.Commits);
        await host.ClickAsync(path);
        Assert.DoesNotContain(scopes.Seen, line => line.Contains(path.Split('=')[^1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_of_what_cannot_click_is_not_made_or_is_answered()
    {
        await using var host = await LinkedHost.StartAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => host.PathAsync(HashedPoint.NameOf(Sha256Digest.Parse(new string('0', 64))), Email));
    }

    [Theory]
    [InlineData("https://b\u00fccher.example")]
    [InlineData("https://shop.example/\r\nBcc: x")]
    [InlineData("https://@shop.example/")]
    [InlineData("https://shop.example/%0d%0aX")]
    public async Task An_odd_origin_makes_a_good_header_or_an_error(string origin)
    {
        await HeaderIsGood(o => o.Origin = origin);
    }

    [Theory]
    [InlineData("/a/../b")]
    [InlineData("/./a")]
    [InlineData("/..")]
    public async Task An_odd_path_makes_a_link_that_works_or_an_error(string path)
    {
        await HeaderIsGood(o => (o.Origin, o.Path) = ("https://shop.example", path));
    }

    [Theory]
    [InlineData(" unsubscribe@shop.example ")]
    [InlineData("unsubscribe@shop.example\r\n")]
    [InlineData("\u200bunsubscribe@shop.example")]
    public async Task An_odd_address_makes_a_good_header_or_an_error(string address)
    {
        await HeaderIsGood(o => (o.Origin, o.MailTo) = ("https://shop.example", address));
    }

    [Fact]
    public async Task A_lost_answer_is_not_told_as_nothing_recorded()
    {
        var faults = new FaultInjectingStore(new InMemoryConsentStore());
        await using var host = await LinkedHost.StartAsync(faults);
        var path = await host.PathAsync(Ada, Email);
        faults.FailAfterCommit(faults.Commits + 1);
        for (var i = 2; i < 50; i++)
        {
            faults.FailBeforeCommit(faults.Commits + i);
        }

        using var answer = await host.ClickAsync(path);
        var page = await answer.Content.ReadAsStringAsync(Stop);
        Assert.False((await host.MayAsync(Ada)).Code == DecisionCode.Objected && page.Contains("nothing was recorded", StringComparison.Ordinal), answer.StatusCode.ToString());
    }

    [Fact]
    public async Task The_header_of_the_longest_link_fits_a_line_of_a_mail()
    {
        await using var host = await LinkedHost.StartAsync();
        var paths = Enumerable.Range(0, 16).Select(i => PurposePath.Parse($"marketing.newsletters-of-the-shop.weekly-offers-by-mail-{i}"));
        await Assert.ThrowsAsync<ArgumentException>(async () => await host.Links.ForUnsubscribeAsync(ContactId.From(Guid.Empty.ToString()), paths, Stop));
        var headers = await host.Links.ForUnsubscribeAsync(ContactId.From(Guid.Empty.ToString()), paths.Take(9), Stop);
        Assert.True(headers.ListUnsubscribe.Length < 998 - "List-Unsubscribe: ".Length, $"{headers.ListUnsubscribe.Length}");
    }

    [Fact]
    public async Task A_link_below_a_group_leads_there_or_is_an_error()
    {
        LinkedHost host;
        try
        {
            host = await LinkedHost.StartAsync(map: app => app.MapGroup("/mail").MapConsentLinks());
        }
        catch (InvalidOperationException)
        {
            return;
        }

        Assert.Equal(HttpStatusCode.OK, (await host.ClickAsync(await host.PathAsync(Ada, Email))).StatusCode);
        await host.DisposeAsync();
    }

    [Fact]
    public void A_link_of_nothing_has_a_text()
    {
        Assert.NotNull(new UnsubscribeLink(Ada, default).ToString());
    }

    [Fact]
    public async Task A_link_of_nothing_is_refused_with_a_clear_error()
    {
        await using var host = await LinkedHost.StartAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await host.Unsubscribes.FollowAsync(new(Ada, default), Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await host.Unsubscribes.FollowAsync(new(Ada, []), Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await host.Unsubscribes.FollowAsync(new(Ada, [null!]), Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await host.Unsubscribes.MakeAsync(Ada, [null!], Stop));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(16, 32)]
    [InlineData(32, 0)]
    public void A_key_of_another_length_is_refused(int key, int nonceKey)
    {
        Assert.ThrowsAny<ArgumentException>(() => new LinkKey(new byte[key], new byte[nonceKey]));
    }

    private static async Task HeaderIsGood(Action<ConsentLinkOptions> configure)
    {
        LinkedHost host;
        try
        {
            host = await LinkedHost.StartAsync(configure: configure);
        }
        catch (OptionsValidationException)
        {
            return;
        }

        await using (host)
        {
            var headers = await host.Links.ForUnsubscribeAsync(Ada, [Email], Stop);
            var what = headers.ListUnsubscribe.Replace(headers.Url.Split('=')[^1], "T", StringComparison.Ordinal);
            Assert.True(Ascii.IsValid(what) && !what.Any(c => c < ' ') && !what.Contains("%0D", StringComparison.OrdinalIgnoreCase), what);
            Assert.Equal("", new Uri(headers.Url).Fragment);
            Assert.DoesNotContain("@", headers.Url, StringComparison.Ordinal);
            if (what.IndexOf("mailto:", StringComparison.Ordinal) is > 0 and var at)
            {
                Assert.True(what[(at + 7)] != '%' && !what.Contains("%20", StringComparison.Ordinal), what);
            }

            // The host's path base stands before it.
            var origin = new Uri(headers.Url);
            var options = host.Services.GetRequiredService<IOptions<ConsentLinkOptions>>().Value;
            Assert.True(origin.AbsolutePath.EndsWith(options.Path, StringComparison.Ordinal), headers.Url);
            Assert.DoesNotContain("//", origin.AbsolutePath, StringComparison.Ordinal);
        }
    }

    private sealed class Scopes : ILoggerProvider, ISupportExternalScope, ILogger
    {
        private IExternalScopeProvider? _scopes;

        public ConcurrentQueue<string> Seen { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => _scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = new StringBuilder($"{logLevel} {formatter(state, exception)}");
            _scopes?.ForEachScope((scope, text) => text.Append(" | ").Append(scope), line);
            Seen.Enqueue(line.ToString());
        }

        public void Dispose()
        {
        }
    }
}
