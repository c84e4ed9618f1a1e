namespace Consent.Reference;

/// <summary>All ids connected now, judged id by id and then together: the strictest of them decides.</summary>
internal sealed class Person
{
    private readonly RefHistory _history;
    private readonly RefTaxonomy _taxonomy;
    private readonly Covering _everything;

    public Person(RefHistory history, RefTaxonomy taxonomy, Covering covering, string contact, long asOf, string? address = null)
    {
        _history = history;
        _taxonomy = taxonomy;

        // An unknown entry touches what its node covers, direct marketing or not.
        _everything = new(taxonomy, servesNoDirectMarketing: false);
        Links = new Links(history);
        Ids = Links.PersonOf(contact);
        Views = Ids.Select(View).ToList();
        NoIds = address is null || Ids.Contains(address) ? Ids : [.. Ids, address];
        NoViews = NoIds.Select(View).ToList();

        IdView View(string id) => new(RefFold.Of(history, taxonomy, Links, id), taxonomy, covering, asOf);
    }

    public Links Links { get; }

    public IReadOnlyList<string> Ids { get; }

    public IReadOnlyList<IdView> Views { get; }

    /// <summary>The ids whose noes count: the person's, and the address that the request names. Its gives and acceptances do not.</summary>
    public IReadOnlyList<string> NoIds { get; }

    public IReadOnlyList<IdView> NoViews { get; }

    /// <summary>D of the person: Inactive if any id's is, Active if one is and none is Inactive, else Unset.</summary>
    public RefEffective Status(string purpose)
    {
        var values = Views.Select(view => view.Status(purpose)).ToList();
        if (NoViews.Any(view => view.Status(purpose) == RefValue.Inactive))
        {
            return new RefEffective(RefValue.Inactive, null, NoViews.Any(view => view.IsWithdrawn(purpose)), null) { Erased = IsLatestNoAnErasures(purpose) };
        }

        if (values.Contains(RefValue.Active))
        {
            var gives = Views.Select(view => view.CountingGive(purpose)).OfType<RefStatement>();
            return new RefEffective(RefValue.Active, Strength.Greatest(gives), false, null);
        }

        return new RefEffective(RefValue.Unset, null, false, null);
    }

    /// <summary>R or O of the person: Active unless clear for every id.</summary>
    public RefEffective Flag(RefFlag flag, string node)
    {
        if (Blocking(flag, node) is { } blocking)
        {
            return new RefEffective(RefValue.Active, null, false, blocking);
        }

        var lifted = Views.Any(view => view.Fold.Get(node, flag).Value == RefValue.Inactive);
        return new RefEffective(lifted ? RefValue.Inactive : RefValue.Unset, null, false, null);
    }

    /// <summary>The node that blocks the first id that is not clear, in ordinal order; null where every id is clear.</summary>
    public string? Blocking(RefFlag flag, string node) => NoViews.Select(view => FirstOf(view.Blocking(flag, node), node)).FirstOrDefault(by => by is not null);

    /// <summary>Of what has no end the node itself, else the first in taxonomy order; else the pause that lasts longest.</summary>
    private string? FirstOf(List<(string Node, long? Until)> blocking, string node)
    {
        var order = _taxonomy.Nodes.Select(known => known.Path).ToList();
        return blocking
            .OrderByDescending(block => block.Until ?? long.MaxValue)
            .ThenBy(block => block.Node == node ? -1 : order.IndexOf(block.Node))
            .Select(block => block.Node).FirstOrDefault();
    }

    public bool IsClear(string node) =>
        Blocking(RefFlag.Restriction, node) is null && Blocking(RefFlag.Objection, node) is null;

    /// <summary>Row 2a: the objection of an id that is closed, and was not opened since, reaches the node.</summary>
    public bool IsSuppressed(string node) => NoViews.Any(view =>
        _history.Closings.Any(closing => closing.Contact == view.Fold.Contact && closing is { NeverContact: true, Opened: false })
        && view.Blocking(RefFlag.Objection, node).Exists(block => block.Node == RefTaxonomy.Root));

    /// <summary>Row 4a: an entry of an unknown kind may have touched the node or one that covers it, for any id.</summary>
    public bool IsUnknown(string node) => UnknownNode(node) is not null;

    public string? UnknownNode(string node)
    {
        var unknown = _history.Unknowns.Where(entry => NoIds.Contains(entry.Contact)).Select(entry => entry.Node).ToList();
        return _everything.Above(node).Prepend(node).FirstOrDefault(unknown.Contains);
    }

    /// <summary>Row 14: the latest objection ever said on the node or one that covers it, for any id.</summary>
    public long? LatestObjection(string node) => NoViews.Max(view => view.LatestNo(node, RefFlag.Objection));

    /// <summary>The latest no to consent on the node or one that covers it, for any id.</summary>
    public long? LatestRefusal(string node) => NoViews.Max(view => view.LatestNo(node, RefFlag.Status));

    /// <summary>Row 14: no later no than that of an erasure is on record.</summary>
    private bool IsLatestNoAnErasures(string purpose) =>
        _history.Closings.Where(closing => NoIds.Contains(closing.Contact)).Max(closing => (long?)closing.At) is { } erased && erased >= LatestRefusal(purpose);
}
