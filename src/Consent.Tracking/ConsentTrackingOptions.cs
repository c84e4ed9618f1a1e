using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>What a host decides once. Checked when the host starts.</summary>
public sealed class ConsentTrackingOptions
{
    /// <summary>The purposes; the predefined 13 unless said otherwise.</summary>
    public PurposeTaxonomy Taxonomy { get; set; } = ContactlabTaxonomy.Instance;

    /// <summary>The law under which requests are decided that name none; the European Union's unless said otherwise.</summary>
    public Jurisdiction Jurisdiction { get; set; } = Jurisdiction.EuropeanUnion;

    /// <summary>Further jurisdictions that requests may name (<see cref="ProcessingRequest.Under"/>).</summary>
    /// <remarks>
    /// Where any of them asks for a double opt-in, every sign-up by its methods waits for the person's confirmation, whichever jurisdiction a request names later:
    /// a yes is recorded once, for all. Germany's preset asks it of web forms; <c>Jurisdiction.Germany.TurnOff("double-opt-in")</c> does not.
    /// </remarks>
    public ImmutableArray<Jurisdiction> OtherJurisdictions { get; set; } = [];

    /// <summary>The host's lines of business: <see cref="Sector.Other"/> where none has rules of its own. Wanted where a jurisdiction has such rules, as Italy's has for electricity and gas.</summary>
    public ImmutableArray<Sector> Sectors { get; set; } = [];

    /// <summary>The privacy notices published.</summary>
    public NoticeCatalog Notices { get; set; } = NoticeCatalog.Empty;

    /// <summary>The permission table.</summary>
    public AccessPolicy Access { get; set; } = AccessPolicy.Default;

