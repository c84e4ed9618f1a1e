namespace Consent.Reference;

/// <summary>RULES 2: what is told of a recorded statement once its whole change was folded.</summary>
internal sealed class Telling(RefHistory after, RefTaxonomy taxonomy, string contact, long now)
{
    private readonly Covering _covering = new(taxonomy, servesNoDirectMarketing: false);
    private readonly Person _person = new(after.Righted(), taxonomy, new(taxonomy, servesNoDirectMarketing: false), contact, now);

    public RefTold Of(RefStatement said, IEnumerable<(string Code, string? Node)> admitted)
    {
        var codes = admitted.ToList();
        if (said.IsPending)
        {
            return new("Pending", said.At, codes);
        }

        var own = _person.Views.Single(view => view.Fold.Contact == contact);
        var entry = own.Fold.Get(said.Node, said.Flag);
        var isInForce = said.IsPause ? entry.Pauses.Any(pause => IsSame(pause, said)) : IsSame(entry.InForce, said);
        var isOver = said.IsPause && said.Until <= now;
        if (isOver || !isInForce)
        {
            codes.Add((isOver ? "NO_WITHOUT_EFFECT" : Lost(said, entry), null));
        }

        if (!said.IsProtective && taxonomy.Knows(said.Node))
        {
            codes.AddRange(WhatStands(said, own));
        }

        return new(isInForce && !isOver && taxonomy.Knows(said.Node) ? "InForce" : "WithoutEffect", said.At, codes);
    }

    /// <summary>UNCHANGED is told with what any other statement is told: that another counts instead, and what stands in its way.</summary>
    public RefTold OfUnchanged(RefStatement said)
    {
        var own = _person.Views.Single(view => view.Fold.Contact == contact);
        var codes = new List<(string Code, string? Node)> { ("UNCHANGED", null) };
        if (own.Fold.Get(said.Node, said.Flag).InForce is { } counting && counting.Active != said.Active)
        {
            codes.Add((said.IsProtective ? "NO_WITHOUT_EFFECT" : "SUPERSEDED", null));
        }

        if (!taxonomy.Knows(said.Node))
        {
            codes.Add(("UNKNOWN_PURPOSE", null));
        }
        else if (!said.IsProtective)
        {
            codes.AddRange(WhatStands(said, own));
        }

        return new("Unchanged", said.At, codes);
    }

    private static string Lost(RefStatement said, RefFoldEntry entry) =>
        said.IsProtective && entry.InForce is { IsProtective: false } ? "NO_WITHOUT_EFFECT"
        : !said.IsAttested && entry.InForce is { IsProtective: true } no && said.At > no.At ? "WOULD_WEAKEN"
        : "SUPERSEDED";

    /// <summary>What keeps a yes from opening the way: an objection or restriction of any linked id, a covering no.</summary>
    private IEnumerable<(string Code, string? Node)> WhatStands(RefStatement said, IdView own)
    {
        if (said.Flag != RefFlag.Status)
        {
            if (_person.Blocking(said.Flag, said.Node) is { } by && by != said.Node)
            {
                yield return ("STILL_COVERED", by);
            }

            yield break;
        }

        if (_person.Blocking(RefFlag.Objection, said.Node) is { } objected)
        {
            yield return ("STILL_OBJECTED", objected);
        }

        if (_person.Blocking(RefFlag.Restriction, said.Node) is { } restricted)
        {
            yield return ("STILL_RESTRICTED", restricted);
        }

        if (own.Fold.Get(said.Node, RefFlag.Status) is { Value: RefValue.Active } && own.CountingGive(said.Node) is null && own.GiveOutOfTime(said.Node) is null)
        {
            yield return ("STILL_COVERED", _covering.Above(said.Node).Where(node => own.Fold.Get(node, RefFlag.Status).LatestProtective is not null)
                .MaxBy(node => own.Fold.Get(node, RefFlag.Status).LatestProtective));
        }
    }

    private static bool IsSame(RefStatement? one, RefStatement other) =>
        one is not null && one.Contact == other.Contact && one.ChangeId == other.ChangeId && one.Position == other.Position;
}
