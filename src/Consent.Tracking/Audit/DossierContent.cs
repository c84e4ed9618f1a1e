using System.Collections.Immutable;
using Consent.Auditing;

namespace Consent.Tracking;

/// <summary>What a dossier holds besides the contact's history: what only the host has, and what is to be answered.</summary>
public sealed class DossierContent
{
    /// <summary>The history alone.</summary>
    public static DossierContent None { get; } = new();

    /// <summary>The exact texts of notices; checked against the SHA-256 on record, where there is one.</summary>
    public ImmutableArray<DossierNotice> Notices { get; init; } = [];

    /// <summary>Decisions to be made now and explained; all about the contact.</summary>
    public ImmutableArray<ProcessingRequest> Decisions { get; init; } = [];

    /// <summary>How many of each: no personal data.</summary>
    public override string ToString() => $"{Notices.Length} notice(s), {Decisions.Length} decision(s)";
}
