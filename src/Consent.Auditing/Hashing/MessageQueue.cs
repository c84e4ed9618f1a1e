namespace Consent.Auditing;

/// <summary>Messages that are written one after the other and hashed at once. It keeps its room, so it is for one thread at a time.</summary>
internal sealed class MessageQueue
{
    private byte[] _bytes = new byte[4096];
    private Message[] _messages = new Message[64];
    private Sha256Digest[] _digests = [];
    private int _length;
    private int _count;

    /// <summary>Room for the next message.</summary>
    public Span<byte> Add(int length)
    {
        if (_bytes.Length - _length < length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + length));
        }

        if (_count == _messages.Length)
        {
            Array.Resize(ref _messages, _count * 2);
        }

        _messages[_count++] = new(_length, length);
        _length += length;
        return _bytes.AsSpan(_length - length, length);
    }

    /// <summary>The digests of the messages, in their order. They hold until it is asked again; the messages are gone.</summary>
    public ReadOnlySpan<Sha256Digest> Hash()
    {
        if (_digests.Length < _count)
        {
            _digests = new Sha256Digest[_messages.Length];
        }

        var digests = _digests.AsSpan(0, _count);
        ManySha256.Hash(_bytes.AsSpan(0, _length), _messages.AsSpan(0, _count), digests);
        (_length, _count) = (0, 0);
        return digests;
    }
}