    /// <summary>How far ahead of our clock a permissive statement may be dated: 0 to 1 day; 5 minutes unless said otherwise.</summary>
    public TimeSpan FutureTolerance { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The earliest date that a statement can credibly have; 1995-01-01 unless said otherwise. A yes dated before it is refused, a no counts as said now.</summary>
    public Timestamp EarliestPlausible { get; set; } = ConsentRules.DefaultEarliestPlausible;

    /// <summary>
    /// Where the host's days end, such as <c>Europe/Rome</c>: the month in which a person's request is to be answered (GDPR art. 12(3)) ends with a day. <see langword="null"/> (unless said otherwise): not stated; then a request
    /// is due when it may first be anywhere on earth: up to two and a half days early, a few more around the end of February.
    /// </summary>
    public TimeZoneInfo? TimeZone { get; set; }

    /// <summary>How often a transient <see cref="ConsentStoreException"/> is tried again before it is thrown: 0 to 20; 3 unless said otherwise.</summary>
    /// <remarks>Not once 3 s are over: a store that has tried for so long itself is not asked again. Conflicts are another matter: they mean that somebody else got on, and are tried again until one succeeds or the caller cancels.</remarks>
    public int TransientRetries { get; set; } = 3;

    /// <summary>How long to wait before the first such retry; each further one waits twice as long. 0 to 1 minute; 50 ms unless said otherwise.</summary>
    public TimeSpan TransientRetryDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>After how long a commit makes a new checkpoint of the audit log: 0 to 1 day; 1 s unless said otherwise.</summary>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>After how many entries a commit makes a new checkpoint, however young the last one is: 1 to 1,000,000; 1,000 unless said otherwise.</summary>
    public int CheckpointEntries { get; set; } = 1000;

    /// <summary>How long a call may go by without a look at what other hosts published, notices and purposes: 0 to 1 hour; 1 s unless said otherwise.</summary>
    /// <remarks>A purpose or a notice that a call names and this host does not know is looked up at once.</remarks>
    public TimeSpan PublicationInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the commit that makes a checkpoint waits until it is signed and published: 0 to 1 minute; 5 s unless said otherwise. Others never wait for it.</summary>
    /// <remarks>What the signer or a place does afterwards, or that it fails, changes nothing in what was recorded: the checkpoint is late, is tried again, and health says so.</remarks>
    public TimeSpan CheckpointLimit { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After how long a log that seems shorter than it was, or another one, is asked for once more before it is refused: 0 to 5 s; 2 s unless said otherwise. A failover in good order ends within that time.</summary>
    public TimeSpan AlteredRetryDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a host's start waits until the consent memory is open, compared and checked: 1 s to 1 day; 1 minute unless said otherwise. Then the host does not start. A host without the generic host opens it by its first call.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How often the log, and all that decisions rest on, is verified in the background of a host that the generic host runs (<see cref="ActingAudit.VerifyAsync"/>): 1 minute to 7 days; 1 day unless said otherwise;
    /// <see cref="Timeout.InfiniteTimeSpan"/>: never. What it finds is in health. Of several hosts of one store, one is enough.
    /// </summary>
    public TimeSpan ScrubInterval { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Whether the log, and all that decisions rest on, is verified before the host starts, which then takes as long as that: see <see cref="StartTimeout"/>. Off unless said otherwise.</summary>
    public bool VerifyStateAtStart { get; set; }

    internal IEnumerable<string> Flaws() => FlawsOfRules().Concat(FlawsOfTimes());

    private IEnumerable<string> FlawsOfRules()
    {
        if (Taxonomy is null || Jurisdiction is null || Notices is null || Access is null)
        {
            yield return "Taxonomy, Jurisdiction, Notices and Access must not be null.";
        }

        if (OtherJurisdictions.IsDefault || Sectors.IsDefault)
        {
            yield return $"{nameof(OtherJurisdictions)} and {nameof(Sectors)} must be lists.";
        }
        else if (Jurisdiction is not null && Sectors.IsEmpty && OtherJurisdictions.Prepend(Jurisdiction).FirstOrDefault(j => j.HasSectorRules) is { } law)
        {
            yield return $"{nameof(Sectors)} is empty, and {law.Name} has rules for some lines of business: say the host's own, {nameof(Sector)}.{nameof(Sector.Other)} if none of these.";
        }
    }

    private IEnumerable<string> FlawsOfTimes()
    {
        if (FutureTolerance < TimeSpan.Zero || FutureTolerance > TimeSpan.FromDays(1))
        {
            yield return $"{nameof(FutureTolerance)} is {FutureTolerance}; it must lie between 0 and 1 day.";
        }

        if (PublicationInterval < TimeSpan.Zero || PublicationInterval > TimeSpan.FromHours(1))
        {
            yield return $"{nameof(PublicationInterval)} is {PublicationInterval}; it must lie between 0 and 1 hour.";
        }

        if (TransientRetries is < 0 or > 20)
        {
            yield return $"{nameof(TransientRetries)} is {TransientRetries}; it must lie between 0 and 20.";
        }

        if (CheckpointInterval < TimeSpan.Zero || CheckpointInterval > TimeSpan.FromDays(1))
        {
            yield return $"{nameof(CheckpointInterval)} is {CheckpointInterval}; it must lie between 0 and 1 day.";
        }

        if (CheckpointEntries is < 1 or > 1_000_000)
        {
            yield return $"{nameof(CheckpointEntries)} is {CheckpointEntries}; it must lie between 1 and 1,000,000.";
        }

        if (ScrubInterval != Timeout.InfiniteTimeSpan && (ScrubInterval < TimeSpan.FromMinutes(1) || ScrubInterval > TimeSpan.FromDays(7)))
        {
            yield return $"{nameof(ScrubInterval)} is {ScrubInterval}; it must lie between 1 minute and 7 days, or be Timeout.InfiniteTimeSpan.";
        }

        if (StartTimeout < TimeSpan.FromSeconds(1) || StartTimeout > TimeSpan.FromDays(1))
        {
            yield return $"{nameof(StartTimeout)} is {StartTimeout}; it must lie between 1 s and 1 day.";
        }

        if (CheckpointLimit < TimeSpan.Zero || CheckpointLimit > TimeSpan.FromMinutes(1))
        {
            yield return $"{nameof(CheckpointLimit)} is {CheckpointLimit}; it must lie between 0 and 1 minute.";
        }

        if (AlteredRetryDelay < TimeSpan.Zero || AlteredRetryDelay > TimeSpan.FromSeconds(5))
        {
            yield return $"{nameof(AlteredRetryDelay)} is {AlteredRetryDelay}; it must lie between 0 and 5 s.";
        }

        if (TransientRetryDelay < TimeSpan.Zero || TransientRetryDelay > TimeSpan.FromMinutes(1))
        {
            yield return $"{nameof(TransientRetryDelay)} is {TransientRetryDelay}; it must lie between 0 and 1 minute.";
        }
    }
}
