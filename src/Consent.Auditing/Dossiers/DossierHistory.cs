namespace Consent.Auditing;

/// <summary>The table of what happened: when, what, who, and by what evidence.</summary>
internal sealed class DossierHistory
{
    private readonly Dossier _dossier;
    private readonly List<(DossierEntry Sealed, AuditEntry? Opened)> _entries;
    private readonly Dictionary<string, long> _places = new(StringComparer.Ordinal);

    public DossierHistory(Dossier dossier)
    {
        _dossier = dossier;
        _entries = [.. dossier.Entries.Select(e => (e, Open(e)))];
        foreach (var (entry, opened) in _entries)
        {
            if (opened?.Evidence?.Change is { } change)
            {
                _places.TryAdd(change.Value, entry.Index);
            }
        }
    }

    /// <summary>The index of the entry of a change, when it is among those shown.</summary>
    public long? PlaceOf(string change) => _places.TryGetValue(change, out var index) ? index : null;

    public void Write(Html html)
    {
        html.Add($"<h2>What happened</h2>\n");
        if (_entries.Count == 0)
        {
            html.Add($"<p>Nothing was recorded about this contact.</p>\n");
            return;
        }

        html.Add($"<table>\n<thead><tr><th>Entry</th><th>Recorded at</th><th>What</th><th>Who</th><th>By what evidence</th></tr></thead>\n<tbody>\n");
        foreach (var (entry, opened) in _entries)
        {
            html.Add($"<tr id=\"e{entry.Index}\"><td>{entry.Index}</td>");
            if (opened is null)
            {
                html.Add($"<td colspan=\"4\">This entry cannot be read.</td></tr>\n");
                continue;
            }

            html.Add($"<td>{opened.RecordedAt}</td><td>");
            What(html, opened);
            html.Add($"</td><td>");
            Who(html, opened);
            html.Add($"</td><td>");
            DossierEvidence.Write(html, opened);
            html.Add($"</td></tr>\n");
        }

        html.Add($"</tbody>\n</table>\n");
        Erasures(html);
    }

    private static AuditEntry? Open(DossierEntry entry)
    {
        try
        {
            return entry.Shown.Payload(EntrySlot.Facts) is null ? null : entry.Shown.Open();
        }
        catch (MalformedPayloadException)
        {
            return null;
        }
    }

    /// <summary>What an entry says happened.</summary>
    internal static void What(Html html, AuditEntry entry)
    {
        html.Add($"<b>{DossierWords.Of(entry.Type)}</b>");
        if (entry.Subject?.Revision is { } revision)
        {
            html.Add($" (revision {revision.Number})");
        }

        if (entry.Subject?.Other is { } other)
        {
            html.Add($"<br>other contact: {other.Value}");
        }

        if (entry.Facts.LinkOccurredAt is { } linked)
        {
            html.Add($"<br>said at {linked}");
        }

        if (entry.Facts.Rectifies is { } wrong)
        {
            html.Add($"<br>what entry {wrong} says does not count");
        }

        foreach (var statement in entry.Facts.Statements)
        {
            html.Add($"<br>{DossierWords.Of(statement)} for {statement.Node.ToString()}, said at {statement.OccurredAt}{DossierWords.Of(statement.Effect)}");
            Add(html, "from", statement.Span?.From);
            Add(html, "until", statement.Span?.Until);
            Add(html, "to be confirmed before", statement.Span?.Ends);
        }

        foreach (var (node, at) in entry.Facts.Asked)
        {
            html.Add($"<br>asked for {node.ToString()} at {at}, and put it off");
        }

        if (entry.Facts.Acceptance is { } accepted)
        {
            html.Add($"<br>notice {accepted.Version} accepted at {accepted.AcceptedAt}{(accepted.Language is { } language ? $", in {language}" : "")}");
            if (accepted.TextSha256 is { } digest)
            {
                html.Add($", text {digest}");
            }

            Add(html, "to be confirmed before", entry.Facts.AcceptanceEnds);
        }

        foreach (var (name, value) in entry.Facts.Details)
        {
            html.Add($"<br>{name}: {value}");
        }

        foreach (var range in entry.Facts.Erased)
        {
            html.Add($"<br>erased: {range.ToString()}");
        }

        html.Add($"<br><small>rules {entry.Facts.RulesVersion}, purposes {entry.Facts.TaxonomyVersion}</small>");
    }

    private static void Add(Html html, string what, Timestamp? at)
    {
        if (at is { } known)
        {
            html.Add($", {what} {known}");
        }
    }

    private static void Who(Html html, AuditEntry entry)
    {
        if (entry.Actor is { } actor)
        {
            html.Add($"{string.Join(", ", actor.Roles.Select(DossierWords.Of))}: {actor.Id}");
            if (actor.Authority is { } authority)
            {
                html.Add($"<br>on the authority of: {authority}");
            }
        }
        else
        {
            html.Add($"not recorded");
        }

        if (entry.Facts.Source is { } source)
        {
            html.Add($"<br>through {DossierWords.Of(source)}");
        }
    }

    private void Erasures(Html html)
    {
        foreach (var erasure in _dossier.Erasures)
        {
            html.Add($"<p>Entry {erasure.Index} of the log records an erasure of other entries. Where this contact's revisions have a gap, an entry that also named somebody else was erased with that person's data.</p>\n");
        }
    }
}
