using System.Globalization;
using Consent.Hub.Assets;
using Consent.Hub.Texts;

namespace Consent.Hub;

/// <summary>What a layout knows of the page that it surrounds; a cascading parameter of every component on it.</summary>
/// <example><code>
/// @inherits LayoutComponentBase
/// &lt;header&gt;@View.Name&lt;/header&gt; &lt;main id="main"&gt;@Body&lt;/main&gt;
/// @code { [CascadingParameter] public HubView View { get; set; } = default!; }
/// </code></example>
public sealed class HubView
{
    private readonly HubTexts _texts;
    private readonly object? _model;
    private readonly TimeZoneInfo? _zone;

    internal HubView(HubTexts texts, ConsentWords words, ConsentHubOptions options, HubSite site, string root, string here, string title, object? model, TimeZoneInfo? zone)
    {
        _texts = texts;
        _model = model;
        _zone = zone;
        Words = words;
        Options = options;
        Site = site;
        Root = root;
        Here = here;
        Title = title;
    }

    /// <summary>The language of the page: <c>en</c>, <c>it</c>.</summary>
    public string Language => _texts.Language;

    /// <summary>The name of the pages, in that language unless the host has set one.</summary>
    public string Name => Options.Name ?? this[Site == HubSite.Preferences ? "name.preferences" : "name.hub"];

    /// <summary>What this page is about: its heading.</summary>
    public string Title { get; }

    /// <summary>The words for codes and purposes.</summary>
    public ConsentWords Words { get; }

    /// <summary>The path below which all pages of this part lie, with the host's path base: <c>/hub</c>.</summary>
    public string Root { get; }

    /// <summary>The path of this page.</summary>
    public string Here { get; }

    internal ConsentHubOptions Options { get; }

    internal HubSite Site { get; }

    internal HubTexts Texts => _texts;

    internal IReadOnlyList<HubLink> Links { get; init; } = [];

    internal bool IsSignedIn { get; init; }

    /// <summary>How a contact is named in the address of a page.</summary>
    internal Func<ContactId, string> KeyOf { get; init; } = _ => "";

    internal string StyleSheet => $"{Root}/assets/{HubAssets.StyleSheet}";

    internal string Icon => $"{Root}/assets/{HubAssets.Icon}";

    internal string this[string key] => _texts[key];

    internal static IEnumerable<HubTexts> Languages => HubTexts.All;

    internal string Text(string key, params ReadOnlySpan<(string Name, string Value)> values) => _texts.Fill(key, values);

    internal T Model<T>() => (T)_model!;

    /// <summary>A purpose as a heading: its words, the first letter a capital.</summary>
    internal string Heading(PurposePath purpose)
    {
        var words = Words.Of(purpose, Language);
        return $"{char.ToUpperInvariant(words[0])}{words[1..]}";
    }

    internal string Day(Timestamp at) => DayOf(Local(at));

    internal string Time(Timestamp at)
    {
        var local = Local(at);
        return $"{DayOf(local)}, {local.ToString("HH:mm", CultureInfo.InvariantCulture)}{(_zone is null ? " UTC" : "")}";
    }

    private string DayOf(DateTimeOffset local) =>
        $"{local.Day.ToString(CultureInfo.InvariantCulture)} {this["months"].Split(' ')[local.Month - 1]} {local.Year.ToString("0000", CultureInfo.InvariantCulture)}";

    private DateTimeOffset Local(Timestamp at)
    {
        var utc = at.ToDateTimeOffset();
        return _zone is null || utc.Year is < 2 or > 9998 ? utc : TimeZoneInfo.ConvertTime(utc, _zone);
    }
}
