using System.Text.Json;

namespace Consent.Interchange;

/// <summary>The disclaimer, of the document or of one purpose.</summary>
internal ref partial struct WireReader
{
    private bool ReadDisclaimer(WireNode node)
    {
        if (!_json.Read())
        {
            return CutOff();
        }

        if (_json.TokenType == JsonTokenType.Null)
        {
            return true;
        }

        if (_json.TokenType != JsonTokenType.StartObject)
        {
            return NoObject();
        }

        NoteDepth();
        var notice = default(WireNotice);
        var hasDate = false;
        var hasVersion = false;
        while (_json.Read())
        {
            if (_json.TokenType == JsonTokenType.EndObject)
            {
                Keep(node, notice);
                return true;
            }

            if (!ReadDisclaimerProperty(Name(), ref notice, ref hasDate, ref hasVersion))
            {
                return false;
            }
        }

        return CutOff();
    }

    private void Keep(WireNode node, WireNotice notice)
    {
        if (node.Number == 0)
        {
            Notice = notice;
        }
        else if (notice != default)
        {
            OwnNotices ??= [];
            OwnNotices.Add((node.Number, notice));
        }
    }

    private bool ReadDisclaimerProperty(ReadOnlySpan<byte> name, ref WireNotice notice, ref bool hasDate, ref bool hasVersion)
    {
        if (name.SequenceEqual("date"u8))
        {
            Once(ref hasDate);
            return ReadDate(ref notice);
        }

        if (name.SequenceEqual("version"u8))
        {
            Once(ref hasVersion);
            return ReadVersion(ref notice);
        }

        Note(ContactHubErrorCode.UnknownProperty, "is not known here");
        return SkipNext();
    }

    private bool ReadDate(ref WireNotice notice)
    {
        if (!_json.Read())
        {
            return CutOff();
        }

        switch (_json.TokenType)
        {
            case JsonTokenType.Null:
            case JsonTokenType.Number when _json.ValueSpan.SequenceEqual("0"u8):
                return true;
            case JsonTokenType.String:
                if (WireDate.Flaw(Name(), _export, out var date) is { } flaw)
                {
                    Note(ContactHubErrorCode.InvalidDate, flaw);
                }

                notice = notice with { Date = date };
                return true;
            default:
                Note(ContactHubErrorCode.WrongType, "is no text");
                return Skip();
        }
    }

    /// <summary>A blank version names none.</summary>
    private bool ReadVersion(ref WireNotice notice)
    {
        if (!ReadText(out var isThere) || !isThere)
        {
            return !IsCutOff;
        }

        var version = TextHere();
        if (version is not null && string.IsNullOrWhiteSpace(version))
        {
            return true;
        }

        notice = notice with { Version = version };
        if (WireText.Flaw(version, NoticeAcceptance.MaxVersionLength) is { } flaw)
        {
            Note(ContactHubErrorCode.InvalidText, flaw);
        }

        return true;
    }
}
