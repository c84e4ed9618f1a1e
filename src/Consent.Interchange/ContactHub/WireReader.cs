using System.Text.Json;

namespace Consent.Interchange;

/// <summary>Reads one document in one pass. Allocates nothing but what it finds.</summary>
/// <remarks>Each method that begins to read a value stands on the token before it, and ends on the value's last token; <see langword="false"/>: see <see cref="Failure"/>.</remarks>
internal ref struct WireReader
{
    // Of each node: its three flags as NodeFlags packs them, which of them were named, and whether the node itself was.
    private const int FlagBits = 0b11_11_11;
    private const int FirstFlagNamed = 1 << 8;
    private const int NodeNamed = 1 << 11;
    private const int DisclaimerNamed = 1 << 12;

    private readonly Span<ushort> _found;
    private Utf8JsonReader _json;

    /// <summary>A reader of one document.</summary>
    /// <param name="document">UTF-8, surely valid.</param>
    /// <param name="found">Zeros, one for each node.</param>
    /// <param name="maxDepth">How deep it may be nested.</param>
    public WireReader(ReadOnlySpan<byte> document, Span<ushort> found, int maxDepth)
    {
        _found = found;

        // Not as the final block: then a document that is cut off is an answer of the reader's, not an exception.
        _json = new(document, isFinalBlock: false, new JsonReaderState(new() { MaxDepth = maxDepth }));
    }

    /// <summary>What stopped the reading.</summary>
    public WireFailure Failure { get; private set; }

    private readonly bool HasFailed => Failure.Reason is not null;

    /// <summary>The text that names the contact, if it is there.</summary>
    public string? Id { get; private set; }

    /// <summary>The notice's version, if it is there.</summary>
    public string? NoticeVersion { get; private set; }

    /// <summary>When the notice was accepted, if it says so.</summary>
    public Timestamp? NoticeDate { get; private set; }

    /// <summary>How many bytes the document has.</summary>
    public readonly int Consumed => (int)_json.BytesConsumed;

    /// <summary>The flags found of a node, as <see cref="NodeFlags"/> packs them.</summary>
    public readonly byte FlagsOf(WireNode node) => (byte)(_found[node.Number] & FlagBits);

    /// <summary>Reads a <c>consents</c> object.</summary>
    public bool ReadConsents(WireNode root) => _json.Read() ? ReadNode(root) : CutOff();

    /// <summary>Reads a customer: the property that names them and <c>consents</c>. Everything else is passed over.</summary>
    public bool ReadCustomer(WireNode root, ReadOnlySpan<byte> idProperty)
    {
        if (!_json.Read())
        {
            return CutOff();
        }

        if (_json.TokenType != JsonTokenType.StartObject)
        {
            return Fail(ContactHubErrorCode.WrongType, "is no object");
        }

        var hasId = false;
        var hasConsents = false;
        while (_json.Read())
        {
            if (_json.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            var name = Name();
            if (name.SequenceEqual("consents"u8))
            {
                if (!Once(ref hasConsents) || !(_json.Read() ? ReadNode(root) : CutOff()))
                {
                    return false;
                }
            }
            else if (name.SequenceEqual(idProperty))
            {
                if (!Once(ref hasId) || !ReadId())
                {
                    return false;
                }
            }
            else if (!_json.TrySkip())
            {
                return CutOff();
            }
        }

        return CutOff();
    }

    private bool ReadNode(WireNode node)
    {
        if (_json.TokenType == JsonTokenType.Null)
        {
            return true;
        }

        if (_json.TokenType != JsonTokenType.StartObject)
        {
            return Fail(ContactHubErrorCode.WrongType, "is no object");
        }

        var next = 0;
        while (_json.Read())
        {
            if (_json.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            if (!ReadProperty(node, Name(), ref next))
            {
                return false;
            }
        }

        return CutOff();
    }

    private bool ReadProperty(WireNode node, ReadOnlySpan<byte> name, ref int next)
    {
        if (node.IsPurpose && FlagNamed(name) is >= 0 and var flag)
        {
            return Once(ref _found[node.Number], FirstFlagNamed << flag) && ReadFlag(ref _found[node.Number], flag);
        }

        if (node.Find(name, ref next) is { } child)
        {
            return Once(ref _found[child.Number], NodeNamed) && (_json.Read() ? ReadNode(child) : CutOff());
        }

        return node.Number == 0 && name.SequenceEqual("disclaimer"u8)
            ? Once(ref _found[0], DisclaimerNamed) && ReadDisclaimer()
            : Fail(ContactHubErrorCode.UnknownProperty, "is not known here");
    }

    private bool ReadFlag(ref ushort found, int flag)
    {
        if (!_json.Read())
        {
            return CutOff();
        }

        switch (_json.TokenType)
        {
            case JsonTokenType.True:
                found |= (ushort)((int)FlagValue.Active << (flag * 2));
                return true;
            case JsonTokenType.False:
                found |= (ushort)((int)FlagValue.Inactive << (flag * 2));
                return true;
            case JsonTokenType.Null:
                return true;
            default:
                return Fail(ContactHubErrorCode.WrongType, "is neither true, false nor null");
        }
    }

    private bool ReadDisclaimer()
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
            return Fail(ContactHubErrorCode.WrongType, "is no object");
        }

        var hasDate = false;
        var hasVersion = false;
        while (_json.Read())
        {
            if (_json.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            var name = Name();
            var isRead = name.SequenceEqual("date"u8) ? Once(ref hasDate) && ReadNoticeDate()
                : name.SequenceEqual("version"u8) ? Once(ref hasVersion) && ReadNoticeVersion()
                : Fail(ContactHubErrorCode.UnknownProperty, "is not known here");
            if (!isRead)
            {
                return false;
            }
        }

        return CutOff();
    }

    private bool ReadNoticeDate()
    {
        if (!ReadText(out var isThere) || !isThere)
        {
            return !HasFailed;
        }

        if (WireDate.Flaw(_json.ValueIsEscaped ? Unescaped() : _json.ValueSpan, out var date) is { } flaw)
        {
            return Fail(ContactHubErrorCode.InvalidDate, flaw);
        }

        NoticeDate = date;
        return true;
    }

    /// <summary>A blank version names none.</summary>
    private bool ReadNoticeVersion()
    {
        if (!ReadText(out var isThere) || !isThere)
        {
            return !HasFailed;
        }

        var version = WireText.Read(_json.ValueSpan, _json.ValueIsEscaped);
        if (version is not null && string.IsNullOrWhiteSpace(version))
        {
            return true;
        }

        NoticeVersion = version;
        return WireText.Flaw(version, NoticeAcceptance.MaxVersionLength) is not { } flaw || Fail(ContactHubErrorCode.InvalidText, flaw);
    }

    private bool ReadId()
    {
        if (!ReadText(out var isThere) || !isThere)
        {
            return !HasFailed;
        }

        Id = WireText.Read(_json.ValueSpan, _json.ValueIsEscaped);
        return WireText.Flaw(Id, ContactId.MaxLength) is not { } flaw || Fail(ContactHubErrorCode.InvalidText, flaw);
    }

    private bool ReadText(out bool isThere)
    {
        isThere = false;
        if (!_json.Read())
        {
            return CutOff();
        }

        isThere = _json.TokenType == JsonTokenType.String;
        return isThere || _json.TokenType == JsonTokenType.Null || Fail(ContactHubErrorCode.WrongType, "is no text");
    }

    private static int FlagNamed(ReadOnlySpan<byte> name) => name.Length switch
    {
        6 when name.SequenceEqual("status"u8) => (int)ConsentFlag.Status,
        10 when name.SequenceEqual("limitation"u8) => (int)ConsentFlag.Restriction,
        9 when name.SequenceEqual("objection"u8) => (int)ConsentFlag.Objection,
        _ => -1,
    };

    private readonly ReadOnlySpan<byte> Name() => _json.ValueIsEscaped ? Unescaped() : _json.ValueSpan;

    /// <summary>The string's bytes; none when an escape is a lone surrogate, which no name and no date has.</summary>
    private readonly ReadOnlySpan<byte> Unescaped()
    {
        var bytes = new byte[_json.ValueSpan.Length];
        return bytes.AsSpan(0, Math.Max(0, WireText.Unescape(_json.ValueSpan, bytes)));
    }

    private bool Once(ref bool isNamed)
    {
        if (isNamed)
        {
            return Fail(ContactHubErrorCode.DuplicateProperty, "stands there twice");
        }

        return isNamed = true;
    }

    private bool Once(ref ushort found, int mark)
    {
        if ((found & mark) != 0)
        {
            return Fail(ContactHubErrorCode.DuplicateProperty, "stands there twice");
        }

        found |= (ushort)mark;
        return true;
    }

    private bool CutOff()
    {
        Failure = new(ContactHubErrorCode.CutOff, int.MaxValue, "is cut off");
        return false;
    }

    private bool Fail(ContactHubErrorCode code, string reason)
    {
        Failure = new(code, (int)_json.TokenStartIndex, reason);
        return false;
    }
}
