using System.Security.Claims;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Stateless;

namespace Consent.Benchmarks;

/// <summary>May we email this contact? Against one lookup by hand, and against what a user might pick instead.</summary>
[MemoryDiagnoser]
public class DecideBenchmarks
{
    private readonly ContactConsents _contact = Sample.Consents(Sample.Contact, "c1");
    private readonly Dictionary<string, Flags> _byHand = Sample.Flags.GroupBy(f => f.Node).ToDictionary(
        g => g.Key.ToString(), g => g.Aggregate(default(Flags), (all, f) => all | (Flags)(1 << (int)f.Flag)), StringComparer.Ordinal);

    private readonly ProcessingRequest _request = ProcessingRequest.ToContact(Sample.Contact, Purposes.Marketing.Automatic.Email);
    private readonly ConsentRules _italy = new(jurisdiction: Jurisdiction.Italy);
    private readonly string _purpose = string.Concat("marketing.automatic.", "email");
    private StateMachine<State, Trigger> _machine = null!;
    private IAuthorizationService _authorization = null!;
    private ClaimsPrincipal _user = null!;

    [Flags]
    internal enum Flags : byte
    {
        Status = 1,
        Restriction = 2,
        Objection = 4,
    }

    private enum State
    {
        Unset,
        Given,
        Withdrawn,
    }

    private enum Trigger
    {
        Give,
        Withdraw,
        Contact,
    }

    [GlobalSetup]
    public void SetUp()
    {
        _machine = new(State.Unset);
        _machine.Configure(State.Unset).Permit(Trigger.Give, State.Given);
        _machine.Configure(State.Given).Permit(Trigger.Withdraw, State.Withdrawn).PermitReentryIf(Trigger.Contact, () => _byHand[_purpose] == Flags.Status);
        _machine.Configure(State.Withdrawn).Permit(Trigger.Give, State.Given);
        _machine.Fire(Trigger.Give);

        var services = new ServiceCollection();
        services.AddLogging();
        services.AddAuthorizationCore(o => o.AddPolicy("email", p => p.AddRequirements(new ConsentRequirement())));
        services.AddSingleton<IAuthorizationHandler>(new ConsentHandler(_byHand));
        _authorization = services.BuildServiceProvider().GetRequiredService<IAuthorizationService>();
        _user = new(new ClaimsIdentity([new Claim("sub", "customer-17")], "test"));
        if (!Decide() || !DecideKept() || !DecideInItaly() || !ByHand() || !StatelessMachine() || !AspNetAuthorization().GetAwaiter().GetResult())
        {
            throw new InvalidOperationException("The contestants do not agree.");
        }
    }

    [Benchmark(Baseline = true, Description = "one lookup in a Dictionary by hand")]
    public bool ByHand() => _byHand.TryGetValue(_purpose, out var flags) && flags == Flags.Status;

    [Benchmark(Description = "Consent: Decide (EU)")]
    public bool DecideKept() => _contact.Decide(_request, Sample.Rules, Sample.Now).IsPermitted;

    [Benchmark(Description = "Consent: make the request, Decide (EU)")]
    public bool Decide() => _contact.Decide(ProcessingRequest.ToContact(Sample.Contact, Purposes.Marketing.Automatic.Email), Sample.Rules, Sample.Now).IsPermitted;

    [Benchmark(Description = "Consent: Decide (Italy)")]
    public bool DecideInItaly() => _contact.Decide(_request, _italy, Sample.Now).IsPermitted;

    [Benchmark(Description = "Stateless: CanFire")]
    public bool StatelessMachine() => _machine.CanFire(Trigger.Contact);

    [Benchmark(Description = "ASP.NET Core authorization")]
    public async Task<bool> AspNetAuthorization() => (await _authorization.AuthorizeAsync(_user, _purpose, "email")).Succeeded;

    private sealed class ConsentRequirement : IAuthorizationRequirement;

    private sealed class ConsentHandler(Dictionary<string, Flags> flags) : AuthorizationHandler<ConsentRequirement, string>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ConsentRequirement requirement, string resource)
        {
            if (flags.TryGetValue(resource, out var set) && set == Flags.Status)
            {
                context.Succeed(requirement);
            }

            return Task.CompletedTask;
        }
    }
}
