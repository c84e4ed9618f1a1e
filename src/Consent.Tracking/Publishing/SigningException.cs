using Consent.Storage;

namespace Consent.Tracking;

/// <summary>The signer of checkpoints failed: what was committed stays committed.</summary>
internal sealed class SigningException(string message, bool isTransient, Exception? inner) : ConsentStoreException(message, isTransient, inner);
