using System.Security.Cryptography;
using Consent.Auditing;

namespace Consent.Storage.InMemory;

/// <summary>Random salts, drawn for many entries at once: asking takes longer than getting. Only the sequencer draws.</summary>
internal sealed class DrawnSalts
{
    /// <summary>For so many entries they are drawn at once, and lent at most.</summary>
    public const int AtOnce = 64;

    private readonly byte[] _drawn = new byte[AtOnce * EntrySealer.SaltsLength];
    private int _left;

    /// <summary>Fills the salts of some entries. What is lent is not kept: an erased entry's salts are nowhere.</summary>
    public void Fill(Span<byte> salts)
    {
        if (_left < salts.Length)
        {
            RandomNumberGenerator.Fill(_drawn);
            _left = _drawn.Length;
        }

        var lent = _drawn.AsSpan(_left - salts.Length, salts.Length);
        lent.CopyTo(salts);
        lent.Clear();
        _left -= salts.Length;
    }
}
