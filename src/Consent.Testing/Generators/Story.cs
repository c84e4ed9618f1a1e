using System.Collections.Immutable;

namespace Consent.Testing;

/// <summary>A generated story: what happened to a few contacts, one thing after another, on two hosts whose clocks go astray. Everything collides.</summary>
/// <param name="Steps">What happened, in order.</param>
public sealed record Story(ImmutableArray<StoryStep> Steps)
{
    /// <summary>The ids that a story is about.</summary>
    public static ImmutableArray<ContactId> Contacts { get; } = [ContactId.From("a"), ContactId.From("b"), ContactId.From("c")];

    /// <summary>The same story about other contacts, so that one store can hear many.</summary>
    public Story About(Func<ContactId, ContactId> contact) => new([.. Steps.Select(step => step.About(contact))]);

    /// <summary>Shorter stories: with half of the steps, without one of them, or with one statement less.</summary>
    public IEnumerable<Story> Smaller()
    {
        for (var length = Steps.Length / 2; length >= 1; length /= 2)
        {
            for (var start = Steps.Length - length; start >= 0; start -= length)
            {
                yield return new(Steps.RemoveRange(start, length));
            }
        }

        for (var i = 0; i < Steps.Length; i++)
        {
            if (Steps[i] is StoryStep.Erased { DiesAt: > 0 } erased)
            {
                yield return new(Steps.SetItem(i, erased with { DiesAt = 0 }));
            }

            if (Steps[i] is StoryStep.Said said)
            {
                foreach (var fewer in said.Smaller())
                {
                    yield return new(Steps.SetItem(i, fewer));
                }
            }
        }
    }

    /// <summary>Every step, so that a counterexample can be read.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Steps.Select((step, number) => $"{number,3} {step}"));
}
