using System.Collections.Immutable;

namespace Consent;

/// <summary>Words of single codes and names.</summary>
public sealed partial class ConsentWords
{
    /// <summary>What the code of a decision means, and what can be done. Of a whole decision, with its list, purpose and gap, see <see cref="Of(in ConsentDecision, string)"/>.</summary>
    /// <param name="code">The code.</param>
    /// <param name="language">A language tag.</param>
    public CodeWords Of(DecisionCode code, string language) => Fill(WordKeys.Of(code), language, default);

    /// <summary>What the code of a change means, and what can be done.</summary>
    /// <inheritdoc cref="Of(DecisionCode, string)" path="/param"/>
    public CodeWords Of(ChangeCode code, string language) => Fill(WordKeys.Of(code), language, default);

    /// <summary>What is told of a statement, with the words of the node that it is about.</summary>
    /// <param name="note">The code and its node.</param>
    /// <param name="language">A language tag.</param>
    public CodeWords Of(ChangeNote note, string language) => Fill(WordKeys.Of(note.Code), language, new() { Purpose = note.Node is null ? null : Of(note.Node, language) });

    /// <summary>What a permit obliges to, each by itself: a phrase, and what to do. Nothing of <see cref="Obligations.None"/>.</summary>
    /// <param name="obligations">One or more.</param>
    /// <param name="language">A language tag.</param>
    /// <exception cref="ArgumentOutOfRangeException">It has one that there is not.</exception>
    public ImmutableArray<CodeWords> Of(Obligations obligations, string language)
    {
        ArgumentNullException.ThrowIfNull(language);
        var words = ImmutableArray.CreateBuilder<CodeWords>();
        for (var left = (int)obligations; left != 0; left &= left - 1)
        {
            words.Add(Fill(WordKeys.Of((Obligations)(left & -left)), language, default));
        }

        return words.ToImmutable();
    }

    /// <summary>Which condition of the customer exception is missing, and what can be done; <see langword="null"/>: none is.</summary>
    /// <param name="gap">The condition.</param>
    /// <param name="language">A language tag.</param>
    public CodeWords? Of(SoftSpamGap gap, string language) => gap == SoftSpamGap.None ? null : Fill(WordKeys.Of(gap), language, default);

    /// <summary>What the outcome of a decision is called.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="language">A language tag.</param>
    public string Of(DecisionOutcome outcome, string language) => TextOf(WordKeys.Of(outcome), language);

    /// <summary>What the outcome of a change is called.</summary>
    /// <inheritdoc cref="Of(DecisionOutcome, string)" path="/param"/>
    public string Of(ChangeOutcome outcome, string language) => TextOf(WordKeys.Of(outcome), language);

    /// <summary>What became of a statement.</summary>
    /// <param name="result">What became of it.</param>
    /// <param name="language">A language tag.</param>
    public string Of(StatementResult result, string language) => TextOf(WordKeys.Of(result), language);

    /// <summary>What a flag is called.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="language">A language tag.</param>
    public string Of(ConsentFlag flag, string language) => TextOf(WordKeys.Of(flag), language);

    /// <summary>What a flag's value is called: consent given, objection retracted.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="value">Its value.</param>
    /// <param name="language">A language tag.</param>
    public string Of(ConsentFlag flag, FlagValue value, string language) => TextOf(WordKeys.Of(flag, value), language);

    /// <summary>What a purpose or group is called: a phrase. Of a host's own, that has no text under <c>purpose.</c> and its path, the last segment of the path.</summary>
    /// <param name="purpose">The purpose.</param>
    /// <param name="language">A language tag.</param>
    public string Of(PurposePath purpose, string language)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return Find(WordKeys.Of(purpose), language) ?? purpose.Name;
    }

    /// <summary>What a permission allows.</summary>
    /// <param name="permission">The permission.</param>
    /// <param name="language">A language tag.</param>
    public string Of(Permission permission, string language) => TextOf(WordKeys.Of(permission), language);

    /// <summary>What a role is called.</summary>
    /// <param name="role">The role.</param>
    /// <param name="language">A language tag.</param>
    public string Of(ActorRole role, string language) => TextOf(WordKeys.Of(role), language);

    private CodeWords Fill(string key, string language, in WordFillers fillers) =>
        new(WordText.Fill(TextOf(WordKeys.Means(key), language), fillers), WordText.Fill(TextOf(WordKeys.WhatToDo(key), language), fillers));
}
