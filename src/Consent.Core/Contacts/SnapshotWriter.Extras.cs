namespace Consent;

/// <summary>What only some contacts have: links, rectified records, unknown nodes, what sources said, a closing.</summary>
internal sealed partial class SnapshotWriter
{
    private bool More()
    {
        if (_contact.Links.IsEmpty && _contact.Rectified.IsEmpty && _contact.Sources.IsEmpty && _contact.Unknown.IsEmpty && _contact.State == ContactState.Open && _contact.Closing is null)
        {
            return false;
        }

        Byte((int)_contact.State);
        Closing();
        Number((uint)_contact.Links.Length);
        foreach (var link in _contact.Links)
        {
            Contact(link.Other);
            Time(link.OccurredAt);
            Byte((link.IsLinked ? SnapshotPart.Linked : 0) | (link.IsRectified ? SnapshotPart.Rectified : 0));
            Time(link.PermissiveFrom);
        }

        Number((uint)_contact.Rectified.Length);
        foreach (var record in _contact.Rectified)
        {
            Text(record.Change.Value);
            Text(record.By.IsDefault ? "" : record.By.Value);
            Number((uint)record.Nodes.Length);
            foreach (var node in record.Nodes)
            {
                Number((uint)_paths.PlaceOf(node));
            }
        }

        Number((uint)_contact.Unknown.Length);
        foreach (var node in _contact.Unknown)
        {
            Number((uint)_paths.PlaceOf(node));
        }

        Sources();
        return true;
    }

    private void Sources()
    {
        Number((uint)_contact.Sources.Count);
        foreach (var memory in _contact.Sources.Values)
        {
            Text(memory.Source);
            Number((uint)memory.Flags.Length);
            foreach (var flag in memory.Flags)
            {
                Number((uint)_paths.PlaceOf(flag.Node));
                Byte((int)flag.Flag | ((int)flag.Value << SnapshotPart.ValueShift) | (flag.IsNotAsked ? SnapshotPart.NotAsked : 0)
                    | (flag.FirstYes is null ? 0 : SnapshotPart.FirstYes) | (flag.AcceptedAt is null ? 0 : SnapshotPart.AcceptedAt));
                Time(flag.AsOf);
                OptionalTime(flag.FirstYes);
                OptionalTime(flag.AcceptedAt);
            }
        }
    }

    private void Closing()
    {
        if (_contact.Closing is not { } closing)
        {
            Byte(SnapshotPart.NeverClosed);
            return;
        }

        var besides = closing.WithoutLists();
        Byte((closing.Noes.IsEmpty ? SnapshotPart.ClosedAs : SnapshotPart.ClosedWithNoesAs) + (int)besides.Kind);
        Time(besides.Since);
        Number((uint)closing.Lists.Length);
        foreach (var list in closing.Lists)
        {
            Text(list.List);
            Time(list.At);
        }

        if (!closing.Noes.IsEmpty)
        {
            Number((uint)closing.Noes.Length);
            foreach (var no in closing.Noes)
            {
                Text(no.Node.ToString());
                Time(no.At);
            }
        }

        closing.Digest.CopyTo(_out.GetSpan(32));
        _out.Advance(32);
    }
}
