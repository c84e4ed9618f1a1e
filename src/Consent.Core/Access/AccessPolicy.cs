using System.Collections.Frozen;

namespace Consent;

/// <summary>Who may do what: a table of permissions by role. Immutable. <see cref="Default"/> is the product's; a host can replace single cells.</summary>
public sealed class AccessPolicy
{
    private readonly FrozenDictionary<(Permission, ActorRole), Grant> _grants;

    private AccessPolicy(IEnumerable<KeyValuePair<(Permission, ActorRole), Grant>> grants) => _grants = grants.ToFrozenDictionary();

    /// <summary>The table of the design: only the DPO reads the log, a user interface changes one contact at a time.</summary>
    public static AccessPolicy Default { get; } = new(new Dictionary<(Permission, ActorRole), Grant>
    {
        [(Permission.SeeCurrent, ActorRole.Contact)] = Grant.Own,
        [(Permission.SeeCurrent, ActorRole.ContactByLink)] = Grant.Own,
        [(Permission.SeeCurrent, ActorRole.Operator)] = Grant.Yes,
        [(Permission.SeeCurrent, ActorRole.ApiClient)] = Grant.Yes,
        [(Permission.SeeCurrent, ActorRole.System)] = Grant.Yes,
        [(Permission.SeeCurrent, ActorRole.DataProtectionOfficer)] = Grant.Yes,
        [(Permission.SeeCurrent, ActorRole.PrivacyManager)] = Grant.Yes,
        [(Permission.Protect, ActorRole.Contact)] = Grant.Own,
        [(Permission.Protect, ActorRole.ContactByLink)] = Grant.Own,
        [(Permission.Protect, ActorRole.Operator)] = Grant.Yes,
        [(Permission.Protect, ActorRole.ApiClient)] = Grant.Yes,
        [(Permission.Protect, ActorRole.System)] = Grant.Yes,
        [(Permission.Protect, ActorRole.DataProtectionOfficer)] = Grant.Yes,
        [(Permission.Protect, ActorRole.PrivacyManager)] = Grant.Yes,
        [(Permission.Permit, ActorRole.Contact)] = Grant.Own,
        [(Permission.Permit, ActorRole.ContactByLink)] = Grant.Own,
        [(Permission.Permit, ActorRole.Operator)] = Grant.WithReason,
        [(Permission.Permit, ActorRole.ApiClient)] = Grant.Yes,
        [(Permission.RecordAsked, ActorRole.Contact)] = Grant.Own,
        [(Permission.RecordAsked, ActorRole.ContactByLink)] = Grant.Own,
        [(Permission.RecordAsked, ActorRole.Operator)] = Grant.Yes,
        [(Permission.RecordAsked, ActorRole.ApiClient)] = Grant.Yes,
        [(Permission.RecordAsked, ActorRole.System)] = Grant.Yes,
        [(Permission.ChangeMany, ActorRole.ApiClient)] = Grant.Yes,
        [(Permission.Link, ActorRole.Operator)] = Grant.WithReason,
        [(Permission.Link, ActorRole.ApiClient)] = Grant.Yes,
        [(Permission.Link, ActorRole.PrivacyManager)] = Grant.WithReason,
        [(Permission.DateLinkBack, ActorRole.Operator)] = Grant.WithReason,
        [(Permission.DateLinkBack, ActorRole.PrivacyManager)] = Grant.WithReason,
        [(Permission.Rectify, ActorRole.PrivacyManager)] = Grant.WithReason,
        [(Permission.ExportOwn, ActorRole.Contact)] = Grant.Own,
        [(Permission.ExportOwn, ActorRole.DataProtectionOfficer)] = Grant.Yes,
        [(Permission.ExportOwn, ActorRole.PrivacyManager)] = Grant.Yes,
        [(Permission.ReadLog, ActorRole.DataProtectionOfficer)] = Grant.Yes,
        [(Permission.Hold, ActorRole.DataProtectionOfficer)] = Grant.Yes,
        [(Permission.Hold, ActorRole.PrivacyManager)] = Grant.Yes,
        [(Permission.Administer, ActorRole.PrivacyManager)] = Grant.Yes,
        [(Permission.FileRequest, ActorRole.Contact)] = Grant.Own,
        [(Permission.FileRequest, ActorRole.Operator)] = Grant.Yes,
        [(Permission.FileRequest, ActorRole.DataProtectionOfficer)] = Grant.Yes,
        [(Permission.FileRequest, ActorRole.PrivacyManager)] = Grant.Yes,
        [(Permission.KeepRequests, ActorRole.DataProtectionOfficer)] = Grant.Yes,
        [(Permission.KeepRequests, ActorRole.PrivacyManager)] = Grant.Yes,
        [(Permission.AskAudience, ActorRole.ApiClient)] = Grant.Yes,
        [(Permission.AskAudience, ActorRole.System)] = Grant.Yes,
    });

