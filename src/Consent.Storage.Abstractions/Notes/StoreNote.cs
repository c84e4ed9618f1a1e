namespace Consent.Storage;

/// <summary>What a program keeps beside records and log, such as how far a source has been read. No decision rests on it. Immutable, compared by content.</summary>
/// <remarks>What a program writes begins with a byte that says in which form, so that a later version can read it and seal it.</remarks>
public sealed class StoreNote : IEquatable<StoreNote>
{
    /// <summary>The greatest length of what a note says, in bytes.</summary>
    public const int MaxLength = 1024 * 1024;

    private readonly byte[] _content;

    /// <summary>A note as it stands, or is to stand, in a store.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="content">What it says: up to 1 MiB; copied.</param>
    /// <param name="version">Counts its writes from 1: the version that it has once it is written.</param>
    /// <param name="goneAt">From when it counts as gone, and may be removed; <see langword="null"/>: never.</param>
    /// <exception cref="ArgumentException">The key names nothing, or the content is too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The version is less than 1.</exception>
    public StoreNote(NoteKey key, ReadOnlySpan<byte> content, long version = 1, Timestamp? goneAt = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        Key = key == default ? throw new ArgumentException("A note needs a name.", nameof(key)) : key;
        _content = content.Length <= MaxLength ? content.ToArray() : throw new ArgumentException($"A note says at most {MaxLength} bytes.", nameof(content));
        Version = version;
        GoneAt = goneAt;
    }

    /// <summary>Its name.</summary>
    public NoteKey Key { get; }

    /// <summary>What it says.</summary>
    public ReadOnlySpan<byte> Content => _content;

    /// <summary>Counts its writes from 1.</summary>
    public long Version { get; }

    /// <summary>From when it counts as gone, and may be removed; <see langword="null"/>: never.</summary>
    public Timestamp? GoneAt { get; }

    /// <summary>Whether it counts as gone.</summary>
    public bool IsGone(Timestamp now) => GoneAt <= now;

    /// <summary>What is to be written in its place, if it still is the one that was read.</summary>
    /// <inheritdoc cref="StoreNote(NoteKey, ReadOnlySpan{byte}, long, Timestamp?)" path="/param|/exception"/>
    public StoreNote Next(ReadOnlySpan<byte> content, Timestamp? goneAt = null) => new(Key, content, Version + 1, goneAt);

    /// <inheritdoc/>
    public bool Equals(StoreNote? other) =>
        other is not null && Key == other.Key && Version == other.Version && GoneAt == other.GoneAt && Content.SequenceEqual(other.Content);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StoreNote);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Key, Version, GoneAt, _content.Length);

    /// <summary>Kind and version: a key, and what a note says, may name a contact.</summary>
    public override string ToString() => $"{Key} at version {Version}";
}
