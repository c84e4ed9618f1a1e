namespace Consent.Storage;

/// <summary>One section of a host's configuration, or of a file that it names, read strictly: what is wrong in it is told with the key's full name, and so is a key that nobody asked for. Not thread-safe.</summary>
/// <remarks>Keys are compared without regard to case, as configuration is. A value that cannot be read is told and counts as left out, so that all that is wrong is told at once.</remarks>
/// <example><code>
/// builder.NameStore("Sqlite", (settings, chosen) => chosen.UseSqliteStore(settings.Required("ConnectionString", "Data Source=consents.db") ?? ""));
/// </code></example>
public sealed partial class ConsentSettings
{
    private readonly IReadOnlyList<ConsentSettings> _members;
    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _contentRoot;
    private readonly ICollection<string> _flaws;
    private bool _isPassedOver;

    /// <summary>A section as it was read.</summary>
    /// <param name="place">Its full name, as errors tell it: <c>Consent:Store:Sqlite</c>.</param>
    /// <param name="name">The last part of it.</param>
    /// <param name="value">Its value, where it is one; else <see langword="null"/>.</param>
    /// <param name="members">What is below it.</param>
    /// <param name="contentRoot">The directory that paths are relative to.</param>
    /// <param name="flaws">Gets a sentence for each thing that is wrong.</param>
    public ConsentSettings(string place, string name, string? value, IReadOnlyList<ConsentSettings> members, string contentRoot, ICollection<string> flaws)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(contentRoot);
        ArgumentNullException.ThrowIfNull(flaws);
        (Place, Name, Value, _members, _contentRoot, _flaws) = (place, name, value, members, contentRoot, flaws);
    }

    /// <summary>Its full name: <c>Consent:Store:Sqlite</c>.</summary>
    public string Place { get; }

    /// <summary>The last part of it, as it was written.</summary>
    public string Name { get; }

    /// <summary>Its value; <see langword="null"/>: it has keys below it, or says nothing.</summary>
    public string? Value { get; }

    /// <summary>Whether it is switched off: <c>"Italy": false</c>. What is below it then says nothing.</summary>
    public bool IsOff => bool.TryParse(Value, out var isOn) && !isOn;

    /// <summary>Whether it is switched on by its value: <c>"Italy": true</c>.</summary>
    public bool IsOn => bool.TryParse(Value, out var isOn) && isOn;

    /// <summary>Whether keys are below it.</summary>
    public bool HasMembers => _members.Count > 0;

    /// <summary>The section of this name below it. One that is <c>true</c> has no keys; one that is <c>false</c>, or says nothing, counts as left out.</summary>
    public ConsentSettings? Section(string name)
    {
        if (Find(name) is not { } section || section.IsOff)
        {
            return null;
        }

        if (section is { Value.Length: > 0, IsOn: false })
        {
            Flaw(name, "it is a section: write an object, { … }.");
            return null;
        }

        return section.HasMembers || section.IsOn ? section : null;
    }

    /// <summary>What stands there, a value or a section; <see langword="null"/>: it is left out, switched off, or says nothing.</summary>
    public ConsentSettings? Member(string name) => Find(name) is { IsOff: false } found && (found.HasMembers || !string.IsNullOrWhiteSpace(found.Value)) ? found : null;

    /// <summary>All that is below it, whatever it is called: a map from names that the host chooses. What is switched off is left out.</summary>
    public IReadOnlyList<ConsentSettings> All()
    {
        _asked.UnionWith(_members.Select(m => m.Name));
        foreach (var list in _members.Where(m => IsOfList(m.Name)))
        {
            list.Flaw(NoList);
        }

        return [.. _members.Where(m => !m.IsOff && !IsOfList(m.Name))];
    }

    /// <summary>Nobody reads what is below it, and nothing is said of it: the host's code has decided otherwise.</summary>
    public void PassOver() => _isPassedOver = true;

    /// <summary>Tells what is wrong with it.</summary>
    /// <param name="what">A sentence that says what to write instead.</param>
    public void Flaw(string what) => _flaws.Add($"{Place}: {what}");

    /// <summary>Tells what is wrong with a key below it.</summary>
    /// <param name="name">The key.</param>
    /// <param name="what">A sentence that says what to write instead.</param>
    public void Flaw(string name, string what) => _flaws.Add($"{Place}:{name}: {what}");

    /// <summary>Tells each key, here and below, that nobody asked for.</summary>
    public void End()
    {
        foreach (var member in _isPassedOver || IsOff ? [] : _members)
        {
            if (_asked.Contains(member.Name))
            {
                member.End();
            }
            else if (IsOfList(member.Name))
            {
                member.Flaw(NoList);
            }
            else
            {
                member.Flaw(_asked.Count == 0 ? "nothing is read here." : $"nobody knows this key. Known here: {string.Join(", ", _asked.Order(StringComparer.OrdinalIgnoreCase))}.");
            }
        }
    }

    private const string NoList = "a list is not read, since the lists of two sources of configuration mix: write an object, { \"name\": true }.";

    private static bool IsOfList(string name) => name.Length > 0 && name.All(char.IsAsciiDigit);

    private ConsentSettings? Find(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _asked.Add(name);
        return _members.FirstOrDefault(m => string.Equals(m.Name, name, StringComparison.OrdinalIgnoreCase));
    }
}
