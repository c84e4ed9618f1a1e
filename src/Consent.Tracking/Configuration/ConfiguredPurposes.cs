using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Reads the purposes from the JSON file that the configuration names.</summary>
internal static class ConfiguredPurposes
{
    private const string Key = "Taxonomy";
    private const string Predefined = "Contactlab";

    /// <summary>The taxonomy; <see langword="null"/>: none is named, or it cannot be read, which is told.</summary>
    public static PurposeTaxonomy? Of(ConsentSettings root)
    {
        if (root.Path(Key) is not { } path)
        {
            return null;
        }

        var flaws = new List<string>();
        var read = SettingsTree.OfFile(root, Key, path, flaws) is { } file ? Read(file) : null;
        if (read is null)
        {
            Tell(root, flaws);
            return null;
        }

        if (read.TryBuild(out var taxonomy, out var errors) && flaws.Count == 0)
        {
            return taxonomy;
        }

        Tell(root, flaws.Count > 0 ? flaws : errors.Select(e => $"{Path.GetFileName(path)}: {e}"));
        return null;
    }

    private static void Tell(ConsentSettings root, IEnumerable<string> flaws)
    {
        foreach (var flaw in flaws)
        {
            root.Flaw(Key, $"in the file {flaw}");
        }
    }

    private static PurposeTaxonomyBuilder Read(ConsentSettings file)
    {
        var version = file.Required("version", "\"shop-2026\"") ?? "";
        var extends = file.Text("extends");
        if (extends is not null && !string.Equals(extends, Predefined, StringComparison.OrdinalIgnoreCase))
        {
            file.Flaw("extends", $"only the predefined purposes can be extended. Write {Predefined}, or leave it out.");
        }

        var builder = extends is null ? new PurposeTaxonomyBuilder(version) : ContactlabTaxonomy.Extend(version);
        foreach (var group in Below(file, "groups"))
        {
            builder.Group(group.Name, OperationOf(group), group.Number("validityMonths"), group.Choice<PurposeBasis>("basis"));
        }

        foreach (var purpose in Below(file, "purposes"))
        {
            builder.Purpose(purpose.Name, purpose.Choice<Channel>("channel") ?? Channel.None, OperationOf(purpose), purpose.Text("softSpamFor"), purpose.Number("validityMonths"), purpose.Choice<PurposeBasis>("basis"));
        }

        foreach (var covered in Below(file, "covers").SelectMany(from => from.All().Select(to => (from, to))))
        {
            Cover(builder, covered.from, covered.to);
        }

        foreach (var retired in Below(file, "retired"))
        {
            builder.Retire(retired.Name);
        }

        file.End();
        return builder;
    }

    private static void Cover(PurposeTaxonomyBuilder builder, ConsentSettings from, ConsentSettings to)
    {
        const string OnlyForDirectMarketing = "onlyForDirectMarketing";
        if (to.IsOn || string.Equals(to.Value, OnlyForDirectMarketing, StringComparison.Ordinal))
        {
            builder.Covers(from.Name, to.Name, onlyForDirectMarketing: !to.IsOn);
        }
        else
        {
            to.Flaw($"write true, or \"{OnlyForDirectMarketing}\".");
        }
    }

    private static IReadOnlyList<ConsentSettings> Below(ConsentSettings file, string name) => file.Section(name)?.All() ?? [];

    private static Operation OperationOf(ConsentSettings node) => node.Choice<Operation>("operation") ?? Operation.None;
}
