namespace Consent.Reference;

/// <summary>RULES 2: one change worked out. A change id that was used before is the caller's to look for.</summary>
internal sealed class Application(RefHistory before, RefTaxonomy taxonomy, RefRules rules, RefChange change, RefRecording recording)
{
    private readonly Admission _admission = new(before, taxonomy, rules, change, recording);

    public RefApplied Run()
    {
        var admitted = change.Words.Where(word => _admission.Refusal(word) is null).ToList();
        var acceptance = AdmittedAcceptance(out var acceptanceCode);
        var recorded = admitted.Select((word, place) => Recorded(word, place, acceptance)).ToList();
        var closing = before.Closings.FirstOrDefault(it => it.Contact == change.Contact);
        if (closing is { Opened: false })
        {
            if (!recorded.Exists(said => said.Opens(closing)))
            {
                return StaysClosed(closing, recorded);
            }

            closing = closing with { Opened = true };
        }

        // All or nothing: were some left out, the others' places would depend on what had arrived before.
        var isNew = recorded.Exists(said => !IsOnRecord(said)) || (acceptance is not null && acceptanceCode is null or "PENDING_CONFIRMATION") || change.Asked.Any(IsNewlyAsked);
        var after = isNew ? After(recorded, acceptance, acceptanceCode, closing) : before;
        return new(isNew ? recorded : [], isNew, change.Words.Select(word => Tell(word, admitted, recorded, after)).ToList(), acceptanceCode, closing);
    }

    private RefStatement Recorded(RefWord word, int place, (string Version, long At)? acceptance)
    {
        var at = _admission.At(word);
        var weight = _admission.Weight(word);
        var isGive = word is { Flag: RefFlag.Status, Active: true };
        return new(change.Contact, word.Node, word.Flag, word.Active, at, weight, IsComplete(word, weight), change.Id, place)
        {
            From = isGive ? word.From : null,
            Until = _admission.Until(word),
            Ends = weight == RefWeight.Pending ? recording.Now + rules.ShortestEndsAfter : null,
            Notice = isGive ? word.Notice ?? acceptance?.Version : null,
            Confirmed = isGive && word.Evidence.Confirmed,
            Method = isGive ? word.Evidence.Method : null,
            OpensClosed = CouldOpen(word, weight),
            LinkMadeAt = recording.ByLink?.MadeAt,
            Index = long.MaxValue,
        };
    }

    private static bool IsComplete(RefWord word, RefWeight weight) =>
        weight == RefWeight.Asserted ? word.Evidence.HasSource : word.Evidence.HasReference;

    /// <summary>RULES 4: an attested act of the person or who acts for them, by the contact or an operator, on a path that the taxonomy knows.</summary>
    private bool CouldOpen(RefWord word, RefWeight weight) =>
        !word.IsProtective && weight == RefWeight.Attested && word.Evidence.Who != RefActingParty.Controller && taxonomy.Knows(word.Node)
        && !recording.InBulk
        && (recording.Actor is RefActor.Contact or RefActor.Operator || (recording.ByLink is { Kind: "confirm" } && word.Evidence.Confirmed));

    /// <summary>All that keeps the word from opening the id is that nobody confirmed it.</summary>
    private bool Waits(RefWord word, RefClosing closing) =>
        _admission.Refusal(word) is null && !word.IsProtective && !recording.InBulk && _admission.Weight(word) == RefWeight.Pending
        && word.Evidence.Who is not (RefActingParty.Unstated or RefActingParty.Controller) && taxonomy.Knows(word.Node) && _admission.At(word) > closing.At;

    /// <summary>A no makes the id one that must never be contacted, and moves the date to its own if later; nothing else is kept.</summary>
    private RefApplied StaysClosed(RefClosing closing, List<RefStatement> admitted)
    {
        var no = admitted.Where(said => said.IsProtective).Max(said => (long?)said.At);
        var moved = no is null ? closing : closing with { NeverContact = true, At = Math.Max(closing.At, no.Value) };
        var told = change.Words.Select(word => new RefTold("Refused", null, Waits(word, closing) ? [("ERASED_BEFORE", null), ("NOT_CONFIRMED", null)] : [("ERASED_BEFORE", null)])).ToList();
        return new([], false, told, change.Acceptance is null ? null : "ERASED_BEFORE", moved);
    }

