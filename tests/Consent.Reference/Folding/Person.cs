namespace Consent.Reference;

/// <summary>All ids connected now, judged id by id and then together: the strictest of them decides.</summary>
internal sealed class Person
{
    private readonly RefHistory _history;
    private readonly RefTaxonomy _taxonomy;
    private readonly Covering _covering;

    public Person(RefHistory history, RefTaxonomy taxonomy, Covering covering, string contact)
    {
        _history = history;
        _taxonomy = taxonomy;
        _covering = covering;
        Links = new Links(history.Links);
        Ids = Links.PersonOf(contact);
        Views = Ids.Select(id => new IdView(RefFold.Of(history, taxonomy, Links, id), taxonomy, covering)).ToList();
    }

    public Links Links { get; }

    public IReadOnlyList<string> Ids { get; }

    public IReadOnlyList<IdView> Views { get; }

    /// <summary>Row 2a.</summary>
    public bool IsSuppressed => _history.Suppressed.Any(id => Ids.Contains(id));

    /// <summary>D of the person: Inactive if any id's is, Active if one is and none is Inactive, else Unset.</summary>
    public RefEffective Status(string purpose)
    {
        var values = Views.Select(view => view.Status(purpose)).ToList();
        if (values.Contains(RefValue.Inactive))
        {
            return new RefEffective(RefValue.Inactive, null, Views.Any(view => view.IsWithdrawn(purpose)), null);
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

    /// <summary>The node that blocks: the node itself, else the first in taxonomy order; null where every id is clear.</summary>
    public string? Blocking(RefFlag flag, string node)
    {
        var blocking = Views.SelectMany(view => view.Blocking(flag, node)).ToList();
        return blocking.Contains(node)
            ? node
            : _taxonomy.Nodes.Select(known => known.Path).FirstOrDefault(path => blocking.Contains(path));
    }

    public bool IsClear(string node) =>
        Blocking(RefFlag.Restriction, node) is null && Blocking(RefFlag.Objection, node) is null;

    /// <summary>Row 4a: an entry of an unknown kind may have touched the node or one that covers it, for any id.</summary>
    public bool IsUnknown(string node) => UnknownNode(node) is not null;

    public string? UnknownNode(string node)
    {
        var unknown = _history.Unknowns.Where(entry => Ids.Contains(entry.Contact)).Select(entry => entry.Node).ToList();
        return _covering.Above(node).Prepend(node).FirstOrDefault(unknown.Contains);
    }

    /// <summary>Row 14: the latest objection ever said on the node or one that covers it, for any id.</summary>
    public long? LatestObjection(string node) => Views.Max(view => view.LatestNo(node, RefFlag.Objection));
}
