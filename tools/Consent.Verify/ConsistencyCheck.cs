using Consent.Auditing;

namespace Consent.Verify;

/// <summary><c>consistency OLD NEW PROOF</c>: two states of one log.</summary>
internal static class ConsistencyCheck
{
    public static Report Run(VerifyOptions options)
    {
        var older = InputFile.Parsed(options.Files[0], s => SignedCheckpoint.Parse(s));
        var newer = InputFile.Parsed(options.Files[1], s => SignedCheckpoint.Parse(s));
        var proof = InputFile.Parsed(options.Files[2], s => ConsistencyFile.Parse(s));
        var report = new Report().About($"The log {newer.Checkpoint.Origin} at {older.Checkpoint.Size} and at {newer.Checkpoint.Size} entries");
        var signed = "the log's key signed both checkpoints";
        return proof.Verify(older, newer, options.Keys) switch
        {
            ConsistencyVerdict.Consistent => report.Checked(signed)
                .Checked($"the later log begins with all {older.Checkpoint.Size} entries of the earlier one, unchanged")
                .NotShown("that others were shown the same: compare checkpoints with theirs")
                .NotShown("what the entries say"),
            ConsistencyVerdict.OlderNotVerified => report.Failed("the earlier checkpoint: no key given signed it in the name of its log, or a signature is false"),
            ConsistencyVerdict.NewerNotVerified => report.Failed("the later checkpoint: no key given signed it in the name of its log, or a signature is false"),
            ConsistencyVerdict.OtherLog => report.Failed("they are checkpoints of two logs"),
            _ => report.Checked(signed).Failed("the proof does not lead from the one to the other: it is another's, or history was rewritten"),
        };
    }
}