    /// <summary>The cell of one permission and one role.</summary>
    public Grant this[Permission permission, ActorRole role] => _grants.GetValueOrDefault((permission, role));

    /// <summary>The same table with one cell replaced.</summary>
    public AccessPolicy With(Permission permission, ActorRole role, Grant grant) =>
        new(new Dictionary<(Permission, ActorRole), Grant>(_grants) { [(permission, role)] = grant });

    /// <summary>Whether an actor may use a permission on a contact.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="permission">What.</param>
    /// <param name="contact">On whom; <see langword="default"/> where it is about no single contact.</param>
    /// <param name="hasReason">Whether a reason is given.</param>
    public AccessVerdict Check(Actor actor, Permission permission, ContactId contact = default, bool hasReason = false) =>
        VerdictOn(actor, permission, contact, hasReason, null);

    /// <summary>Whether an actor may make one statement of a change. Only a link's actor may make some and others not.</summary>
    internal AccessVerdict CheckStatement(Actor actor, Statement statement, ContactId contact, bool hasReason) =>
        VerdictOn(actor, statement.IsProtective ? Permission.Protect : Permission.Permit, contact, hasReason, statement);

    /// <summary>As <see cref="Check"/>, and throws unless allowed.</summary>
    /// <exception cref="ConsentAccessDeniedException">The actor may not; nothing is said of the contact.</exception>
    public void Demand(Actor actor, Permission permission, ContactId contact = default, bool hasReason = false)
    {
        var verdict = Check(actor, permission, contact, hasReason);
        if (verdict != AccessVerdict.Allowed)
        {
            throw new ConsentAccessDeniedException(permission, verdict);
        }
    }

    /// <summary>What an actor may do of a change: throws when none of it, else says whether the permissive part is among it.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="change">What.</param>
    /// <param name="port">Through which port.</param>
    /// <returns>The verdict on the permissive part. It looks at the change alone, never at what is on record.</returns>
    /// <exception cref="ConsentAccessDeniedException">The actor may do none of it; nothing is said of the contact.</exception>
    public AccessVerdict DemandChange(Actor actor, ConsentChange change, ChangePort port)
    {
        ArgumentNullException.ThrowIfNull(change);
        var hasReason = change.Reason is not null;
        if (port == ChangePort.Bulk)
        {
            Demand(actor, Permission.ChangeMany, change.Contact, hasReason);
            return AccessVerdict.Allowed;
        }

        var verdict = Check(actor, Permission.Permit, change.Contact, hasReason);
        if (actor.ByLink is { } link)
        {
            if (MayMakeSome(actor, change))
            {
                return verdict;
            }

            if (!change.Statements.IsEmpty || link.Kind == PersonalLinkKind.DoubleOptIn)
            {
                throw new ConsentAccessDeniedException(change.Statements.Any(s => s.IsProtective) ? Permission.Protect : Permission.Permit, AccessVerdict.Denied);
            }
        }

        var isPermissive = change.Acceptance is not null || change.Statements.Any(s => !s.IsProtective);
        if (change.Statements.Any(s => s.IsProtective) || !isPermissive)
        {
            Demand(actor, Permission.Protect, change.Contact, hasReason);
        }
        else if (verdict == AccessVerdict.Denied)
        {
            throw new ConsentAccessDeniedException(Permission.Permit, verdict);
        }

        return verdict;
    }

    private bool MayMakeSome(Actor actor, ConsentChange change) =>
        change.Statements.Any(s => CheckStatement(actor, s, change.Contact, change.Reason is not null) == AccessVerdict.Allowed);

    private AccessVerdict VerdictOn(Actor actor, Permission permission, ContactId contact, bool hasReason, Statement? statement)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var verdict = AccessVerdict.Denied;
        foreach (var role in actor.Roles)
        {
            if (role == ActorRole.ContactByLink && !(statement is null ? actor.ByLink!.Allows(permission) : actor.ByLink!.Allows(statement)))
            {
                continue;
            }

            switch (this[permission, role])
            {
                case Grant.Yes:
                case Grant.Own when !contact.IsDefault && contact == actor.Own:
                case Grant.WithReason when hasReason:
                    return AccessVerdict.Allowed;
                case Grant.WithReason:
                    verdict = AccessVerdict.ReasonMissing;
                    break;
                default:
                    break;
            }
        }

        return verdict;
    }
}
