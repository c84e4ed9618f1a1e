using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What shows that a statement was made: who acted, how, and what they were shown (GDPR art. 7(1)). Immutable.</summary>
/// <remarks>
/// The date of the act is the statement's own; evidence has no second one. Texts come from browsers and operators, and none of them stops a
/// no: a text that is too long is cut, U+0000 and lone surrogates become U+FFFD, a blank one is left out, and <see cref="CutTexts"/> keeps the
/// digest of the whole. All of it may be personal data, so <see cref="ToString"/> shows none of it.
/// </remarks>
[JsonConverter(typeof(ConsentJsonConverter<Evidence>))]
public sealed partial record Evidence
{
    /// <summary>The greatest length of each text, in UTF-16 code units.</summary>
    public const int MaxTextLength = 1024;

    /// <summary>The greatest number of <see cref="Details"/>.</summary>
    public const int MaxDetails = 16;

    /// <summary>The <see cref="Method"/> of <see cref="WebForm"/>.</summary>
    public const string WebFormMethod = "web form";

    private const int MaxDetailNameLength = 64;
    private const string DetailsName = "details";
    private static readonly ImmutableSortedDictionary<string, Sha256Digest> s_uncut = ImmutableSortedDictionary.Create<string, Sha256Digest>(StringComparer.Ordinal);

    private ImmutableSortedDictionary<string, Sha256Digest> _cutTexts = s_uncut;

    /// <summary>Nothing shown.</summary>
    public static Evidence None { get; } = new();

    /// <summary>Whose act it was.</summary>
    public ActingParty ActedBy { get; init; }

    /// <summary>How: <c>web form</c>, <c>signed paper</c>, <c>recorded call</c>, …</summary>
    public string? Method { get; init => field = Kept(value, "method"); }

    /// <summary>Where what was shown and done can be found: a form's address, an archive number, a recording.</summary>
    public string? Reference { get; init => field = Kept(value, "reference"); }

    /// <summary>The SHA-256 of the exact text shown, where known.</summary>
    public Sha256Digest? TextSha256 { get; init; }

    /// <summary>Who or what asserts it, where no act of the person is shown: <c>customers.jsonl:17</c>.</summary>
    public string? Source { get; init => field = Kept(value, "source"); }

    /// <summary>The controller's ground, for lifting a restriction.</summary>
    public string? Ground { get; init => field = Kept(value, "ground"); }

    /// <summary>Whether the person was told before the controller lifted their restriction (art. 18(3)).</summary>
    public bool PersonToldFirst { get; init; }

    /// <summary>Whether the person confirmed what they gave (double opt-in). The confirmation is a give of its own, dated when it came.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>The SHA-256 of the address that the confirmation came from (<see cref="ContactPoint.Sha256"/>): it counts for this address alone. <see langword="null"/>: not known.</summary>
    public Sha256Digest? ConfirmedPoint { get; init; }

    /// <summary>Whether the person still has to confirm it: then a yes is recorded as waiting, and opens nothing. <see cref="IsConfirmed"/> outweighs it.</summary>
    public bool AwaitsConfirmation { get; init; }

    /// <summary>The contract within which it was given, where it was: its number or other reference.</summary>
    public string? Contract { get; init => field = Kept(value, "contract"); }

    /// <summary>What else the host keeps: IP address, user agent, sale reference, … Names of up to 64 characters; the ordinally first <see cref="MaxDetails"/> are kept.</summary>
    public ImmutableSortedDictionary<string, string> Details { get; init => field = KeptDetails(value); } = StoredText.None;

    /// <summary>
    /// The SHA-256 of each text of which less or other is kept than what came (<see cref="ChangeCode.TextCut"/>): <c>method</c>, <c>reference</c>,
    /// <c>source</c>, <c>ground</c>, <c>contract</c>, over its UTF-8; <c>details</c>, over all names and values that came, each behind its
    /// length (of one added later, over that digest and it). Set it only where evidence that was kept is read back; what has another name is left out.
    /// </summary>
    public ImmutableSortedDictionary<string, Sha256Digest> CutTexts
    {
        get => _cutTexts;
        init => _cutTexts = KeptCuts(value);
    }

    /// <summary>Evidence that the person acted on a web page.</summary>
    /// <param name="address">The form's address.</param>
    /// <param name="textSha256">The SHA-256 of the text shown, where known.</param>
    public static Evidence WebForm(string address, Sha256Digest? textSha256 = null) => OfPerson(WebFormMethod, address, textSha256);

    /// <summary>Evidence that the person signed a paper form.</summary>
    /// <param name="archiveReference">Where the paper is kept.</param>
    public static Evidence SignedPaper(string archiveReference) => OfPerson("signed paper", archiveReference, null);

