namespace Consent;

/// <summary>What became of a word about a request, and how the request stands. Immutable.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Request">The request as it stands now; <see langword="null"/>: there is none of this number.</param>
public sealed record SubjectRequestResult(SubjectRequestOutcome Outcome, SubjectRequest? Request)
{
    /// <summary>Of a filed objection or restriction: what became of the no that it is. <see langword="null"/> for any other.</summary>
    public ChangeResult? Change { get; init; }

    /// <summary>The outcome: no personal data.</summary>
    public override string ToString() => $"{Outcome}: {Request?.ToString() ?? "no request"}";
}
