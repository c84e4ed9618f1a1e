using System.Collections.Immutable;

namespace Consent;

/// <summary>Which records here are meant where links name closed ids by their digests. Costs nothing where no id was ever closed.</summary>
internal readonly struct ClosedNames
{
    private readonly Dictionary<ContactId, ContactId>? _ids;

    private ClosedNames(Dictionary<ContactId, ContactId>? ids) => _ids = ids;

    public static ClosedNames Of(ImmutableArray<ContactConsents> contacts)
    {
        Dictionary<ContactId, ContactId>? ids = null;
        foreach (var contact in contacts)
        {
            if (contact.Closing is { } closed)
            {
                (ids ??= [])[closed.Name] = contact.Id;
            }
        }

        return new(ids);
    }

    public static ClosedNames Of(IEnumerable<KeyValuePair<ContactId, ClosedId>> closings) => new(closings.ToDictionary(c => c.Value.Name, c => c.Key));

    public ContactId Resolve(ContactId named) => _ids is not null && _ids.TryGetValue(named, out var id) ? id : named;

    public ImmutableArray<LinkEvent> Resolve(ImmutableArray<LinkEvent> links)
    {
        var names = this;
        return _ids is null ? links : [.. links.Select(l => l with { Other = names.Resolve(l.Other) }).Distinct()];
    }
}
