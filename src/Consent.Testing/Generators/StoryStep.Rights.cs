namespace Consent.Testing;

/// <summary>What a privacy manager does in a story.</summary>
public abstract partial record StoryStep
{
    /// <summary>A contact is placed under a legal hold, or released from it.</summary>
    /// <param name="Minute">The clock.</param>
    /// <param name="Whom">Whom.</param>
    /// <param name="IsHeld">Placed, or released.</param>
    public sealed record Held(int Minute, ContactId Whom, bool IsHeld) : StoryStep(Minute)
    {
        /// <inheritdoc/>
        public override ContactId Contact => Whom;

        /// <inheritdoc/>
        public override StoryStep About(Func<ContactId, ContactId> contact) => this with { Whom = contact(Whom) };

        /// <inheritdoc/>
        public override string ToString() => $"{Minute,4} {Contact.Value} {(IsHeld ? "held" : "released")}";
    }

    /// <summary>A record turns out to be wrong: a change or a link is rectified.</summary>
    /// <param name="Minute">The clock.</param>
    /// <param name="Whom">Of whom.</param>
    /// <param name="Wrong">The change whose record was wrong.</param>
    public sealed record Rectified(int Minute, ContactId Whom, ChangeId Wrong) : StoryStep(Minute)
    {
        /// <inheritdoc/>
        public override ContactId Contact => Whom;

        /// <inheritdoc/>
        public override StoryStep About(Func<ContactId, ContactId> contact) => this with { Whom = contact(Whom) };

        /// <inheritdoc/>
        public override string ToString() => $"{Minute,4} {Contact.Value} {Wrong.Value} was wrong";
    }

    /// <summary>A person is erased: this id, and whoever is linked with it.</summary>
    /// <param name="Minute">The clock.</param>
    /// <param name="Whom">Whom.</param>
    /// <param name="Keeps">What is to be kept.</param>
    public sealed record Erased(int Minute, ContactId Whom, ErasureKeeps Keeps) : StoryStep(Minute)
    {
        /// <inheritdoc/>
        public override ContactId Contact => Whom;

        /// <inheritdoc/>
        public override StoryStep About(Func<ContactId, ContactId> contact) => this with { Whom = contact(Whom) };

        /// <summary>The step of the erasure at which the process dies that was asked first; another one is asked again, and ends it. 0: nobody dies.</summary>
        public int DiesAt { get; init; }

        /// <inheritdoc/>
        public override string ToString() => $"{Minute,4} {Contact.Value} erased, keeping {Keeps}{(DiesAt == 0 ? "" : $", by one that dies at step {DiesAt} and one that lives")}";
    }

    /// <summary>An id stands on a list of those not to be contacted.</summary>
    /// <param name="Minute">The clock.</param>
    /// <param name="Whom">Whose.</param>
    /// <param name="List">The name of the list.</param>
    public sealed record Closed(int Minute, ContactId Whom, string List) : StoryStep(Minute)
    {
        /// <inheritdoc/>
        public override ContactId Contact => Whom;

        /// <inheritdoc/>
        public override StoryStep About(Func<ContactId, ContactId> contact) => this with { Whom = contact(Whom) };

        /// <inheritdoc/>
        public override string ToString() => $"{Minute,4} {Contact.Value} closed by list {List}";
    }

    /// <summary>A list of those not to be contacted turns out to have named an id wrongly.</summary>
    /// <param name="Minute">The clock.</param>
    /// <param name="Whom">Whose.</param>
    /// <param name="List">The name of the list.</param>
    public sealed record Unlisted(int Minute, ContactId Whom, string List) : StoryStep(Minute)
    {
        /// <inheritdoc/>
        public override ContactId Contact => Whom;

        /// <inheritdoc/>
        public override StoryStep About(Func<ContactId, ContactId> contact) => this with { Whom = contact(Whom) };

        /// <inheritdoc/>
        public override string ToString() => $"{Minute,4} {Contact.Value} was on list {List} wrongly";
    }
}
