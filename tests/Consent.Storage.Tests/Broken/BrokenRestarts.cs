namespace Consent.Storage.Tests.Broken;

/// <summary>Kept it in memory.</summary>
internal sealed class EmptyWhenReopened : BrokenStore
{
    public override BrokenStore Reopened() => new EmptyWhenReopened();
}

/// <summary>Kept the change ids in memory.</summary>
internal sealed class ForgetsChangeIdsWhenReopened : BrokenStore
{
    private bool _isAnew;

    public override BrokenStore Reopened()
    {
        _isAnew = true;
        return this;
    }

    public override ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken) =>
        Inner.CommitAsync([.. batch.Select(c => _isAnew ? c with { Change = default } : c)], cancellationToken);
}

/// <summary>Makes itself a new key for the hashes of suppressed ids.</summary>
internal sealed class LosesTheSuppressionKey : BrokenStore
{
    private bool _isAnew;

    public override BrokenStore Reopened()
    {
        _isAnew = true;
        return this;
    }

    public override async ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken) =>
        [.. (await Inner.FindAsync(lookups, cancellationToken)).Select(f => _isAnew && f.Snapshot?.State == ContactState.Closed ? StoredContact.Nothing : f)];
}

/// <summary>Digests ids under a key of the process.</summary>
internal sealed class MakesAnotherDigestKey : BrokenStore
{
    private bool _isAnew;

    public override BrokenStore Reopened()
    {
        _isAnew = true;
        return this;
    }

    public override async ValueTask<Sha256Digest> DigestOfAsync(ContactId contact, CancellationToken cancellationToken)
    {
        var digest = await Inner.DigestOfAsync(contact, cancellationToken);
        return _isAnew ? Sha256Digest.OfText(digest.ToString()) : digest;
    }
}

/// <summary>After a restart, links are sealed with a key that was made anew.</summary>
internal sealed class SealsLinksAnew : BrokenStore
{
    private readonly LinkKey _key = new(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32), System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    public override ValueTask<LinkKey> GetLinkKeyAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_key);

    public override BrokenStore Reopened() => new SealsLinksAnew();
}
