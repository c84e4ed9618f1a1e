using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Consent.Interchange;

/// <summary>Names, texts and what is passed over.</summary>
internal ref partial struct WireReader
{
    private bool CutOff()
    {
        if (!IsCutOff)
        {
            IsCutOff = true;
            Note(new(ContactHubErrorCode.CutOff, int.MaxValue, "is cut off"));
        }

        return false;
    }

    private bool NoObject()
    {
        Note(ContactHubErrorCode.WrongType, "is no object");
        return Skip();
    }

    private void Once(ref bool isNamed)
    {
        if (isNamed)
        {
            Note(ContactHubErrorCode.DuplicateProperty, "stands there twice");
        }

        isNamed = true;
    }

    private void Once(ref ushort found, int mark)
    {
        if ((found & mark) != 0)
        {
            Note(ContactHubErrorCode.DuplicateProperty, "stands there twice");
        }

        found |= (ushort)mark;
    }

    private bool SkipNext() => _json.Read() ? Skip() : CutOff();

    /// <summary>Passes over the value that the current token begins.</summary>
    private bool Skip()
    {
        if (_json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return true;
        }

        var depth = _json.CurrentDepth;
        do
        {
            NoteDepth();
            if (!_json.Read())
            {
                return CutOff();
            }
        }
        while (_json.CurrentDepth > depth);
        return true;
    }

    private void NoteDepth()
    {
        if (!_isTooDeep && _json.CurrentDepth >= _maxDepth && _json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            _isTooDeep = true;
            Note(ContactHubErrorCode.TooDeep, $"is nested deeper than {_maxDepth} levels");
        }
    }

    /// <summary>Reads a value that should be a text.</summary>
    private bool ReadText(out bool isThere)
    {
        isThere = false;
        if (!_json.Read())
        {
            return CutOff();
        }

        isThere = _json.TokenType == JsonTokenType.String;
        if (isThere || _json.TokenType == JsonTokenType.Null)
        {
            return true;
        }

        Note(ContactHubErrorCode.WrongType, "is no text");
        return Skip();
    }

    /// <summary>Another spelling of where the consents stand: a fault, and its noes are kept.</summary>
    private static bool IsLikeConsents(ReadOnlySpan<byte> name) =>
        !name.SequenceEqual("consents"u8) && (Ascii.EqualsIgnoreCase(name, "consents"u8) || Ascii.EqualsIgnoreCase(name, "consent"u8));

    private readonly bool IsDigitsHere() => _json.TokenType == JsonTokenType.Number && !_json.ValueSpan.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>The text of the current token; <see langword="null"/> when it is not well-formed.</summary>
    private readonly string? TextHere() => !_isUtf8 && !Utf8.IsValid(_json.ValueSpan) ? null : WireText.Read(_json.ValueSpan, _json.ValueIsEscaped);

    private readonly ReadOnlySpan<byte> Name() => _json.ValueIsEscaped ? Unescaped() : _json.ValueSpan;

    /// <summary>The string's bytes; none when an escape is a lone surrogate, which no name and no date has.</summary>
    private readonly ReadOnlySpan<byte> Unescaped()
    {
        var bytes = new byte[_json.ValueSpan.Length];
        return bytes.AsSpan(0, Math.Max(0, WireText.Unescape(_json.ValueSpan, bytes)));
    }
}
