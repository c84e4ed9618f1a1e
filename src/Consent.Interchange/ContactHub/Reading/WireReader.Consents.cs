using System.Text;
using System.Text.Json;

namespace Consent.Interchange;

/// <summary>The <c>consents</c> object: nodes, their flags, and what it should not hold.</summary>
internal ref partial struct WireReader
{
    private static readonly string[] s_false = ["false", "no", "n", "off"];
    private static readonly string[] s_true = ["true", "yes", "y", "on"];

    private bool ReadNode(WireNode node)
    {
        if (_json.TokenType == JsonTokenType.Null)
        {
            return true;
        }

        if (_json.TokenType != JsonTokenType.StartObject)
        {
            if (_json.TokenType == JsonTokenType.False && node.Number != 0)
            {
                Set(ref _found[node.Number], ConsentFlag.Status, isActive: false);
            }

            return NoObject();
        }

        NoteDepth();
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
            Once(ref _found[node.Number], FirstFlagNamed << flag);
            return ReadFlag(ref _found[node.Number], flag);
        }

        if (node.Find(name, ref next) is { } child)
        {
            Once(ref _found[child.Number], NodeNamed);
            return _json.Read() ? ReadNode(child) : CutOff();
        }

        if (name.SequenceEqual("disclaimer"u8) && (node.Number == 0 || node.IsPurpose))
        {
            Once(ref _found[node.Number], DisclaimerNamed);
            return ReadDisclaimer(node);
        }

        Note(ContactHubErrorCode.UnknownProperty, "is not known here");
        return FlagLike(name) is >= 0 and var like
            ? ReadFlag(ref _found[node.Number], like)
            : ReadUnknown(node.Path.IsRoot ? "" : node.Path.ToString(), name);
    }

    /// <summary>Reads what stands under a name that the format does not have. A no there is a no, on the path that the names make.</summary>
    private bool ReadUnknown(string above, ReadOnlySpan<byte> name)
    {
        var path = above.Length == 0 ? Encoding.UTF8.GetString(name) : $"{above}.{Encoding.UTF8.GetString(name)}";
        if (!_json.Read())
        {
            return CutOff();
        }

        NoteDepth();
        if (_json.TokenType != JsonTokenType.StartObject || _json.CurrentDepth >= _maxDepth)
        {
            if (_json.TokenType == JsonTokenType.False)
            {
                KeepNoes(path, (ushort)FlagValue.Inactive);
            }

            return Skip();
        }

        ushort flags = 0;
        while (_json.Read())
        {
            if (_json.TokenType == JsonTokenType.EndObject)
            {
                KeepNoes(path, flags);
                return true;
            }

            if (!(FlagLike(Name()) is >= 0 and var flag ? ReadFlag(ref flags, flag) : ReadUnknown(path, Name())))
            {
                KeepNoes(path, flags);
                return false;
            }
        }

        KeepNoes(path, flags);
        return CutOff();
    }

    private void KeepNoes(string path, ushort flags)
    {
        foreach (var flag in Enum.GetValues<ConsentFlag>())
        {
            if (((flags >> ((int)flag * 2)) & 3) == (int)No(flag))
            {
                UnknownNoes ??= [];
                UnknownNoes.Add((PurposePath.ForText(path), flag));
            }
        }
    }

    /// <summary>A value that is written as a text or a number is a fault; where it cannot mean anything but no, it is one.</summary>
    private bool ReadFlag(ref ushort found, int flag)
    {
        if (!_json.Read())
        {
            return CutOff();
        }

        switch (_json.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                Set(ref found, (ConsentFlag)flag, _json.TokenType == JsonTokenType.True);
                return true;
            case JsonTokenType.Null:
                return true;
            default:
                Note(ContactHubErrorCode.WrongType, "is neither true, false nor null");
                if (IsLikeNo((ConsentFlag)flag))
                {
                    Set(ref found, (ConsentFlag)flag, No((ConsentFlag)flag) == FlagValue.Active);
                }

                return Skip();
        }
    }

    private readonly bool IsLikeNo(ConsentFlag flag)
    {
        var digit = flag == ConsentFlag.Status ? "0"u8 : "1"u8;
        return _json.TokenType switch
        {
            JsonTokenType.Number => _json.ValueSpan.SequenceEqual(digit),
            JsonTokenType.String => Name().SequenceEqual(digit) || IsWord(Name(), flag != ConsentFlag.Status),
            _ => false,
        };
    }

    private static bool IsWord(ReadOnlySpan<byte> text, bool isTrue)
    {
        foreach (var word in isTrue ? s_true : s_false)
        {
            if (Ascii.EqualsIgnoreCase(text, word))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Of two values of one flag, the no counts.</summary>
    private static void Set(ref ushort found, ConsentFlag flag, bool isActive)
    {
        var shift = (int)flag * 2;
        var value = isActive ? FlagValue.Active : FlagValue.Inactive;
        var before = (FlagValue)((found >> shift) & 3);
        value = before == FlagValue.Unset || before == value ? value : No(flag);
        found = (ushort)((found & ~(3 << shift)) | ((int)value << shift));
    }

    private static FlagValue No(ConsentFlag flag) => flag == ConsentFlag.Status ? FlagValue.Inactive : FlagValue.Active;

    private static int FlagNamed(ReadOnlySpan<byte> name) => name.Length switch
    {
        6 when name.SequenceEqual("status"u8) => (int)ConsentFlag.Status,
        10 when name.SequenceEqual("limitation"u8) => (int)ConsentFlag.Restriction,
        9 when name.SequenceEqual("objection"u8) => (int)ConsentFlag.Objection,
        _ => -1,
    };

    /// <summary>As <see cref="FlagNamed"/>, in any case.</summary>
    private static int FlagLike(ReadOnlySpan<byte> name) =>
        Ascii.EqualsIgnoreCase(name, "status"u8) ? (int)ConsentFlag.Status
        : Ascii.EqualsIgnoreCase(name, "limitation"u8) ? (int)ConsentFlag.Restriction
        : Ascii.EqualsIgnoreCase(name, "objection"u8) ? (int)ConsentFlag.Objection
        : -1;
}