    /// <summary>Evidence that the person said so in a recorded call.</summary>
    /// <param name="recordingReference">Where the recording is kept.</param>
    public static Evidence RecordedCall(string recordingReference) => OfPerson("recorded call", recordingReference, null);

    /// <summary>An assertion without the person's act: it counts only where nobody ever said anything attested.</summary>
    /// <param name="source">Who or what asserts it, such as a file and line.</param>
    public static Evidence Asserted(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new() { Source = source };
    }

    /// <summary>Evidence that the controller lifted a restriction on a ground, after telling the person (art. 18(3)).</summary>
    /// <param name="ground">Why it may be lifted.</param>
    /// <param name="reference">Where the letter or note to the person is kept.</param>
    public static Evidence LiftedByController(string ground, string reference)
    {
        ArgumentNullException.ThrowIfNull(ground);
        ArgumentNullException.ThrowIfNull(reference);
        return new() { ActedBy = ActingParty.Controller, Method = "notified", Ground = ground, Reference = reference, PersonToldFirst = true };
    }

    /// <summary>The same evidence, confirmed from an address: its owner followed the link that was sent there.</summary>
    public Evidence ConfirmedFrom(ContactPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return this with { IsConfirmed = true, ConfirmedPoint = point.Sha256 };
    }

    /// <summary>The same evidence with one more detail, or with another value for one that it has.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="value">What it says; <see langword="null"/>: nothing, and nothing is added.</param>
    public Evidence With(string name, string? value)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (value is null)
        {
            return this;
        }

        var added = this with { Details = Details.SetItem(name, value) };
        return CutTexts.TryGetValue(DetailsName, out var before)
            ? added with { CutTexts = CutTexts.SetItem(DetailsName, DigestOf([new("", before.ToString()), new(name, value)])) }
            : added;
    }

    /// <summary>Whether it shows who acted and how, so that a permissive statement of this flag is <b>attested</b>.</summary>
    public bool Attests(ConsentFlag flag) => ShowsAct
        || (Method is not null && ActedBy == ActingParty.Controller && flag == ConsentFlag.Restriction && Ground is not null && PersonToldFirst);

    /// <summary>Whether it is complete: attested with a reference to what was shown; asserted with its source.</summary>
    internal bool IsComplete(bool isAttested) => isAttested
        ? ActedBy != ActingParty.Unstated && Method is not null && (Reference is not null || TextSha256 is not null)
        : Source is not null;

    /// <summary>Whether it shows who acted for the person, and how.</summary>
    internal bool ShowsAct => Method is not null && ActedBy is (ActingParty.Person or ActingParty.Guardian or ActingParty.Representative);

    /// <summary>Which proof it has, as far as decisions ask for it.</summary>
    internal StatementProof Proof =>
        (Reference is null ? StatementProof.None : StatementProof.Reference) | (TextSha256 is null ? StatementProof.None : StatementProof.TextDigest) | (IsConfirmed ? StatementProof.Confirmed : StatementProof.None)
        | (Contract is null ? StatementProof.None : StatementProof.Contract) | (Details.IsEmpty ? StatementProof.None : StatementProof.Details)
        | (ActedBy is ActingParty.Guardian or ActingParty.Representative ? StatementProof.Guardian : StatementProof.None) | (ActedBy == ActingParty.Controller ? StatementProof.Controller : StatementProof.None);

    /// <inheritdoc/>
    public bool Equals(Evidence? other) =>
        other is not null && ActedBy == other.ActedBy && string.Equals(Method, other.Method, StringComparison.Ordinal)
        && string.Equals(Reference, other.Reference, StringComparison.Ordinal) && TextSha256 == other.TextSha256
        && string.Equals(Source, other.Source, StringComparison.Ordinal) && string.Equals(Ground, other.Ground, StringComparison.Ordinal)
        && PersonToldFirst == other.PersonToldFirst && IsConfirmed == other.IsConfirmed && ConfirmedPoint == other.ConfirmedPoint && AwaitsConfirmation == other.AwaitsConfirmation
        && string.Equals(Contract, other.Contract, StringComparison.Ordinal)
        && Details.SequenceEqual(other.Details) && CutTexts.SequenceEqual(other.CutTexts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ActedBy, Method, Reference, TextSha256, Source, Ground, IsConfirmed, Details.Count);

    /// <summary>The type's name only: evidence may be personal data.</summary>
    public override string ToString() => "Evidence(hidden)";

    private static Evidence OfPerson(string method, string reference, Sha256Digest? textSha256)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return new() { ActedBy = ActingParty.Person, Method = method, Reference = reference, TextSha256 = textSha256 };
    }
}
