namespace Consent.Interchange;

/// <summary>The brackets open in a document, innermost last. Forgives what does not match, as broken documents must not take their neighbours with them.</summary>
internal sealed class WireNesting
{
    private readonly List<bool> _isArray = [];
    private int _arrays;

    /// <summary>How many brackets are open.</summary>
    public int Depth => _isArray.Count;

    /// <summary>Whether an array is open.</summary>
    public bool HasArray => _arrays > 0;

    /// <summary>Whether the innermost one is an array.</summary>
    public bool IsInArray => _isArray is [.., true];

    /// <summary>Nothing is open any more.</summary>
    public void Clear()
    {
        _isArray.Clear();
        _arrays = 0;
    }

    /// <summary>Opens one.</summary>
    public void Open(bool isArray)
    {
        _isArray.Add(isArray);
        _arrays += isArray ? 1 : 0;
    }

    /// <summary>Closes the innermost one of this kind, and what is open within it.</summary>
    public void Close(bool isArray)
    {
        bool last;
        do
        {
            last = _isArray[^1];
            _isArray.RemoveAt(_isArray.Count - 1);
            _arrays -= last ? 1 : 0;
        }
        while (last != isArray && _isArray.Count > 0);
    }
}
