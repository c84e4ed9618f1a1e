using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Consent.Auditing;

/// <summary>Where in a document a reader is: kept as it goes, written out as <c>$.statements[3].node</c> only when something is wrong there.</summary>
/// <remarks>Names are taken from the document, and only those that the reader asked for: none is the host's.</remarks>
internal struct JsonPlace
{
    private const int MaxDepth = 8;

    // For each object and array that is open: where the name of the member begins, or the complement of the item's index; 0 before the first.
    private Steps _steps;
    private int _depth;

    public void Enter() => _steps[_depth++] = 0;

    public void Leave() => _depth--;

    public void Member(int nameStart) => _steps[_depth - 1] = nameStart;

    public void Item(int index) => _steps[_depth - 1] = ~index;

    public readonly string ToString(ReadOnlySpan<byte> document)
    {
        var place = new StringBuilder("$");
        foreach (var step in _steps[.._depth])
        {
            if (step > 0)
            {
                var name = document[step..];
                place.Append('.').Append(Encoding.UTF8.GetString(name[..name.IndexOf((byte)'"')]));
            }
            else if (step < 0)
            {
                place.Append(CultureInfo.InvariantCulture, $"[{~step}]");
            }
        }

        return place.ToString();
    }

    [InlineArray(MaxDepth)]
    private struct Steps
    {
        private int _first;
    }
}
