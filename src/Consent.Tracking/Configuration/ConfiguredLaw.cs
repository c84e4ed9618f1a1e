using Consent.Storage;

namespace Consent.Tracking;

/// <summary>The jurisdictions and lines of business that the configuration names.</summary>
internal static class ConfiguredLaw
{
    private const string Default = "Jurisdiction";
    private const string All = "Jurisdictions";
    private const string Sectors = "Sector";

    public static void Read(ConsentSettings root, ConsentTrackingOptions options)
    {
        var named = (root.Section(All)?.All() ?? []).Select(one => JurisdictionOf(root, one)).OfType<Jurisdiction>().ToList();
        if (root.Text(Default) is { } name)
        {
            if ((named.Find(j => IsNamed(j, name)) ?? Preset(name)) is { } law)
            {
                options.Jurisdiction = law;
            }
            else
            {
                root.Flaw(Default, $"no jurisdiction has this name. Write one of {Names()}, or the name of one of your own, with its file under {root.Place}:{All}.");
            }
        }
        else if (named.Find(j => IsNamed(j, options.Jurisdiction.Name)) is { } adapted)
        {
            options.Jurisdiction = adapted;
        }

        var others = named.Where(j => !IsNamed(j, options.Jurisdiction.Name)).ToList();
        options.OtherJurisdictions = others.Count > 0 ? [.. others] : options.OtherJurisdictions;
        var sectors = SectorsOf(root);
        options.Sectors = sectors.Count > 0 ? [.. sectors] : options.Sectors;
    }

    /// <summary>A preset (<c>true</c>), one with settings turned on or off (an object), or one of the host's own (a file).</summary>
    private static Jurisdiction? JurisdictionOf(ConsentSettings root, ConsentSettings said)
    {
        var law = said.Value is { Length: > 0 } && !said.IsOn ? OwnOf(said) : Preset(said.Name);
        if (law is null)
        {
            if (said.IsOn || said.HasMembers)
            {
                said.PassOver();
                said.Flaw($"no jurisdiction has this name. Write one of {Names()}; for one of your own the path of its JSON file, such as \"law/{said.Name}.json\".");
            }

            return null;
        }

        foreach (var setting in law.Parts.Select(p => p.Setting).OfType<string>().Distinct(StringComparer.Ordinal).ToList())
        {
            if (said.Flag(setting) is { } isOn)
            {
                law = Turned(said, law, setting, isOn);
            }
        }

        return law;
    }

    private static Jurisdiction Turned(ConsentSettings said, Jurisdiction law, string setting, bool isOn)
    {
        try
        {
            return isOn ? law.TurnOn(setting) : law.TurnOff(setting);
        }
        catch (InvalidJurisdictionException flaw)
        {
            said.Flaw(setting, flaw.Message);
            return law;
        }
    }

    private static Jurisdiction? OwnOf(ConsentSettings said)
    {
        var path = said.PathOf(said.Value!);
        try
        {
            if (!File.Exists(path))
            {
                said.Flaw($"there is no file {path}. Write true for one of {Names()}, or the path of a jurisdiction's JSON file from the content root.");
                return null;
            }

            var law = Jurisdiction.FromJson(File.ReadAllText(path));
            if (IsNamed(law, said.Name))
            {
                return law;
            }

            said.Flaw($"the file {path} is of the jurisdiction {law.Name} ({law.Code}): write that name here.");
        }
        catch (InvalidJurisdictionException flaw)
        {
            foreach (var error in flaw.Errors)
            {
                said.Flaw($"in the file {path}: {error}");
            }
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            said.Flaw($"the file {path} cannot be read: {trouble.GetType().Name}.");
        }

        return null;
    }

    /// <summary>One by its name, or several as <c>{ "Electricity": true, "Gas": true }</c>.</summary>
    private static List<Sector> SectorsOf(ConsentSettings root)
    {
        var several = root.Member(Sectors);
        IEnumerable<(ConsentSettings Place, string Name)> said = several is null ? [] : several.HasMembers ? several.All().Select(s => (s, s.Name)) : [(several, several.Value!)];
        var sectors = new List<Sector>();
        foreach (var (place, name) in said)
        {
            if (Sector.TryParse(name.ToLowerInvariant(), null, out var sector))
            {
                sectors.Add(sector);
            }
            else
            {
                place.Flaw("it is no line of business. Write Other, Electricity, Gas, Charity, or a name of a jurisdiction of your own.");
            }
        }

        return sectors;
    }

    private static string Names() => string.Join(", ", Jurisdiction.Presets.Select(p => p.Name));

    private static Jurisdiction? Preset(string name) => Jurisdiction.Presets.FirstOrDefault(p => IsNamed(p, name));

    private static bool IsNamed(Jurisdiction law, string name) => string.Equals(law.Name, name, StringComparison.OrdinalIgnoreCase) || string.Equals(law.Code, name, StringComparison.OrdinalIgnoreCase);
}
