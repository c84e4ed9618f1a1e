namespace Consent.Reference;

/// <summary>RULES 1 and 2: whether a word is refused, how much it weighs, and when it counts as said.</summary>
internal sealed class Admission(RefHistory before, RefTaxonomy taxonomy, RefRules rules, RefChange change, RefRecording recording)
{
    private readonly Covering _covering = new(taxonomy, servesNoDirectMarketing: false);

    /// <summary>Whether an act by the one-contact port could be attested at all: a file's never is.</summary>
    private bool CanAttest => !recording.InBulk && !change.FromImport;

    /// <summary>What refuses every permissive statement and the acceptance.</summary>
    public string? RefusalOfPermissive() => recording.Actor switch
    {
        RefActor.System or RefActor.Office => "NOT_PERMITTED",
        RefActor.ContactByLink when recording.ByLink is not { MayGive: true } || IsLinkOver => "NOT_PERMITTED",
        RefActor.Operator when !change.HasReason => "REASON_REQUIRED",
        _ when change.IsOutdated => "REVISION_CONFLICT",
        _ when recording.InBulk && !change.FromApi && !change.FromImport => "INVALID_ITEM",
        _ => null,
    };

    /// <summary>The code that refuses a word; null where it is recorded.</summary>
    public string? Refusal(RefWord word)
    {
        if (recording.ByLink?.IsFor(word) == false)
        {
            return "NOT_PERMITTED"; // The one thing that stops a no: who may not say it.
        }

        if (word.IsProtective)
        {
            return null; // No envelope stops a no.
        }

        if (RefusalOfPermissive() is { } all)
        {
            return all;
        }

        if (word.Flag == RefFlag.Status)
        {
            var node = taxonomy.Find(word.Node);
            var unfit = node is null ? "UNKNOWN_PURPOSE" : node.Retired ? "RETIRED_PURPOSE" : node.IsPurpose ? null : "GIVE_ON_GROUP";
            if (unfit is not null)
            {
                return unfit;
            }
        }

        var at = word.When!.Earliest;
        if (at > recording.Now + rules.FutureTolerance)
        {
            return "OCCURRED_IN_FUTURE";
        }

        if (at < rules.EarliestPlausible)
        {
            return "OCCURRED_IMPLAUSIBLE";
        }

        if (recording.InBulk || word.Evidence.NamesAct(word.Flag))
        {
            return null;
        }

        return word is { Flag: RefFlag.Restriction, Evidence: { Who: RefActingParty.Controller, Method: not null } } ? "LIFT_NOT_NOTIFIED" : "EVIDENCE_REQUIRED";
    }

    public RefWeight Weight(RefWord word) =>
        word.IsProtective ? RefWeight.Attested
        : MustBeConfirmed(word) ? RefWeight.Pending
        : CanAttest && word.Evidence.NamesAct(word.Flag) ? RefWeight.Attested
        : RefWeight.Asserted;

    /// <summary>When a word that is not refused counts as said.</summary>
    public long At(RefWord word)
    {
        if (!word.IsProtective)
        {
            return word.When!.Earliest > recording.Now ? Lowered(word) : word.When.Earliest;
        }

        return IsSaidNow(word) ? SaidNow(word) : word.When!.Latest;
    }

    /// <summary>What is told of a word as it is admitted.</summary>
    public IEnumerable<(string Code, string? Node)> Notes(RefWord word)
    {
        if (word is { IsProtective: true, When: { } when })
        {
            if (when.Earliest > recording.Now)
            {
                yield return ("OCCURRED_IN_FUTURE", null);
            }
            else if (when.Latest < rules.EarliestPlausible)
            {
                yield return ("OCCURRED_IMPLAUSIBLE", null);
            }
        }

        if (Weight(word) == RefWeight.Pending)
        {
            yield return ("PENDING_CONFIRMATION", null);
        }

        if (!taxonomy.Knows(word.Node))
        {
            yield return ("UNKNOWN_PURPOSE", null);
        }
    }

    /// <summary>The end that is kept: of a give always, of a restriction or objection where its evidence attests an act; elsewhere the no lasts.</summary>
    public long? Until(RefWord word) => word.Flag == RefFlag.Status
        ? word.Active ? word.Until : null
        : word.IsProtective && CanAttest && word.Evidence.NamesPersonsAct ? word.Until : null;

    /// <summary>A link to confirm lasts as long as a yes waits.</summary>
    private bool IsLinkOver => recording.ByLink is { Kind: "confirm" } link && link.MadeAt + rules.ShortestEndsAfter <= recording.Now;

    private bool MustBeConfirmed(RefWord word) => word.Evidence.AwaitsConfirmation
        || (CanAttest && !word.Evidence.Confirmed && rules.DoubleOptIns.Any(it => it.Asks(word.Evidence.Method, Math.Min(word.When!.Earliest, recording.Now))));

    /// <summary>
    /// A yes that is dated ahead was said now at the latest; where a no was said within the tolerance before now, with that no. Of each id and node the latest no is looked at: one after now wins anyway.
    /// </summary>
    private long Lowered(RefWord word)
    {
        var history = before.Righted();
        var ids = new Links(history).PersonOf(change.Contact);
        var late = history.Statements.Where(said => ids.Contains(said.Contact) && Answers(word.Flag, word.Node, said.Flag) && said.IsProtective && !said.IsPause && _covering.Covers(said.Node, word.Node))
            .GroupBy(said => (said.Contact, said.Node), said => said.At).Select(said => said.Max())
            .Where(at => at <= recording.Now && at > recording.Now - rules.FutureTolerance).Max(at => (long?)at);
        return late ?? recording.Now;
    }

    /// <summary>A yes takes back a no of its flag; consent to what rests on a contract or a duty an objection to it too (row 4b).</summary>
    private bool Answers(RefFlag yes, string said, RefFlag no) =>
        yes == no || (yes == RefFlag.Status && no == RefFlag.Objection && taxonomy.Find(said) is { IsPurpose: true, Basis: not null });

    private bool IsSaidNow(RefWord word) =>
        word.When is not { } when || when.Latest > recording.Now || when.Latest < rules.EarliestPlausible
        || (when.Latest > recording.Now - rules.FutureTolerance && SaidNow(word) > recording.Now);

    /// <summary>
    /// A no said now is said no earlier than any yes that it is meant to undo, of this id or a linked one, on its node and all that it covers: a clock that ran fast when the
    /// yes was stamped must not outlive the no.
    /// </summary>
    private long SaidNow(RefWord word)
    {
        var history = before.Righted();
        var ids = new Links(history).PersonOf(change.Contact);
        var permissive = history.Statements
            .Where(said => ids.Contains(said.Contact) && Answers(said.Flag, said.Node, word.Flag) && !said.IsProtective && !said.IsPending && _covering.Covers(word.Node, said.Node))
            .Max(said => (long?)said.At);

        // A link that a clock ahead stamped holds already: the no is said of all whom it makes one person.
        var linked = history.Links.Where(link => link.Linked && ids.Contains(link.A) && ids.Contains(link.B)).Max(link => (long?)link.At);
        return Math.Max(recording.Now, Math.Max(permissive ?? recording.Now, linked ?? recording.Now));
    }
}
