using System.Collections.Immutable;
using System.Text.Json;

namespace Consent;

/// <summary>One reading of a document: what was wrong so far, and how strict it is.</summary>
internal sealed class JsonReading
{
    /// <summary>So many flaws are told; more help nobody.</summary>
    private const int MaxTold = 100;

    private readonly List<(string Path, string What)> _told = [];

    /// <summary>How many there are, told or not.</summary>
    public int Count { get; private set; }

    /// <summary>Whether members that are not known may be there: a greater minor version wrote it.</summary>
    public bool AllowsUnknown { get; set; }

    public ImmutableArray<JsonFlaw> Flaws => [.. _told.Select(f => new JsonFlaw($"${f.Path}", f.What))];

    /// <summary>Tells a flaw of the part that is being read. Always <see langword="false"/>, so that a reader can return it.</summary>
    public bool Flaw(string what, string at = "")
    {
        Count++;
        if (_told.Count < MaxTold)
        {
            _told.Add((at, what));
        }

        return false;
    }

    /// <summary>Puts what was told since then into its place: the part is this member, or item, of the one around it.</summary>
    public void Within(int since, string step)
    {
        for (var i = Math.Min(since, MaxTold); i < _told.Count; i++)
        {
            _told[i] = (step + _told[i].Path, _told[i].What);
        }
    }

    /// <summary>What a strict reader throws. At the root the serializer knows the place better.</summary>
    public JsonException ToException(string advice = "")
    {
        var first = Flaws[0];
        var message = $"{first.Path}: {first.What}{(Count > 1 ? $" ({Count - 1} more)" : "")}{advice}";
        return first.Path.Length > 1 ? new(message, first.Path, null, null) : new(message);
    }
}
