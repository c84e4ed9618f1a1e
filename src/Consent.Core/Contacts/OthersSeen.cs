using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Consent;

/// <summary>What a caller who read one contact's record knows besides it: how far those have come that were ever linked with the contact, and what is kept of closed ids.</summary>
internal static class OthersSeen
{
    /// <summary>A number that is another one as soon as any of them moves on, or another one is linked; 0 where there is nobody else and nothing was ever closed.</summary>
    /// <remarks>It names nobody: it is made of the lives' random names, and of closed ids' keyed digests.</remarks>
    public static long From(ContactId contact, PersonConsents person)
    {
        if (person.Contacts.Length == 1 && person.Contacts[0].Closing is null)
        {
            return 0;
        }

        var seen = new SortedSet<string>(StringComparer.Ordinal);
        var own = person[contact];
        foreach (var record in EverLinked(own, person))
        {
            if (record.Closing is { } closed)
            {
                // What lists say stands beside what else was said: neither hides that the other moved.
                seen.Add($"{closed.Digest} {closed.WithoutLists().Kind} {closed.WithoutLists().Since} {string.Join("; ", closed.Lists.Select(l => $"{l.List} {l.At}"))}{string.Concat(closed.Noes.Select(n => $" {n.Node} {n.At}"))}");
            }

            // Entries in which nothing counts yet do not move it; the contact's own are counted by its own number.
            if (record.Id != own.Id && record.Revision.Number > 0)
            {
                seen.Add(new ContactRevision(record.Revision.Incarnation, record.Revision.Number - record.Waiting).ToString());
            }
        }

        return seen.Count == 0 ? 0 : Hashed(seen);
    }

    /// <summary>Also over links that were undone: what was said while they held still counts.</summary>
    private static List<ContactConsents> EverLinked(ContactConsents own, PersonConsents person)
    {
        var found = new List<ContactConsents> { own };
        for (var i = 0; i < found.Count; i++)
        {
            foreach (var link in found[i].Links)
            {
                if (person.Find(link.Other) is { } other && !found.Exists(c => c.Id == other.Id))
                {
                    found.Add(other);
                }
            }
        }

        return found;
    }

    private static long Hashed(SortedSet<string> seen)
    {
        var hash = CanonicalHash.Begin();
        foreach (var text in seen)
        {
            hash.Text(text);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.Finish().CopyTo(digest);
        return BinaryPrimitives.ReadInt64BigEndian(digest);
    }
}
