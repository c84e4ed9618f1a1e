namespace Consent.Storage;

/// <summary>Names a note: what kind of thing it is about, and which. Compared ordinally.</summary>
public readonly record struct NoteKey : IComparable<NoteKey>
{
    /// <summary>The greatest length of a kind, in UTF-16 code units.</summary>
    public const int MaxKindLength = 64;

    /// <summary>The greatest length of a key, in UTF-16 code units.</summary>
    public const int MaxKeyLength = 1024;

    /// <summary>A name.</summary>
    /// <param name="kind">Which part of a program keeps it: 1 to 64 characters.</param>
    /// <param name="key">Which of its notes: 1 to 1,024 characters.</param>
    /// <exception cref="ArgumentException">A text is blank, too long or not well-formed; the message does not quote it.</exception>
    public NoteKey(string kind, string key)
    {
        Kind = KeptText.Checked(kind, MaxKindLength, "The kind of a note", nameof(kind));
        Key = KeptText.Checked(key, MaxKeyLength, "The key of a note", nameof(key));
    }

    /// <summary>Which part of a program keeps it; <see langword="null"/> in <see langword="default"/>, which names nothing.</summary>
    public string Kind { get; }

    /// <summary>Which of its notes.</summary>
    public string Key { get; }

    /// <summary>By kind, then by key, ordinally.</summary>
    public int CompareTo(NoteKey other)
    {
        var order = string.CompareOrdinal(Kind, other.Kind);
        return order != 0 ? order : string.CompareOrdinal(Key, other.Key);
    }

    /// <summary>The kind: a key may name a contact.</summary>
    public override string ToString() => $"a note of the kind {Kind}";

    /// <summary>Comes first.</summary>
    public static bool operator <(NoteKey left, NoteKey right) => left.CompareTo(right) < 0;

    /// <summary>Comes after.</summary>
    public static bool operator >(NoteKey left, NoteKey right) => left.CompareTo(right) > 0;

    /// <summary>Comes first or is the same.</summary>
    public static bool operator <=(NoteKey left, NoteKey right) => left.CompareTo(right) <= 0;

    /// <summary>Comes after or is the same.</summary>
    public static bool operator >=(NoteKey left, NoteKey right) => left.CompareTo(right) >= 0;
}
