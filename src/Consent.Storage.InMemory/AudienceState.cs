namespace Consent.Storage.InMemory;

/// <summary>Which record was written when: what an audience is kept current by. A version of it sees no further than its own count.</summary>
/// <param name="Members">Every contact that ever had a record, by its number.</param>
/// <param name="Writes">Every write in order; that at place n has position n + 1.</param>
internal readonly record struct AudienceState(AppendOnlyList<AudienceMember> Members, AppendOnlyList<AudienceState.Write> Writes)
{
    /// <summary>That a member's record was written, or went away.</summary>
    public readonly record struct Write(AudienceMember Member, bool IsGone);

    /// <summary>The record of a contact is written: the last write is its.</summary>
    /// <param name="member">The contact among the audience; <see langword="null"/>: it was none.</param>
    /// <param name="id">The contact.</param>
    public (AudienceState After, AudienceMember Member) Written(AudienceMember? member, ContactId id)
    {
        var members = Members;
        if (member is null)
        {
            member = new(Members.Count, id);
            members = Members.Add(member);
        }

        return (new(members, Writes.Add(new(member, IsGone: false))), member);
    }

    /// <summary>The record of a member goes away. Its id is erased once that is certain.</summary>
    public AudienceState Gone(AudienceMember member) => this with { Writes = Writes.Add(new(member, IsGone: true)) };
}
