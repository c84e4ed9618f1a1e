using System.Collections.Immutable;

namespace Consent;

/// <summary>The members of one object that were read; those that were left out, or are wrong, are not there.</summary>
internal readonly struct JsonMembers(object?[] values)
{
    public T? Of<TOwner, T>(JsonMember<TOwner, T> member)
        where T : class => (T?)values[member.Place];

    public T? Maybe<TOwner, T>(JsonMember<TOwner, T> member)
        where T : struct => (T?)values[member.Place];

    /// <summary>Of a member that must be there, or means its default where it is left out.</summary>
    public T Value<TOwner, T>(JsonMember<TOwner, T> member)
        where T : struct => values[member.Place] is T value ? value : default;

    public ImmutableArray<T> List<TOwner, T>(JsonMember<TOwner, ImmutableArray<T>> member) => values[member.Place] is ImmutableArray<T> list ? list : [];
}
