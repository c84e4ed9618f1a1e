namespace Consent;

/// <summary>A code in words for people: what it means, and what can be done about it.</summary>
/// <param name="Means">What it means, in one sentence; of an obligation, a phrase.</param>
/// <param name="WhatToDo">What can be done about it, and by whom, in one sentence.</param>
public sealed record CodeWords(string Means, string WhatToDo)
{
    /// <summary>Both sentences.</summary>
    public override string ToString() => $"{Means} {WhatToDo}";
}
