using System.Text.Json;

namespace Consent.Interchange;

/// <summary>Reads one document in one pass, goes on behind each fault, and allocates nothing but what it finds.</summary>
/// <remarks>
/// Each method that begins to read a value stands on the token before it, and ends on the value's last token; <see langword="false"/>: the
/// document is cut off there. What was read up to a fault is kept: a no counts, whatever is wrong around it.
/// </remarks>
internal ref partial struct WireReader
{
    // Of each node: its three flags as NodeFlags packs them, which of them were named, and whether the node itself was.
    private const int FlagBits = 0b11_11_11;
    private const int FirstFlagNamed = 1 << 8;
    private const int NodeNamed = 1 << 11;
    private const int DisclaimerNamed = 1 << 12;
    private const int MaxFaults = 100;

    private readonly Span<ushort> _found;
    private readonly ContactHubExport _export;
    private readonly int _maxDepth;
    private readonly bool _isUtf8;
    private readonly bool _isNumber;
    private Utf8JsonReader _json;
    private bool _isTooDeep;
    private bool _isIdNamed;
    private bool _hasOtherId;

    /// <summary>A reader of one document.</summary>
    /// <param name="document">The document's bytes.</param>
    /// <param name="isUtf8">Whether all of them are UTF-8.</param>
    /// <param name="found">Zeros, one for each node.</param>
    /// <param name="export">What the source says about its dates and ids.</param>
    /// <param name="maxDepth">How deep it may be nested.</param>
    public WireReader(ReadOnlySpan<byte> document, bool isUtf8, Span<ushort> found, ContactHubExport export, int maxDepth)
    {
        _found = found;
        _export = export;
        _maxDepth = maxDepth;
        _isUtf8 = isUtf8;
        _isNumber = document.TrimStart(" \t\r\n"u8) is [(byte)'-' or (>= (byte)'0' and <= (byte)'9'), ..];

        // Not as the final block: then a document that is cut off is an answer of the reader's, not an exception. Depth is looked at here, so
        // that what is too deep costs no no behind it.
        _json = new(document, isFinalBlock: false, new JsonReaderState(new() { MaxDepth = document.Length + 1 }));
    }

    /// <summary>What is wrong, in the order in which it was met; <see langword="null"/>: nothing.</summary>
    public List<WireFailure>? Faults { get; private set; }

    /// <summary>Whether the document ended before it was complete.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>Whether a property names the contact, even if by no good text.</summary>
    public bool IsNamed { get; private set; }

    /// <summary>The text that names the contact, if there is one and no other.</summary>
    public string? Id { readonly get => _hasOtherId ? null : field; private set; }

    /// <summary>The notice accepted.</summary>
    public WireNotice Notice { get; private set; }

    /// <summary>What purposes say of notices of their own, by the number of the node.</summary>
    public List<(int Node, WireNotice Notice)>? OwnNotices { get; private set; }

    /// <summary>The noes on paths that the format does not have.</summary>
    public List<(PurposePath Path, ConsentFlag Flag)>? UnknownNoes { get; private set; }

    /// <summary>What the customer's subscriptions say.</summary>
    public WireSubscriptions Subscriptions { get; private set; }

    /// <summary>How many bytes were read.</summary>
    public readonly int Consumed => (int)_json.BytesConsumed;

    /// <summary>The flags found of a node, as <see cref="NodeFlags"/> packs them.</summary>
    public readonly byte FlagsOf(WireNode node) => (byte)(_found[node.Number] & FlagBits);

    /// <summary>Reads a <c>consents</c> object.</summary>
    public bool ReadConsents(WireNode root) => Begin() && ReadNode(root);

    /// <summary>Reads a customer: the property that names them, <c>consents</c>, and what subscriptions say. Everything else is passed over.</summary>
    public bool ReadCustomer(WireNode root)
    {
        if (!Begin())
        {
            return false;
        }

        if (_json.TokenType != JsonTokenType.StartObject)
        {
            return NoObject();
        }

        var idProperty = WireDocument.NameOf(_export.IdProperty);
        var hasConsents = false;
        while (_json.Read())
        {
            if (_json.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            var name = Name();
            var isLike = IsLikeConsents(name);
            if (isLike)
            {
                Note(ContactHubErrorCode.UnknownProperty, "is not known here, and reads like consents");
            }

            if (isLike || name.SequenceEqual("consents"u8))
            {
                Once(ref hasConsents);
                if (!(_json.Read() ? ReadNode(root) : CutOff()))
                {
                    return false;
                }
            }
            else if (!(name.SequenceEqual(idProperty) ? ReadId() : name.SequenceEqual("base"u8) ? ReadBase() : SkipNext()))
            {
                return false;
            }
        }

        return CutOff();
    }

    /// <summary>Notes a fault at the current token.</summary>
    public void Note(ContactHubErrorCode code, string reason) => Note(new(code, (int)_json.TokenStartIndex, reason));

    /// <summary>Notes a fault. Past the first hundred, one more tells nobody anything.</summary>
    public void Note(in WireFailure fault)
    {
        Faults ??= [];
        if (Faults.Count < MaxFaults)
        {
            Faults.Add(fault);
        }
    }

    private bool Begin()
    {
        if (!_isNumber)
        {
            return _json.Read() || CutOff();
        }

        // The reader waits for the end of a number, which could go on.
        Note(new(ContactHubErrorCode.WrongType, 0, "is no object"));
        return false;
    }

    /// <summary>Two ids name nobody: whose word it is cannot be known. A number is told as a fault, and still says whose noes these are.</summary>
    private bool ReadId()
    {
        Once(ref _isIdNamed);
        var before = Id;
        if (!ReadText(out var isThere))
        {
            return false;
        }

        IsNamed |= _json.TokenType != JsonTokenType.Null;
        if (!isThere && !IsDigitsHere())
        {
            return true;
        }

        var id = TextHere();
        if ((WireText.Flaw(id, ContactId.MaxLength) ?? NameFlaw(id)) is { } flaw)
        {
            Note(ContactHubErrorCode.InvalidText, flaw);
            _hasOtherId |= before is not null;
            return true;
        }

        _hasOtherId |= before is not null && !string.Equals(before, id, StringComparison.Ordinal);
        Id = id;
        return true;
    }

    /// <summary>What is kept of closed ids and of hashed addresses has a name, which is no contact's.</summary>
    private static string? NameFlaw(string? id) =>
        ContactId.TryParse(id, null, out var named) && (ClosedId.IsName(named, out _) || HashedPoint.IsName(named, out _)) ? "is the name of a closed id or of a hashed address, and no contact's" : null;
}
