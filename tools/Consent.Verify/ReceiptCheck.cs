using System.Text;
using Consent.Auditing;

namespace Consent.Verify;

/// <summary><c>receipt FILE</c>: one entry.</summary>
internal static class ReceiptCheck
{
    public static Report Run(VerifyOptions options)
    {
        var receipt = InputFile.Parsed(options.Files[0], s => Receipt.Parse(s));
        var checkpoint = receipt.Proof.Checkpoint.Checkpoint;
        var report = new Report().About($"Receipt of entry {receipt.Index} of the log {checkpoint.Origin}, {checkpoint.Size} entries long");
        switch (receipt.Verify(options.Keys))
        {
            case ReceiptVerdict.Verified:
                report.Checked("the log's key signed the checkpoint").Checked($"the entry is in the log, at {receipt.Index}");
                break;
            case ReceiptVerdict.SlotAltered:
                report.Failed($"the slot {receipt.Entry.FirstBrokenSlot()} is not what the entry was sealed with");
                break;
            case ReceiptVerdict.NotIncluded:
                report.Failed("the entry is not at this place of the log");
                break;
            case ReceiptVerdict.SignatureFailed:
                report.Failed("a signature in the name of a key given is false");
                break;
            case ReceiptVerdict.NotSignedByTheLog:
                report.Failed("keys given signed the checkpoint, but none in the name of this log");
                break;
            default:
                report.Failed("none of the keys given signed the checkpoint");
                break;
        }

        CheckSlots(report, receipt.Entry, options.Shows);
        return report
            .NotShown("that the log was not shown differently to others: compare its checkpoints with theirs (consistency)")
            .NotShown("what came later: another entry may say something else")
            .NotShown("that what was written down is true");
    }

    private static void CheckSlots(Report report, EntryDisclosure entry, bool shows)
    {
        if (!report.Holds)
        {
            return;
        }

        foreach (var slot in Enum.GetValues<EntrySlot>())
        {
            if (entry.Payload(slot) is not { } payload)
            {
                report.NotShown($"the slot {slot}: the receipt leaves it out");
                continue;
            }

            report.Checked($"the slot {slot} is what the entry was sealed with{(payload.IsEmpty ? ": it is empty" : "")}");
            if (shows && !payload.IsEmpty)
            {
                report.About($"    {Encoding.UTF8.GetString(payload.AsSpan())}");
            }
        }

        try
        {
            _ = entry.Payload(EntrySlot.Facts) is null ? null : entry.Open();
        }
        catch (MalformedPayloadException flaw)
        {
            report.Failed($"the slot {flaw.Slot} cannot be read as an entry of this version");
        }
    }
}
