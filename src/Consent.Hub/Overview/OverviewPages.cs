using System.Collections.Immutable;
using Consent.Hub.Pages;
using Consent.Tracking;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Hub.Overview;

/// <summary>At a glance, for everybody who works at the host's: numbers only. The host counts; who looks learns of nobody.</summary>
internal static class OverviewPages
{
    public static void Map(HubAnswer answer) => answer.Get("/overview", HubAreas.Overview, ShowAsync);

    private static async Task<IResult> ShowAsync(HubRequest request)
    {
        var rules = await request.Tracker.GetRulesAsync(request.Stop).ConfigureAwait(false);
        var audience = request.Http.RequestServices.GetRequiredService<ConsentAudience>();
        var reach = ImmutableArray.CreateBuilder<PurposeReach>();
        foreach (var node in rules.Taxonomy.Nodes.Where(n => !n.IsGroup && !n.IsRetired))
        {
            reach.Add(new(node.Path, await audience.CountAsync(ProcessingRequest.ToUse(default, node), request.Stop).ConfigureAwait(false)));
        }

        var model = new OverviewModel(reach.ToImmutable());
        return request.Page<OverviewPage>(request.Texts["area.overview"], rules.Access.Check(request.Actor, Permission.KeepRequests) == AccessVerdict.Allowed ? await WithRequestsAsync(request, model).ConfigureAwait(false) : model);
    }

    private static async Task<OverviewModel> WithRequestsAsync(HubRequest request, OverviewModel model)
    {
        var (open, overdue) = (0, 0);
        await foreach (var due in request.Acting.Requests.DueAsync(Timestamp.MaxValue, request.Stop).ConfigureAwait(false))
        {
            open++;
            overdue += due.IsOverdue(request.Now) ? 1 : 0;
        }

        return model with { Open = open, Overdue = overdue };
    }
}

/// <summary>How many may be reached for each purpose now, and what waits for an answer.</summary>
internal sealed record OverviewModel(ImmutableArray<PurposeReach> Reach)
{
    /// <summary><see langword="null"/>: not for this reader.</summary>
    public int? Open { get; init; }

    public int Overdue { get; init; }

    /// <summary>The longest bar, at least one.</summary>
    public long Most => Math.Max(1, Reach.Max(r => r.Count));
}

/// <summary>How many contacts a purpose may be used for now.</summary>
internal sealed record PurposeReach(PurposePath Purpose, long Count);
