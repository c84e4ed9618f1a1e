using System.Text;
using Consent.Auditing;
using Consent.Storage;
using Consent.Tracking;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Quickstart;

/// <summary>Tells what the log proves: a receipt, a forgery that shows, an erasure that breaks no proof, an import that brings nobody back.</summary>
internal sealed class StoryOfTheLog(IServiceProvider services, IConsentStore store, Func<CancellationToken, Task<ImportFacts>> import)
{
    private static readonly Actor s_dpo = Actor.DataProtectionOfficer("dpo");
    private static readonly Actor s_manager = Actor.PrivacyManager("privacy-1");

    public async Task<ProofFacts> TellAsync(ContactId contact, ChangeId change, CancellationToken cancellationToken)
    {
        var audit = services.GetRequiredService<ConsentAudit>();
        var tracker = services.GetRequiredService<ConsentTracker>();
        var receipt = await tracker.As(Actor.ForSelf(contact)).ReceiptAsync(contact, change, cancellationToken)
            ?? throw new InvalidOperationException("The story's own withdrawal is not on record.");
        var before = receipt.Proof.Checkpoint;
        var verdict = receipt.Verify(audit.VerifierKey);
        var tampered = await VerifyTamperedAsync(receipt.Index, before.Checkpoint.Head, cancellationToken);

        var erasure = await services.GetRequiredService<ConsentPrivacy>().As(s_manager).EraseAsync(new(contact, "GDPR 17(1)(b)"), cancellationToken);
        var whole = await audit.As(s_dpo).VerifyAsync(cancellationToken: cancellationToken);
        var after = await audit.CheckpointAsync(cancellationToken);
        var grew = await audit.As(s_dpo).ConsistencyAsync(before.Checkpoint.Size, after.Checkpoint.Size, cancellationToken);
        var again = await import(cancellationToken);
        var decision = await tracker.DecideAsync(ProcessingRequest.ToContact(contact, Purposes.Marketing.Automatic.Email), cancellationToken);
        return new(
            before.ToString(), audit.VerifierKey.ToString(), receipt.Index, verdict.ToString(), tampered.ToString(), erasure.ToString(), whole.Erased, whole.ToString(),
            grew.Verify(before.Checkpoint.Head, after.Checkpoint.Head), receipt.Verify(audit.VerifierKey).ToString(), again, decision.Reason);
    }

    /// <summary>An insider turns the withdrawal into a consent, in a copy of the log; whoever checks it against the checkpoint is told where.</summary>
    private async Task<LogVerdict> VerifyTamperedAsync(long index, TreeHead signed, CancellationToken cancellationToken)
    {
        var verifier = new LogVerifier(signed);
        await foreach (var entry in store.Log.ReadAsync(0, signed.Size, cancellationToken))
        {
            verifier.Add(entry.Index == index ? Turned(entry) : entry);
        }

        return verifier.Finish();
    }

    private static SealedEntry Turned(SealedEntry entry)
    {
        var facts = Encoding.UTF8.GetString(entry.Payload(EntrySlot.Facts)).Replace("\"value\":false", "\"value\":true", StringComparison.Ordinal);
        byte[] salts = [.. Enum.GetValues<EntrySlot>().SelectMany(slot => entry.Salt(slot).ToArray())];
        return SealedEntry.FromParts(
            entry.Index, entry.Leaf, salts, Encoding.UTF8.GetBytes(facts), entry.Payload(EntrySlot.Subject), entry.Payload(EntrySlot.Actor), entry.Payload(EntrySlot.Evidence));
    }
}
