using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>What a request of a use stated: the facts on record, which all of its requests stated, and what is stated again of one contact.</summary>
internal static class RestatedFacts
{
    /// <summary>Both together; <see langword="null"/>: they contradict each other.</summary>
    public static RequestFacts? Of(RequestFacts shared, RequestFacts stated)
    {
        var isSound = true;
        var both = stated with
        {
            AddressSource = One(shared.AddressSource, stated.AddressSource),
            ConcernsTheirTrade = One(shared.ConcernsTheirTrade, stated.ConcernsTheirTrade),
            Directory = One(shared.Directory, stated.Directory),
            HasBusinessRelation = One(shared.HasBusinessRelation, stated.HasBusinessRelation),
            Interest = One(shared.Interest, stated.Interest),
            Lists = Lists(),
            Sector = One(shared.Sector, stated.Sector),
            Subscriber = One(shared.Subscriber, stated.Subscriber),
        };
        return isSound ? both : null;

        T One<T>(T all, T own)
        {
            var equal = EqualityComparer<T>.Default;
            isSound &= equal.Equals(all, default) || equal.Equals(own, default) || equal.Equals(all, own);
            return equal.Equals(own, default) ? all : own;
        }

        ImmutableArray<ListFacts> Lists()
        {
            isSound &= shared.Lists.All(all => stated.Lists.All(own => !IsNamedAs(own, all) || own == all));
            return [.. shared.Lists, .. stated.Lists.Where(own => !shared.Lists.Any(all => IsNamedAs(own, all)))];
        }

        static bool IsNamedAs(ListFacts one, ListFacts other) => string.Equals(one.List, other.List, StringComparison.OrdinalIgnoreCase);
    }
}
