namespace Consent.Storage.Sqlite;

/// <summary>Erasing and closing.</summary>
internal sealed partial class WriteRound
{
    /// <summary>Erases. The only request of its round, so nothing is waiting to be written.</summary>
    /// <returns>Whether every record is as it was marked; else nothing is done.</returns>
    /// <exception cref="ArgumentException">A range reaches beyond the log.</exception>
    public bool Erase(IReadOnlyList<ContactErasure> erasures)
    {
        if (erasures.Any(e => e.Entries.Any(r => r.First < 0 || r.Last >= _log.Size)))
        {
            throw new ArgumentException("A range of entries reaches beyond the log.", nameof(erasures));
        }

        if (!erasures.All(IsAsMarked))
        {
            return false;
        }

        HasErased = true;
        Doom(Guid.Empty);
        foreach (var (first, last) in erasures.SelectMany(e => e.Entries))
        {
            _connection["INSERT INTO erasing VALUES (?1, ?2)"].Bind(1, first).Bind(2, last).Change();
            _connection["UPDATE entry SET contact = NULL, change = NULL, type = NULL, quarantined = NULL, recorded_at = NULL, sealed = NULL WHERE idx BETWEEN ?1 AND ?2"].Bind(1, first).Bind(2, last).Run();
            if (IsThere(_connection["SELECT 1 FROM entry WHERE idx BETWEEN ?1 AND ?2 AND coalesce(contact, change, type, quarantined, recorded_at, sealed) IS NOT NULL LIMIT 1"].Bind(1, first).Bind(2, last)))
            {
                throw Trouble.NotTaken();
            }
        }

        _connection["DELETE FROM erasing"].Change(erasures.Sum(e => e.Entries.Length));
        foreach (var erasure in erasures)
        {
            Erase(erasure);
        }

        return true;
    }

    private bool IsAsMarked(ContactErasure erasure) =>
        erasure.Version is not { } marked || IncarnationOf(erasure.Contact, _contacts[erasure.Contact]) != erasure.Incarnation || VersionOf(erasure.Contact, rebuilds: false) is var actual && (actual == 0 || actual == marked);

    private void Erase(ContactErasure erasure)
    {
        var row = _contacts[erasure.Contact];
        if (IncarnationOf(erasure.Contact, row) != erasure.Incarnation)
        {
            // Erased before, perhaps opened anew since.
            return;
        }

        if (erasure.Closed is null)
        {
            Open(erasure.Contact);
        }
        else if (row.HasSnapshot)
        {
            Close(erasure.Record(_context.Taxonomy)!, row.Version + 1);
        }

        if (row.IsThere)
        {
            Forget(erasure.Contact, row);
        }
    }

    private Guid IncarnationOf(ContactId contact, ContactRow row)
    {
        if (!row.HasSnapshot)
        {
            return Guid.Empty;
        }

        var found = _connection["SELECT snapshot FROM contact WHERE no = ?1"].Bind(1, row.No);
        found.Next();
        try
        {
            return _context.ReadSnapshot(contact, found.Bytes(0)).Revision.Incarnation;
        }
        finally
        {
            found.Reset();
        }
    }

    /// <summary>Removes a contact's row and dooms its key; where entries about it are left, such as a reading that came between, the row stays without a snapshot, so that another erasure can name them.</summary>
    private void Forget(ContactId contact, ContactRow row)
    {
        (row.Written, row.Version, row.LastEntry, row.HasMoved) = (null, 0, AuditEntry.NotLogged, false);
        if (row.No == 0 || row.IsNew)
        {
            return;
        }

        _connection["INSERT INTO gone VALUES (?1, ?2)"].Bind(1, ++_changed).Bind(2, row.No).Change();
        if (IsThere(_connection["SELECT 1 FROM entry WHERE contact = ?1 LIMIT 1"].Bind(1, row.No)))
        {
            Update(row, OrderedText.ToBytes(contact.Value), null);
            return;
        }

        _connection["DELETE FROM contact WHERE no = ?1"].Bind(1, row.No).Change();
        if (row.Handle != Guid.Empty)
        {
            Doom(row.Handle);
        }

        _contacts[contact] = new();
    }

    /// <summary>Keeps the id closed no more, if it was.</summary>
    private void Open(ContactId contact)
    {
        var digest = DigestOf(contact);
        if (_connection["DELETE FROM closed WHERE digest = ?1"].Bind(1, digest).Changed() == 0 && IsThere(_connection["SELECT 1 FROM closed WHERE digest = ?1"].Bind(1, digest)))
        {
            throw Trouble.NotTaken();
        }
    }

    private static bool IsThere(Statement rows)
    {
        var isThere = rows.Next();
        rows.Reset();
        return isThere;
    }

    private void Doom(Guid handle) => _connection["INSERT OR REPLACE INTO doomed_key (handle, mac) VALUES (?1, ?2)"].Bind(1, handle).Bind(2, _context.Records.OfDoomedKey(handle)).Change();

    private void Close(ContactConsents closed, long version)
    {
        var digest = DigestOf(closed.Id);
        var snapshot = ContactSnapshot.ToBytes(closed);
        _connection["INSERT INTO closed VALUES (?1, ?2, ?3, ?4) ON CONFLICT (digest) DO UPDATE SET version = excluded.version, snapshot = excluded.snapshot, mac = excluded.mac"]
            .Bind(1, digest).Bind(2, version).Bind(3, snapshot).Bind(4, _context.Records.OfClosed(digest, version, snapshot)).Change();
        _anyClosed = true;
    }
}
