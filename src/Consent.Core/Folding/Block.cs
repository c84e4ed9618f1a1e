namespace Consent;

/// <summary>What stands in the way of a purpose: a restriction or objection in force, or a pause that is not over.</summary>
/// <param name="Node">The index of the node it sits on.</param>
/// <param name="Change">The change that said it.</param>
/// <param name="Until">Of a pause: from when, if nothing else is said, nothing of this kind stands in the way.</param>
internal readonly record struct Block(int Node, ChangeId Change, Timestamp? Until);
