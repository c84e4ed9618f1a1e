using System.Collections.Immutable;

namespace Consent;

/// <summary>The flags, and what stands beside them: pauses, gives that wait, when they were asked.</summary>
internal sealed partial class SnapshotWriter
{
    private void Flags(FlagTable table)
    {
        Number((uint)table.Count);
        for (var i = 0; i < table.Count; i++)
        {
            var state = table.StateAt(i, _contact.Taxonomy);
            var hasExtra = !state.IsImplied;
            Number((uint)_paths.PlaceOf(state.Node));
            Statement(state.InForce, hasExtra ? SnapshotPart.Extra : 0);
            if (hasExtra)
            {
                Extra(state);
            }
        }
    }

    private void Statement(in RecordedStatement said, int bits)
    {
        Number((ulong)(bits | (int)said.Flag | (said.IsActive ? SnapshotPart.Active : 0) | (said.IsAttested ? SnapshotPart.Attested : 0)
            | (said.IsComplete ? SnapshotPart.Complete : 0) | (said.Span is null ? 0 : SnapshotPart.Span) | ((int)said.Proof << SnapshotPart.ProofShift)));
        Time(said.OccurredAt);
        Number((uint)_origins.PlaceOf(said.Origin));
        Number(said.Position);
        if (said.Span is { } span)
        {
            Byte((span.From is null ? 0 : SnapshotPart.From) | (span.Until is null ? 0 : SnapshotPart.Until) | (span.Ends is null ? 0 : SnapshotPart.Ends));
            OptionalTime(span.From);
            OptionalTime(span.Until);
            OptionalTime(span.Ends);
        }
    }

    private void Extra(in FlagState state)
    {
        Byte((state.GreatestProtective is null ? 0 : SnapshotPart.Protective) | (state.LatestPermissive is null ? 0 : SnapshotPart.LatestPermissive)
            | (state.LatestAsserted is null ? 0 : SnapshotPart.LatestAsserted) | (state.WasGiven ? SnapshotPart.WasGiven : 0));
        if (state.GreatestProtective is { } no)
        {
            Statement(no, 0);
        }

        OptionalTime(state.LatestPermissive);
        OptionalTime(state.LatestAsserted);
    }

    private void Beside(BesideFlags beside)
    {
        if (beside.IsEmpty)
        {
            return;
        }

        Statements(beside.Pauses);
        Statements(beside.Pending);
        Number((uint)beside.Asked.Length);
        foreach (var (node, at) in beside.Asked)
        {
            Number((uint)_paths.PlaceOf(node));
            Time(at);
        }
    }

    private void Statements(ImmutableArray<RecordedStatement> statements)
    {
        Number((uint)statements.Length);
        foreach (var statement in statements)
        {
            Number((uint)_paths.PlaceOf(statement.Node));
            Statement(statement, 0);
        }
    }
}
