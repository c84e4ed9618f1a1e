using System.Text.Json.Serialization;

namespace Consent.AspNetCore;

/// <summary>What a code means.</summary>
/// <param name="Means">What it means.</param>
/// <param name="WhatToDo">What to do about it.</param>
internal sealed record WordsAnswer([property: JsonPropertyName("means")] string Means, [property: JsonPropertyName("whatToDo")] string WhatToDo);