    private (string Version, long At)? AdmittedAcceptance(out string? code)
    {
        code = null;
        if (change.Acceptance is not { } acceptance)
        {
            return null;
        }

        code = _admission.RefusalOfPermissive() ?? (acceptance.At > recording.Now + rules.FutureTolerance ? "OCCURRED_IN_FUTURE"
            : acceptance.At < rules.EarliestPlausible ? "OCCURRED_IMPLAUSIBLE" : null);
        if (code is not null)
        {
            return null;
        }

        // It waits too where a permissive statement of the change is pending and every admitted one is.
        var permissive = change.Words.Where(word => !word.IsProtective).ToList();
        var waits = permissive.Exists(word => _admission.Weight(word) == RefWeight.Pending)
            && permissive.Where(word => _admission.Refusal(word) is null).All(word => _admission.Weight(word) == RefWeight.Pending);
        if (waits)
        {
            code = "PENDING_CONFIRMATION";
            return acceptance;
        }

        acceptance.At = Math.Min(acceptance.At, recording.Now);
        code = Oracle.Acceptances(before, change.Contact).Any(it => it.Version == acceptance.Version && it.At == acceptance.At) ? "UNCHANGED" : null;
        return acceptance;
    }

    /// <summary>Everybody but the office, and of links only one to the preferences, may record that somebody was asked; the latest instant is kept, dated ahead it is now.</summary>
    private bool IsNewlyAsked((string Purpose, long At) asked) => recording.Actor != RefActor.Office && recording.ByLink is null or { Kind: "preferences" }
        && !before.Righted().Asked.Any(it => it.Contact == change.Contact && it.Purpose == asked.Purpose && it.At >= Math.Min(asked.At, recording.Now));

    /// <summary>UNCHANGED: the greatest statement addressed to this id on this key says the same and ranks at least as high.</summary>
    private bool IsOnRecord(RefStatement said)
    {
        var same = before.Righted().Statements
            .Where(it => it.Contact == said.Contact && it.Node == said.Node && it.Flag == said.Flag && !it.IsPending && it.IsPause == said.IsPause).ToList();
        var candidates = said.IsPause ? same : same.Where(it => ReferenceEquals(it, Strength.Greatest(same)));
        return !said.IsPending && candidates.Any(it => it.Active == said.Active && it.At == said.At && it.Weight == said.Weight
            && it.From == said.From && it.Until == said.Until && Strength.Order.Compare(it, said) >= 0);
    }

    private RefHistory After(List<RefStatement> recorded, (string Version, long At)? acceptance, string? acceptanceCode, RefClosing? closing) => before with
    {
        Statements = [.. before.Statements, .. recorded],
        Acceptances = acceptance is { } it && acceptanceCode is null ? [.. before.Acceptances, new(change.Contact, it.Version, it.At) { ChangeId = change.Id, Index = long.MaxValue }] : before.Acceptances,
        Closings = closing is null ? before.Closings : [.. before.Closings.Where(other => other.Contact != change.Contact), closing],
    };

    private RefTold Tell(RefWord word, List<RefWord> admitted, List<RefStatement> recorded, RefHistory after)
    {
        if (_admission.Refusal(word) is { } refusal)
        {
            // That the taxonomy does not know the path is told whatever else refuses the word.
            return new("Refused", null, taxonomy.Knows(word.Node) || refusal == "UNKNOWN_PURPOSE" ? [(refusal, null)] : [(refusal, null), ("UNKNOWN_PURPOSE", null)]);
        }

        var said = recorded[admitted.FindIndex(it => ReferenceEquals(it, word))];
        var telling = new Telling(after, taxonomy, change.Contact, recording.Now);
        return IsOnRecord(said) ? telling.OfUnchanged(said) : telling.Of(said, _admission.Notes(word));
    }
}
