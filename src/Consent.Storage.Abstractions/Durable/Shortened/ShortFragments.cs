namespace Consent.Storage;

/// <summary>Pieces of the log's canonical JSON that come again and again, each with the byte or the two bytes that stand for it in <see cref="ShortJson"/>.</summary>
/// <remarks>A stored form for ever: what stands here is never changed, moved or taken away. More may be added at the end of <see cref="s_often"/>; a first byte of the blob tells another table.</remarks>
internal sealed class ShortFragments
{
    /// <summary>The first byte that stands for a piece by itself.</summary>
    public const byte First = 0x08;

    /// <summary>The first byte that stands for nothing: from here on, bytes are themselves.</summary>
    public const byte End = 0x20;

    private const int KeyLength = 4;

    /// <summary>By one byte.</summary>
    private static readonly string[] s_always =
    [
        "{\"effect\":\"inForce\",\"flag\":\"status\",\"node\":\"",
        ",{\"effect\":\"inForce\",\"flag\":\"status\",\"node\":\"",
        "\",\"occurredAt\":\"",
        "\",\"value\":true,\"weight\":\"attested\"}",
        "\",\"value\":false,\"weight\":\"attested\"}",
        "{\"acceptance\":{\"acceptedAt\":\"",
        "\"},\"changeSha256\":\"",
        "\",\"recordedAt\":\"",
        "\",\"rules\":\"1/EuropeanUnion/",
        "\",\"source\":\"selfService\",\"statements\":[",
        "],\"taxonomy\":\"contactlab-1/",
        "\",\"type\":\"changed\",\"v\":1}",
        "{\"contact\":\"",
        "\",\"incarnation\":\"",
        "\",\"prev\":",
        ",\"revision\":",
        "{\"id\":\"",
        "\",\"roles\":[\"",
        "},{\"evidence\":0",
        "{\"change\":\"",
        "\",\"contentSha256\":\"",
        "\",\"evidence\":[{\"actedBy\":\"person\",\"method\":\"web form\"",
        ",\"reference\":\"",
        ",\"statements\":[{\"evidence\":",
    ];

    /// <summary>By <see cref="ShortJson.Often"/> and their place.</summary>
    private static readonly string[] s_often =
    [
        // Purposes.
        "marketing.automatic.email", "marketing.automatic.sms", "marketing.automatic.push", "marketing.automatic.phone", "marketing.automatic.im", "marketing.automatic",
        "marketing.traditional.phone", "marketing.traditional.paper", "marketing.traditional", "profiling.classic", "profiling.online", "softSpam.email", "softSpam.paper",
        "thirdPartyTransfer.profiling", "thirdPartyTransfer.marketing", "thirdPartyTransfer", "\"node\":\"all\"",

        // Statements.
        "{\"effect\":\"inForce\",\"flag\":\"", ",{\"effect\":\"inForce\",\"flag\":\"", "{\"effect\":\"superseded\",\"flag\":\"", ",{\"effect\":\"superseded\",\"flag\":\"",
        "{\"effect\":\"wouldWeaken\",\"flag\":\"", ",{\"effect\":\"wouldWeaken\",\"flag\":\"", "{\"effect\":\"noWithoutEffect\",\"flag\":\"", ",{\"effect\":\"noWithoutEffect\",\"flag\":\"",
        "{\"effect\":\"pending\",\"flag\":\"", ",{\"effect\":\"pending\",\"flag\":\"", "{\"effect\":\"", "\",\"ends\":\"", "\",\"flag\":\"", "status\",\"node\":\"", "objection\",\"node\":\"",
        "restriction\",\"node\":\"", "\",\"from\":\"", "\",\"node\":\"", "\",\"until\":\"", "\",\"value\":true,\"weight\":\"", "\",\"value\":false,\"weight\":\"", "attested\"}", "asserted\"}",
        "pending\"}",

        // The other facts.
        "\",\"version\":\"", "\",\"language\":\"", "\",\"textSha256\":\"", "\"},\"asked\":[", "{\"at\":\"", ",{\"at\":\"", "],\"changeSha256\":\"", "{\"changeSha256\":\"", "{\"asked\":[",
        "{\"closed\":{\"digest\":\"", "\"},\"closed\":{\"digest\":\"", "\",\"closed\":{\"digest\":\"", "\",\"kind\":\"", "erased\"", "neverContact\"", "rectified\"", ",\"linked\":[\"", ",\"links\":[{\"at\":\"",
        "\",\"digest\":\"", "\",\"linked\":true,\"permissiveFrom\":\"", "\",\"linked\":false,\"permissiveFrom\":\"", ",\"lists\":[{\"at\":\"", "\",\"list\":\"", "\",\"since\":\"", "],\"since\":\"", ",\"since\":\"",
        "\"},\"recordedAt\":\"", "{\"recordedAt\":\"", "\"},\"details\":{\"", "\",\"details\":{\"", "{\"details\":{\"", "{\"erased\":[[", "\",\"erased\":[[", "]],\"erasedOthers\":[{\"index\":", ",{\"index\":", ",\"prev\":",
        "}],\"recordedAt\":\"", "]],\"recordedAt\":\"", "\",\"linkOccurredAt\":\"", "\",\"linkPermissiveFrom\":\"", "\",\"rectifies\":", ",\"rules\":\"", "\",\"rules\":\"", "1/EuropeanUnion/", "1/Italy/",
        "\",\"source\":\"", "userInterface\"", "api\"", "import\"", "selfService\"", "system\"", ",\"statements\":[", "\",\"statements\":[", "],\"taxonomy\":\"", "\",\"taxonomy\":\"", ",\"taxonomy\":\"",
        "contactlab-1/", "\",\"type\":\"", "\",\"v\":1}", "changed", "linked", "unlinked", "rectified", "noticePublished", "held", "released", "erased", "closed", "read", "exported", "taxonomyChanged", "rulesChanged",
        "restored", "rebuilt", "keyRotated", "signerChanged",

        // Subject and actor.
        "\",\"other\":\"", "{\"authority\":\"", "\",\"id\":\"", "\",\"linkKind\":\"", "\",\"linkMadeAt\":\"", "contact\"]}", "operator\"]}", "apiClient\"]}", "system\"]}", "dataProtectionOfficer\"]}", "privacyManager\"]}",
        "contactByLink\"]}",

        // Evidence.
        "\",\"document\":{\"acceptedAt\":\"", "\",\"document\":{\"asOf\":\"", "\",\"asOf\":\"", "\",\"flags\":{\"", "\"},\"source\":\"", "\"},\"givenAt\":{\"", "\"},\"evidence\":[{", "\",\"evidence\":[{", "\",\"evidence\":[{}]",
        "{\"evidence\":[{", "\"actedBy\":\"person\"", "\"actedBy\":\"controller\"", "\"actedBy\":\"guardian\"", "\"actedBy\":\"representative\"", ",\"awaits\":true", ",\"confirmed\":true", ",\"confirmedPoint\":\"",
        ",\"contract\":\"", ",\"cut\":{\"", ",\"details\":{\"", ",\"ground\":\"", ",\"method\":\"", "\"method\":\"", "\",\"reference\":\"", ",\"toldFirst\":true", "web form\"", "signed paper\"", "recorded call\"",
        "notified\"", "one-click\"", "}],\"reason\":\"", "\",\"reason\":\"", "\",\"reasonSha256\":\"", "\",\"rectifies\":\"", "\"}],\"statements\":[{\"", "\"},{}],\"statements\":[{\"evidence\":", "}],\"statements\":[{\"",
        "\"claimed\":\"", "\",\"claimedUntil\":\"", "\",\"evidence\":", "evidence\":", "},{\"evidence\":1", "},{\"evidence\":2", "},{\"evidence\":", ",\"notice\":\"", "\"}]}", "https://", "http://",
    ];

