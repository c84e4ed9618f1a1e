namespace Consent.Auditing;

/// <summary>The slot <c>actor</c> as JSON.</summary>
internal static class ActorPayload
{
    public static void Write(CanonicalJsonWriter json, EntryActor actor)
    {
        json.StartObject();
        json.Member("authority"u8, actor.Authority);
        json.Member("id"u8, actor.Id);
        if (actor.LinkKind is { } kind)
        {
            json.Code("linkKind"u8, kind);
        }

        json.Member("linkMadeAt"u8, actor.LinkMadeAt);
        json.StartArray("roles"u8);
        foreach (var role in actor.Roles)
        {
            json.CodeValue(role);
        }

        json.EndArray();
        json.EndObject();
    }

    public static EntryActor Read(ref CanonicalJsonReader json)
    {
        json.StartObject();
        var authority = json.OptionalText("authority"u8);
        var id = json.Text("id"u8);
        var linkKind = json.OptionalCode<PersonalLinkKind>("linkKind"u8);
        var linkMadeAt = json.OptionalTime("linkMadeAt"u8);
        var roles = json.List("roles"u8, static (ref role) => role.CodeValue<ActorRole>());
        json.EndObject();
        return new(id, roles, authority, linkKind, linkMadeAt);
    }
}
