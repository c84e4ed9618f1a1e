using Consent.Auditing;

namespace Consent.Verify;

/// <summary><c>dossier FILE</c>: one contact's history.</summary>
internal static class DossierCheck
{
    public static Report Run(VerifyOptions options)
    {
        var dossier = InputFile.Parsed(options.Files[0], Dossier.Parse);
        var checkpoint = dossier.Checkpoint.Checkpoint;
        var verdict = dossier.Verify(options.Keys);
        var report = new Report().About($"Dossier of one contact at revision {dossier.Revision.Number}: {dossier.Entries.Length} entries of the log {checkpoint.Origin}, {checkpoint.Size} entries long");
        if (!verdict.IsSound)
        {
            report.Failed(Words(verdict));
        }
        else
        {
            report.Checked("the log's key signed the checkpoint")
                .Checked($"{dossier.Entries.Length} entries are in the log, at their places, with all slots as they were sealed")
                .Checked("they are all about this contact, in order, and lead up to the revision stated" + (verdict.Missing == 0 ? ", without a gap" : ""))
                .Checked($"{dossier.Notices.Length} notice texts contradict no digest in the entries");
            if (dossier.IsPage)
            {
                report.Checked("the page says just what the data in it says");
            }
        }

        if (verdict.Missing > 0)
        {
            report.NotShown($"{verdict.Missing} of the contact's revisions: as many entries in between were erased");
        }

        return report
            .NotShown("that the log was not shown differently to others: compare its checkpoints with theirs (consistency)")
            .NotShown("that the contact had not gone further than this revision, and that no reading or export was left out")
            .NotShown(dossier.Decisions.IsEmpty ? "that what was written down is true" : $"that what was written down is true, and the {dossier.Decisions.Length} decisions: they are the controller's word");
    }

    internal static string Words(DossierVerdict verdict) => verdict.Flaw switch
    {
        DossierFlaw.NoKnownSignature => "none of the keys given signed the checkpoint",
        DossierFlaw.SignatureFailed => "a signature in the name of a key given is false",
        DossierFlaw.NotSignedByTheLog => "keys given signed the checkpoint, but none in the name of this log",
        DossierFlaw.NotIncluded => $"entry {verdict.Index} is not at this place of the log",
        DossierFlaw.SlotHidden => $"entry {verdict.Index}: the slot {verdict.Slot} is not shown",
        DossierFlaw.SlotAltered => $"entry {verdict.Index}: the slot {verdict.Slot} is not what the entry was sealed with",
        DossierFlaw.Unreadable => $"entry {verdict.Index}: the slot {verdict.Slot} cannot be read as an entry of this version",
        DossierFlaw.OutOfOrder => $"entry {verdict.Index} stands out of order, or twice",
        DossierFlaw.TimeFell => $"entry {verdict.Index} was recorded before the one before it",
        DossierFlaw.OtherContact => $"entry {verdict.Index} is not about this contact",
        DossierFlaw.RevisionGap => $"before entry {verdict.Index} the contact's revisions have a gap: an entry is missing",
        DossierFlaw.RevisionDiffers => "the entries do not lead up to the revision stated: the last ones are missing",
        DossierFlaw.OtherKind => $"entry {verdict.Index} is not the erasure or the publication that it is said to be",
        DossierFlaw.NoticeDiffers => $"a notice text is not the one that entry {verdict.Index} has the digest of",
        _ => "the page says something else than the data in it",
    };
}
