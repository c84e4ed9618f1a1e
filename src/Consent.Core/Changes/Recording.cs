namespace Consent;

/// <summary>The circumstances of recording a change: passed in, because Core has no clock and no chance.</summary>
/// <param name="RecordedAt">Our clock.</param>
/// <param name="Actor">Who records it.</param>
/// <param name="Port">Through which door it comes.</param>
/// <param name="NewIncarnation">Names the contact's life, should this be its first change. Random.</param>
public sealed record Recording(Timestamp RecordedAt, Actor Actor, ChangePort Port, Guid NewIncarnation)
{
    /// <summary>The revision that follows another one.</summary>
    internal ContactRevision Next(ContactRevision revision) =>
        new(revision.Number == 0 ? NewIncarnation : revision.Incarnation, revision.Number + 1);

    /// <summary>When and through which door.</summary>
    public override string ToString() => $"{Port} at {RecordedAt}";
}
