using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Reads the notices from the directory that the configuration names: a JSON file for each version, and beside it the texts that it names.</summary>
internal static class ConfiguredNotices
{
    private const string Key = "Notices";

    /// <summary>The notices; <see langword="null"/>: no directory is named, or something in it cannot be read, which is told.</summary>
    public static NoticeCatalog? Of(ConsentSettings root)
    {
        if (root.Path(Key) is not { } directory)
        {
            return null;
        }

        if (!Directory.Exists(directory))
        {
            root.Flaw(Key, $"there is no directory {directory}. Paths are relative to the content root, and the files must be copied to where the host runs.");
            return null;
        }

        var flaws = new List<string>();
        var notices = new List<Notice>();
        foreach (var path in Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal))
        {
            if (SettingsTree.OfFile(root, Key, path, flaws) is { } file && NoticeOf(file) is { } notice)
            {
                notices.Add(notice);
            }
        }

        foreach (var twice in notices.GroupBy(n => n.Version, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
        {
            flaws.Add($"{twice.Key}: two files are of this version. Keep one.");
        }

        foreach (var flaw in flaws)
        {
            root.Flaw(Key, $"in the file {flaw}");
        }

        if (notices.Count == 0 && flaws.Count == 0)
        {
            root.Flaw(Key, $"no *.json is in the directory {directory}. Write one for each version of the notice.");
        }

        return flaws.Count == 0 && notices.Count > 0 ? new(notices) : null;
    }

    private static Notice? NoticeOf(ConsentSettings file)
    {
        var version = file.Required("version", "\"v1\"");
        var published = file.Instant("publishedAt");
        if (published is null && file.Text("publishedAt") is null)
        {
            _ = file.Required("publishedAt", "\"2026-01-01T00:00:00Z\"");
        }

        var isMaterial = file.Flag("isMaterial") ?? false;
        var saysExtends = file.Flag("saysAutomatedCoversTraditional") ?? false;
        var purposes = PurposesOf(file);
        List<(string Language, string Text)> texts = [.. from language in file.Section("texts")?.All() ?? [] let text = TextOf(file, language) where text is not null select (language.Name, text)];
        file.End();
        if (version is null || published is not { } at)
        {
            return null;
        }

        try
        {
            var notice = new Notice(version, at) { IsMaterial = isMaterial, SaysAutomatedCoversTraditional = saysExtends, MaterialFor = [.. purposes] };
            return texts.Aggregate(notice, (all, one) => all.WithText(one.Language, one.Text));
        }
        catch (ArgumentException flaw)
        {
            file.Flaw(flaw.Message);
            return null;
        }
    }

    private static List<PurposePath> PurposesOf(ConsentSettings file)
    {
        var purposes = new List<PurposePath>();
        foreach (var named in file.Section("materialFor")?.All() ?? [])
        {
            if (PurposePath.TryParse(named.Name, null, out var purpose))
            {
                purposes.Add(purpose);
            }
            else
            {
                named.Flaw("it is no purpose. Write a path such as marketing.automatic.email.");
            }
        }

        return purposes;
    }

    private static string? TextOf(ConsentSettings file, ConsentSettings language)
    {
        if (language.Value is { Length: > 0 } name && !language.IsOn)
        {
            return SettingsTree.Content(file, $"texts:{language.Name}", language.PathOf(name));
        }

        language.PassOver();
        language.Flaw("write the name of the text's file, such as v1.it.html.");
        return null;
    }
}
