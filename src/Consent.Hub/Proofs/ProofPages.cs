using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Consent.Auditing;
using Consent.Hub.Pages;
using Consent.Storage;
using Consent.Tracking;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Hub.Proofs;

/// <summary>What proves the log: a check of all of it, checkpoints, and that a later log begins with an earlier one. For the data protection officer alone.</summary>
internal static class ProofPages
{
    public static void Map(HubAnswer answer)
    {
        answer.Get("/proofs", HubAreas.Proofs, request => ShowAsync(request, HubForm.Empty));
        answer.Post("/proofs/verification", HubAreas.Proofs, VerifyAsync);
        answer.Post("/proofs/checkpoint", HubAreas.Proofs, CheckpointAsync);
        answer.Post("/proofs/consistency", HubAreas.Proofs, ConsistencyAsync);
    }

    private static async Task<IResult> ShowAsync(HubRequest request, HubForm form, int status = StatusCodes.Status200OK)
    {
        var check = request.Http.RequestServices.GetRequiredService<LogCheck>().State;
        if (check is { IsRunning: true })
        {
            // The page looks again by itself, without a script.
            request.Http.Response.Headers["Refresh"] = "2";
        }

        var keys = await request.Http.RequestServices.GetRequiredService<ConsentAudit>().GetVerifierKeysAsync(request.Stop).ConfigureAwait(false);
        return request.Page<ProofsPage>(request.Texts["area.proofs"], new ProofsModel(check, await SizeAsync(request).ConfigureAwait(false), keys, form), status);
    }

    /// <summary>Begins the check: it goes on though whoever asked goes away. That it was asked for is an entry.</summary>
    private static async Task<IResult> VerifyAsync(HubRequest request, HubForm form)
    {
        var audit = Audit(request);
        request.Http.RequestServices.GetRequiredService<LogCheck>().Begin(await SizeAsync(request).ConfigureAwait(false), audit.VerifyAsync);

        // Without a fragment: a browser that refreshes an address with one stays where it is.
        return request.SeeOther("/proofs");
    }

    private static async Task<IResult> CheckpointAsync(HubRequest request, HubForm form)
    {
        var checkpoint = await request.Http.RequestServices.GetRequiredService<ConsentAudit>().CheckpointAsync(request.Stop).ConfigureAwait(false);
        return File(request, checkpoint.ToString(), $"checkpoint-{Number(checkpoint.Checkpoint.Size)}.txt");
    }

    private static async Task<IResult> ConsistencyAsync(HubRequest request, HubForm form)
    {
        var size = await SizeAsync(request).ConfigureAwait(false);
        var (older, newer) = (Size(form, "older"), Size(form, "newer"));
        if (older is null || older > size)
        {
            form.Flaw("older", request.Texts.Fill("proofs.size.flaw", ("size", Number(size))));
        }

        if (newer is null || newer > size || newer < older)
        {
            form.Flaw("newer", request.Texts.Fill("proofs.size.flaw", ("size", Number(size))));
        }

        if (form.Flaws.Count > 0)
        {
            return await ShowAsync(request, form, StatusCodes.Status422UnprocessableEntity).ConfigureAwait(false);
        }

        var proof = await Audit(request).ConsistencyAsync(older!.Value, newer!.Value, request.Stop).ConfigureAwait(false);
        return File(request, new ConsistencyFile(proof).ToString(), $"log-{Number(older.Value)}-{Number(newer.Value)}{ConsistencyFile.FileExtension}");
    }

    private static long? Size(HubForm form, string field) => long.TryParse(form[field], NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null;

    private static async Task<long> SizeAsync(HubRequest request) =>
        (await request.Http.RequestServices.GetRequiredService<IConsentStore>().GetHeadAsync(request.Stop).ConfigureAwait(false)).Size;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static ActingAudit Audit(HubRequest request) => request.Http.RequestServices.GetRequiredService<ConsentAudit>().As(request.Actor);

    private static FileContentHttpResult File(HubRequest request, string content, string name)
    {
        HubResult.Protect(request.Http.Response);
        return TypedResults.File(Encoding.UTF8.GetBytes(content), "text/plain; charset=utf-8", name);
    }
}

/// <summary>The check that was begun last, how long the log is, and the keys that its checkpoints are checked with.</summary>
internal sealed record ProofsModel(LogCheckState? Check, long Size, ImmutableArray<NoteVerifierKey> Keys, HubForm Form);
