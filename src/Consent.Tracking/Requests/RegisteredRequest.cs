namespace Consent.Tracking;

/// <summary>A request of the register.</summary>
/// <param name="Request">How it stands.</param>
/// <param name="NamedAt">The place of the entry that says whose it is; <see langword="null"/>: none is known.</param>
/// <param name="OutlastsErasure">Whether an entry tells of it that names nobody.</param>
internal sealed record RegisteredRequest(SubjectRequest Request, long? NamedAt, bool OutlastsErasure)
{
    /// <summary>The same after a further entry about it.</summary>
    public static RegisteredRequest After(RegisteredRequest? before, AuditEntry entry) => new(
        LogEvents.RequestAfter(before?.Request, entry),
        before?.NamedAt ?? (entry.Subject is null ? null : entry.Index),
        before is { OutlastsErasure: true } || entry.Subject is null);
}
