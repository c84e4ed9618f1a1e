using System.Collections.Immutable;

namespace Consent.Core.Tests;

/// <summary>Documents of sources that come night after night, merged as the tracker merges them.</summary>
internal sealed class Nights(Given given)
{
    public static PurposePath Email => Purposes.Marketing.Automatic.Email;

    public static PurposePath Phone => Purposes.Marketing.Traditional.Phone;

    /// <summary>The date of the newest file that was read whole.</summary>
    public Timestamp? WholeFileAsOf { get; set; }

    /// <summary>Of which source; <see langword="null"/>: of each.</summary>
    public string? WholeFileSource { get; set; }

    public Given Given => given;

    /// <summary>A document of a minute.</summary>
    public static ConsentDocument Document(int minute, bool? email = null, bool? phone = null, NoticeAcceptance? acceptance = null, FalseMeans falseMeans = FalseMeans.No, string source = "crm")
    {
        var flags = NodeFlags.Empty.With(Email, ConsentFlag.Status, ValueOf(email)).With(Phone, ConsentFlag.Status, ValueOf(phone));
        return new(Given.Ada, source, Given.Minute(minute), flags, acceptance, $"night{minute}.jsonl:1") { FalseMeans = falseMeans };
    }

    /// <summary>Merges a document at its own minute, or later.</summary>
    /// <returns>The answers; empty when nothing in it was new.</returns>
    public ImmutableArray<ChangeResult> Merge(ConsentDocument document, int? minute = null)
    {
        var recorded = given.Entries.FirstOrDefault(e => e.Evidence?.Change == document.ChangeId());
        var results = ImmutableArray.CreateBuilder<ChangeResult>();
        var wholeFileAsOf = WholeFileSource is null || WholeFileSource == document.Record.Source ? WholeFileAsOf : null;
        foreach (var change in document.Against(given.Contact, wholeFileAsOf, recorded))
        {
            // A store does not record one change twice.
            if (given.Entries.Any(e => e.Evidence?.Change == change.Id))
            {
                continue;
            }

            given.At(minute ?? MinuteOf(document), change, ChangePort.Bulk);
            results.Add(given.Last);
        }

        return results.ToImmutable();
    }

    public ImmutableArray<ChangeResult> Merge(int minute, bool? email = null, bool? phone = null) => Merge(Document(minute, email, phone));

    private static int MinuteOf(ConsentDocument document) => (int)((document.Record.AsOf.UnixMicroseconds - Given.Minute(0).UnixMicroseconds) / 60_000_000);

    private static FlagValue ValueOf(bool? value) => value switch { true => FlagValue.Active, false => FlagValue.Inactive, null => FlagValue.Unset };
}