    private readonly byte[][] _pieces;
    private readonly int[] _firstOf = new int[512];
    private readonly int[] _next;

    private ShortFragments()
    {
        _pieces = [.. s_always.Concat(s_often).Select(System.Text.Encoding.ASCII.GetBytes)];
        _next = new int[_pieces.Length];
        Array.Fill(_firstOf, -1);

        // The longest of those that begin alike comes first: so they are put in shortest first.
        foreach (var place in Enumerable.Range(0, _pieces.Length).OrderBy(i => _pieces[i].Length))
        {
            ref var first = ref _firstOf[BucketOf(_pieces[place])];
            (_next[place], first) = (first, place);
        }
    }

    public static ShortFragments All { get; } = new();

    /// <summary>The piece that a byte, or <see cref="ShortJson.Often"/> with the one after it, stands for; empty: none.</summary>
    public ReadOnlySpan<byte> this[int place] => place >= 0 && place < _pieces.Length ? _pieces[place] : [];

    /// <summary>The place of a piece that is written with two bytes.</summary>
    public static int PlaceOf(byte second) => s_always.Length + second;

    /// <summary>The longest piece that the text begins with.</summary>
    /// <returns>Its place; -1: none.</returns>
    public int Find(ReadOnlySpan<byte> text, out int length)
    {
        if (text.Length >= KeyLength)
        {
            for (var place = _firstOf[BucketOf(text)]; place >= 0; place = _next[place])
            {
                if (text.StartsWith(_pieces[place]))
                {
                    length = _pieces[place].Length;
                    return place;
                }
            }
        }

        length = 0;
        return -1;
    }

    /// <summary>The one byte, or the two, that stand for a piece.</summary>
    public static int Write(int place, Span<byte> destination)
    {
        if (place < s_always.Length)
        {
            destination[0] = (byte)(First + place);
            return 1;
        }

        destination[0] = ShortJson.Often;
        destination[1] = (byte)(place - s_always.Length);
        return 2;
    }

    private static int BucketOf(ReadOnlySpan<byte> text) =>
        (int)((System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(text) * 2654435761u) >> 23);
}
