namespace Consent;

/// <summary>Hashes what a document says: its source, contact, date, notice and flags, in ordinal order of the nodes.</summary>
internal static class DocumentContent
{
    public static Sha256Digest Digest(ConsentDocument document)
    {
        var hash = CanonicalHash.Begin();
        hash.Text("consent-document/v1");
        hash.Text(document.Record.Source);
        hash.Text(document.Contact.Value);
        hash.Time(document.Record.AsOf);
        hash.Text(document.Acceptance?.Version);
        hash.Time(document.Acceptance?.AcceptedAt);
        foreach (var node in document.Record.Flags.Nodes)
        {
            hash.Text(node.ToString());
            var own = document.Gives.GetValueOrDefault(node);
            hash.Text(own?.GivenAt.ToString());
            hash.Text(own?.NoticeVersion);
            foreach (var flag in Enum.GetValues<ConsentFlag>())
            {
                hash.Number((long)document.Record.Flags[node, flag]);
            }
        }

        return hash.Finish();
    }
}
