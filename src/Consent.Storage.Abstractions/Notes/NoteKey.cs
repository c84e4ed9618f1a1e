namespace Consent.Storage;

/// <summary>Names a note: what kind of thing it is about, and which. Compared ordinally.</summary>
public readonly record struct NoteKey : IComparable<NoteKey>
{
    /// <summary>The greatest length of a kind, in UTF-16 code units.</summary>
    public const int MaxKindLength = 64;

    /// <summary>The greatest length of a key, in UTF-16 code units.</summary>
    public const int MaxKeyLength = 1024;

    private readonly string? _kind;
    private readonly string? _key;

    /// <summary>A name.</summary>
    /// <param name="kind">Which part of a program keeps it: 1 to 64 characters.</param>
    /// <param name="key">Which of its notes: 1 to 1,024 characters.</param>
    /// <exception cref="ArgumentException">A text is blank, too long or not well-formed; the message does not quote it.</exception>
    public NoteKey(string kind, string key)
    {
        _kind = KeptText.Checked(kind, MaxKindLength, "The kind of a note", nameof(kind));
        _key = KeptText.Checked(key, MaxKeyLength, "The key of a note", nameof(key));
    }

    /// <summary>Which part of a program keeps it.</summary>
    /// <exception cref="InvalidOperationException">This is <see langword="default"/>.</exception>
    public string Kind => _kind ?? throw new InvalidOperationException("This name of a note is default(NoteKey), which names nothing.");

    /// <summary>Which of its notes.</summary>
    /// <exception cref="InvalidOperationException">This is <see langword="default"/>.</exception>
    public string Key => _key ?? throw new InvalidOperationException("This name of a note is default(NoteKey), which names nothing.");

    /// <summary>Whether this is <see langword="default"/>, which names nothing.</summary>
    public bool IsDefault => _kind is null;

    /// <summary>By kind, then by key, ordinally.</summary>
    public int CompareTo(NoteKey other)
    {
        var order = string.CompareOrdinal(_kind, other._kind);
        return order != 0 ? order : string.CompareOrdinal(_key, other._key);
    }

    /// <summary>The kind: a key may name a contact.</summary>
    public override string ToString() => $"a note of the kind {_kind}";

    /// <summary>Comes first.</summary>
    public static bool operator <(NoteKey left, NoteKey right) => left.CompareTo(right) < 0;

    /// <summary>Comes after.</summary>
    public static bool operator >(NoteKey left, NoteKey right) => left.CompareTo(right) > 0;

    /// <summary>Comes first or is the same.</summary>
    public static bool operator <=(NoteKey left, NoteKey right) => left.CompareTo(right) <= 0;

    /// <summary>Comes after or is the same.</summary>
    public static bool operator >=(NoteKey left, NoteKey right) => left.CompareTo(right) >= 0;
}
