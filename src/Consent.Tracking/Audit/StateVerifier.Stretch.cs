using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Many contacts at a time, so that each costs a fraction of what it does by itself. Whoever is not found to be right beyond any doubt is looked at by itself.</summary>
internal sealed partial class StateVerifier
{
    private const int StretchLength = 128;

    // A history of many entries is read by itself.
    private const int LongHistory = 32;

    /// <summary>Looks at a stretch of records, one after the other where need be, and says whether so many are wrong that it is enough.</summary>
    private async ValueTask<bool> IsTooMuchAsync(IReadOnlyList<ContactConsents> stretch, CancellationToken cancellationToken)
    {
        var right = await FindRightAsync(stretch, cancellationToken).ConfigureAwait(false);
        foreach (var record in stretch)
        {
            if (right.Contains(record.Id))
            {
                _histories.Remove(record.Id);
                _besides.Remove(record.Id);
            }
            else if (!_done.Remove(record.Id) && await IsTooMuchAsync(() => PersonAsync(record.Id, cancellationToken), cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Those that are linked with nobody and are what their entries come to, which all are found.</summary>
    private async ValueTask<IReadOnlySet<ContactId>> FindRightAsync(IReadOnlyList<ContactConsents> stretch, CancellationToken cancellationToken)
    {
        var right = new HashSet<ContactId>();
        List<ContactId> alone = [.. stretch.Where(r => r is { State: ContactState.Open, Links.IsEmpty: true } && Expected(r.Id).Count() <= LongHistory).Select(r => r.Id)];
        if (tracking.Store is not IContactHistories histories || alone.Count == 0)
        {
            return right;
        }

        IReadOnlyList<ImmutableArray<AuditEntry>> entries;
        try
        {
            entries = await tracking.RetriedAsync(() => histories.HistoriesOfAsync(alone, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (ConsentStoreException trouble) when (!trouble.IsTransient)
        {
            // Whose entry it is that cannot be read is found by reading one after the other.
            return right;
        }

        List<(ContactId Contact, AuditEntry? First)> changes = [];
        foreach (var (i, contact) in alone.Index())
        {
            var first = FirstOfChanges(entries[i]);
            changes.AddRange(first.Count == 0 ? [(contact, null)] : first.Select(e => (contact, (AuditEntry?)e)));
        }

        var loaded = await tracking.LoadAsync([.. changes.Select(c => new ContactLookup(c.Contact, c.First?.Evidence?.Change ?? default))], Doubtful.AsStored, cancellationToken).ConfigureAwait(false);
        var hidden = changes.Where((c, i) => loaded.Recorded[i]?.Index != c.First?.Index).Select(c => c.Contact).ToHashSet();
        foreach (var (i, contact) in alone.Index())
        {
            var (own, person) = (entries[i], loaded.PersonOf(contact));
            if (!hidden.Contains(contact) && own.All(e => e.Subject?.Contact == contact) && person.Contacts is [{ State: ContactState.Open } record] && Expected(contact).All(own.Select(e => e.Index).ToHashSet().Contains)
                && loaded.LastEntryOf(contact) == LastWithRevision(own) && Folds(person, own, record))
            {
                right.Add(contact);
            }
        }

        return right;
    }

    private bool Folds(PersonConsents person, ImmutableArray<AuditEntry> entries, ContactConsents record)
    {
        try
        {
            return record.SaysTheSameAs(PersonConsents.Fold([record.Id], tracking.Rules.Taxonomy, entries, known: person.Contacts)[record.Id]);
        }
        catch (ArgumentException)
        {
            // The entries link somebody, and the record does not.
            return false;
        }
    }

    /// <summary>The entries of a contact, and readings of it, that were met in the log.</summary>
    private IEnumerable<long> Expected(ContactId contact) => (_histories.GetValueOrDefault(contact) ?? []).Concat(_besides.GetValueOrDefault(contact) ?? []);

    /// <summary>The first entry of each change id.</summary>
    private static List<AuditEntry> FirstOfChanges(IEnumerable<AuditEntry> own) =>
        [.. own.Where(e => e.Evidence?.Change is { IsDefault: false }).GroupBy(e => e.Evidence!.Change!.Value).Select(same => same.First())];

    private static long LastWithRevision(IEnumerable<AuditEntry> own) => own.LastOrDefault(e => e.Subject!.Revision is not null)?.Index ?? AuditEntry.NotLogged;
}
