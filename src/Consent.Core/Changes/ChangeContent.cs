namespace Consent;

/// <summary>Hashes what a caller says in a change.</summary>
internal static class ChangeContent
{
    public static Sha256Digest Digest(ConsentChange change)
    {
        var hash = CanonicalHash.Begin();
        hash.Text("consent-change/v1");
        hash.Text(change.Contact.Value);
        hash.Number((long)change.Source);
        hash.Text(change.Reason);
        Cut(hash, change.ReasonSha256);
        hash.Number(change.Statements.Length);
        foreach (var statement in change.Statements)
        {
            hash.Text(statement.Node.ToString());
            hash.Number(((long)statement.Flag * 2) + (statement.IsActive ? 1 : 0));
            Said(hash, statement.Said);
            hash.Time(statement.From);
            hash.Time(statement.Until);
            hash.Text(statement.NoticeVersion);
            Evidence(hash, statement.Evidence);
        }

        hash.Text(change.Acceptance?.Version);
        hash.Time(change.Acceptance?.AcceptedAt);
        hash.Text(change.Acceptance?.Language);
        hash.Text(change.Acceptance?.TextSha256?.ToString());
        hash.Number(change.Askings.Length);
        foreach (var asking in change.Askings)
        {
            hash.Text(asking.Purpose.ToString());
            hash.Time(asking.OccurredAt);
            Evidence(hash, asking.Evidence);
        }

        return hash.Finish();
    }

    /// <summary>As it is written; an instant without a string.</summary>
    private static void Said(CanonicalHash hash, Occurrence? said)
    {
        if (said is not { Day: null, Earliest: var instant })
        {
            hash.Text(said?.ToString());
            return;
        }

        Span<char> text = stackalloc char[Timestamp.Length];
        instant.TryFormat(text, out _, default, null);
        hash.Text(text);
    }

    private static void Evidence(CanonicalHash hash, Evidence evidence)
    {
        hash.Number((long)evidence.ActedBy);
        hash.Text(evidence.Method);
        hash.Text(evidence.Reference);
        hash.Text(evidence.TextSha256?.ToString());
        hash.Text(evidence.Source);
        hash.Text(evidence.Ground);
        hash.Text(evidence.Contract);
        hash.Number((evidence.CutTexts.IsEmpty ? 0 : 16) + (evidence.ConfirmedPoint is null ? 0 : 8) + (evidence.AwaitsConfirmation ? 4 : 0) + (evidence.PersonToldFirst ? 2 : 0) + (evidence.IsConfirmed ? 1 : 0));
        if (evidence.ConfirmedPoint is { } point)
        {
            hash.Text(point.ToString());
        }

        hash.Number(evidence.Details.Count);
        foreach (var (name, value) in evidence.Details)
        {
            hash.Text(name);
            hash.Text(value);
        }

        foreach (var (name, whole) in evidence.CutTexts)
        {
            hash.Text(name);
            Cut(hash, whole);
        }
    }

    /// <summary>What was cut counts as it came. A mark that no length is keeps it apart from what follows.</summary>
    private static void Cut(CanonicalHash hash, Sha256Digest? whole)
    {
        if (whole is { } digest)
        {
            hash.Number(-2);
            hash.Text(digest.ToString());
        }
    }
}
