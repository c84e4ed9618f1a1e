using System.Collections.Immutable;
using System.Globalization;

namespace Consent.Crash;

/// <summary>Whom the writers write about: few enough that they meet. Every tenth is known by two ids, which are linked.</summary>
internal static class Persons
{
    public const int Count = 300;

    public static bool HasTwoIds(int person) => person % 10 == 0;

    public static ImmutableArray<ContactId> IdsOf(int person)
    {
        var name = person.ToString("D3", CultureInfo.InvariantCulture);
        return HasTwoIds(person) ? [ContactId.From($"p{name}-one"), ContactId.From($"p{name}-other")] : [ContactId.From($"c{name}")];
    }
}
