namespace Consent.Tracking;

/// <summary>How many mails of double opt-ins may be sent, so that nobody floods a stranger's mailbox through the host's form; and how long a form waits for its answer.</summary>
public sealed class DoubleOptInLimits
{
    /// <summary>To one address, in a day: 1 to 100; 3 unless said otherwise.</summary>
    public int MailsPerAddress { get; set; } = 3;

    /// <summary>From one client's network address, in an hour: 1 to 10,000; 20 unless said otherwise. Of IPv6 the first 64 bits count: a household has as many addresses as it likes.</summary>
    public int MailsPerClient { get; set; } = 20;

    /// <summary>From all, in an hour: 1 to 100,000; 1,000 unless said otherwise.</summary>
    public int MailsForAll { get; set; } = 1000;

    /// <summary>How long a request takes at least: 0 to 10 s; 500 ms unless said otherwise. So that nobody learns by the time it takes whether somebody is known, was erased, or got enough mails.</summary>
    public TimeSpan AnswerTime { get; set; } = TimeSpan.FromMilliseconds(500);

    internal IEnumerable<string> Flaws()
    {
        if (MailsPerAddress is < 1 or > 100)
        {
            yield return $"{nameof(MailsPerAddress)} is {MailsPerAddress}; it must lie between 1 and 100.";
        }

        if (MailsPerClient is < 1 or > 10_000)
        {
            yield return $"{nameof(MailsPerClient)} is {MailsPerClient}; it must lie between 1 and 10,000.";
        }

        if (MailsForAll is < 1 or > 100_000)
        {
            yield return $"{nameof(MailsForAll)} is {MailsForAll}; it must lie between 1 and 100,000.";
        }

        if (AnswerTime < TimeSpan.Zero || AnswerTime > TimeSpan.FromSeconds(10))
        {
            yield return $"{nameof(AnswerTime)} is {AnswerTime}; it must lie between 0 and 10 s.";
        }
    }
}
