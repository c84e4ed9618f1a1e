namespace Consent;

/// <content>The same record through another taxonomy, and two copies of one record together.</content>
public sealed partial class ContactConsents
{
    /// <summary>The same record read through another taxonomy.</summary>
    public ContactConsents Under(PurposeTaxonomy taxonomy)
    {
        ArgumentNullException.ThrowIfNull(taxonomy);
        if (ReferenceEquals(taxonomy, Taxonomy))
        {
            return this;
        }

        var own = Reread(Own, taxonomy);
        return new(Id, taxonomy, own, ReferenceEquals(Own, Counted) ? own : Reread(Counted, taxonomy), Acceptances, Extras, Revision);
    }

    /// <summary>Joins two copies of one contact's record that went apart: a replica, an offline device. Any order gives the same flags and notices.</summary>
    /// <remarks>
    /// The higher revision is kept; it does not count what the other copy had. Where the two disagree on links or rectified records, fold the entries anew instead
    /// (<see cref="PersonConsents.Fold"/>).
    /// </remarks>
    /// <exception cref="ArgumentException">Another contact, other links, or other rectified records.</exception>
    public ContactConsents Join(ContactConsents other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Id != Id)
        {
            throw new ArgumentException("These are records of two contacts.", nameof(other));
        }

        if (!Links.ToHashSet().SetEquals(other.Links))
        {
            throw new ArgumentException("These records disagree on links: fold the entries anew.", nameof(other));
        }

        if (!Rectified.SequenceEqual(other.Rectified))
        {
            throw new ArgumentException("These records disagree on what was rectified: fold the entries anew.", nameof(other));
        }

        var own = Joined(Own, other.Own, other.Taxonomy);
        var isAlone = ReferenceEquals(Own, Counted) && ReferenceEquals(other.Own, other.Counted);
        var extras = Extras with
        {
            Waiting = Revision.Number >= other.Revision.Number ? Waiting : other.Waiting,
            Unknown = [.. Unknown.Union(other.Unknown).Order()],
            Sources = Sources.Join(other.Sources),
        };
        return new(
            Id, Taxonomy, own, isAlone ? own : Joined(Counted, other.Counted, other.Taxonomy), Acceptances.Union(other.Acceptances).InOrder(), extras,
            Revision.Number >= other.Revision.Number ? Revision : other.Revision);
    }

    /// <summary>Whether two records say the same, leaving out what arrival decides: revisions and what is remembered of sources.</summary>
    public bool SaysTheSameAs(ContactConsents other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Id == other.Id && Counted.Beside.SaysTheSameAs(other.Counted.Beside) && Own.Beside.SaysTheSameAs(other.Own.Beside) && Flags.SequenceEqual(other.Flags) && OwnFlags.SequenceEqual(other.OwnFlags) && Acceptances.SequenceEqual(other.Acceptances)
            && Links.ToHashSet().SetEquals(other.Links) && Rectified.SequenceEqual(other.Rectified) && Unknown.SequenceEqual(other.Unknown) && State == other.State && Closing == other.Closing;
    }

    private FlagTable Joined(FlagTable mine, FlagTable theirs, PurposeTaxonomy theirTaxonomy)
    {
        var builder = new FlagTableBuilder(Taxonomy, mine);
        builder.Join(theirs, theirTaxonomy);
        return builder.Build();
    }

    private FlagTable Reread(FlagTable table, PurposeTaxonomy taxonomy)
    {
        var builder = new FlagTableBuilder(taxonomy);
        builder.Join(table, Taxonomy);
        return builder.Build();
    }
}
