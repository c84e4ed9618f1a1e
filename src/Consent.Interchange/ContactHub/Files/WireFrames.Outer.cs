namespace Consent.Interchange;

/// <summary>What documents stand in: arrays, and pages that hold one.</summary>
internal sealed partial class WireFrames
{
    // Deeper than this no file is nested, but one that is made to fill the memory.
    private const int MaxOuter = 64;

    // What documents stand in, outermost first: arrays of them, pages that hold such an array, and what else a page holds.
    private readonly List<Level> _outer = [];

    private enum Outer
    {
        /// <summary>An array of documents.</summary>
        Elements,

        /// <summary>An object that holds such an array.</summary>
        Page,

        /// <summary>Anything else in such an object.</summary>
        Rest,
    }

    /// <summary>What documents stand in.</summary>
    /// <param name="Kind">Which kind.</param>
    /// <param name="Array">Of an array: where it is, as a path goes on from <c>$</c>.</param>
    /// <param name="Next">Of an array: the number of its next element, from 0.</param>
    private readonly record struct Level(Outer Kind, string Array = "", long Next = 0);

    private bool IsInElements => _outer is [.., { Kind: Outer.Elements }];

    /// <summary>Whether the array that begins is a page's: it is called as the API calls it, and does not stand in a property that customers have.</summary>
    private bool IsPage() => _previous == ':' && !_nesting.HasArray && _outer.Count + _nesting.Depth < MaxOuter && !_hasConsents && !(_isInOwnProperty && _nesting.Depth > 1)
        && (LastText.SequenceEqual("elements"u8) || LastText.SequenceEqual("customers"u8));

    private void BeginPage()
    {
        for (var i = 0; i < _nesting.Depth; i++)
        {
            _outer.Add(new(Outer.Page));
        }

        BeginElements((_nesting.Depth, LastText[0]) switch
        {
            (1, (byte)'e') => ".elements",
            (1, _) => ".customers",
            (_, (byte)'e') => "..elements",
            _ => "..customers",
        });
        _state = State.Between;
        _isTooLong = false;
    }

    private void BeginElements(string array) => _outer.Add(new(Outer.Elements, array));

    private long NextElement()
    {
        var level = _outer[^1];
        _outer[^1] = level with { Next = level.Next + 1 };
        return level.Next;
    }

    /// <summary>Passes over what a page holds besides its documents: numbers, links.</summary>
    private void PassRest(byte value, bool isFirst)
    {
        switch (value)
        {
            case (byte)'{' when _outer[^1].Kind == Outer.Page ? _previous != ':' : isFirst && _previous is not ((byte)':' or (byte)'[' or (byte)','):
            case (byte)'{' or (byte)'[' when _outer.Count == MaxOuter:
                // The page does not come to its end, and here begins another value.
                _outer.Clear();
                return;
            case (byte)'{' or (byte)'[':
                _outer.Add(new(Outer.Rest));
                break;
            case (byte)'}' or (byte)']':
                _outer.RemoveAt(_outer.Count - 1);
                break;
            case (byte)'"':
                _isInText = true;
                _textAt = _at;
                break;
            default:
                break;
        }

        _previous = value;
        _at++;
    }

    private static bool IsCustomers(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("base"u8) || name.SequenceEqual("extended"u8) || name.SequenceEqual("tags"u8) || name.SequenceEqual("extra"u8) || name.SequenceEqual("consents"u8);
}
