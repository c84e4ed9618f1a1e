using System.Collections;
using System.Numerics;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>A set of decision codes, in one machine word.</summary>
[JsonConverter(typeof(ConsentJsonConverter<DecisionCodeSet>))]
public readonly record struct DecisionCodeSet : IEnumerable<DecisionCode>
{
    private readonly ulong _bits;

    private DecisionCodeSet(ulong bits) => _bits = bits;

    /// <summary>No code.</summary>
    public static DecisionCodeSet Empty => default;

    /// <summary>How many.</summary>
    public int Count => BitOperations.PopCount(_bits);

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _bits == 0;

    /// <summary>Whether a code is in it.</summary>
    public bool Contains(DecisionCode code) => (_bits & (1UL << (int)code)) != 0;

    /// <summary>The set with one more.</summary>
    public DecisionCodeSet With(DecisionCode code) => new(_bits | (1UL << (int)code));

    /// <summary>The codes of both sets.</summary>
    public DecisionCodeSet Union(DecisionCodeSet other) => new(_bits | other._bits);

    /// <summary>The codes that only this set has.</summary>
    public DecisionCodeSet Except(DecisionCodeSet other) => new(_bits & ~other._bits);

    /// <summary>The codes, in the order of <see cref="DecisionCode"/>.</summary>
    public IEnumerator<DecisionCode> GetEnumerator()
    {
        for (var bits = _bits; bits != 0; bits &= bits - 1)
        {
            yield return (DecisionCode)BitOperations.TrailingZeroCount(bits);
        }
    }

    /// <summary>The written forms, joined by commas.</summary>
    public override string ToString() => string.Join(", ", this.Select(DecisionTable.NameOf));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
