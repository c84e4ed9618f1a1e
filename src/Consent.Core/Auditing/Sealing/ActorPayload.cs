using System.Text.Json;

namespace Consent;

/// <summary>The slot <c>actor</c> as JSON.</summary>
internal static class ActorPayload
{
    public static void Write(CanonicalJsonWriter json, EntryActor actor)
    {
        json.StartObject();
        json.Member("authority"u8, actor.Authority);
        json.Member("id"u8, actor.Id);
        json.StartArray("roles"u8);
        foreach (var role in actor.Roles)
        {
            json.CodeValue(role);
        }

        json.EndArray();
        json.EndObject();
    }

    public static EntryActor Read(JsonElement element)
    {
        var json = new PayloadReader(element, EntrySlot.Actor, "$", "authority", "id", "roles");
        return new(json.Text("id"), json.List("roles", ReadRole), json.OptionalText("authority"));
    }

    private static ActorRole ReadRole(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.String && PayloadCode<ActorRole>.Find(element.GetString()!) is { } role
            ? role
            : throw new MalformedPayloadException(EntrySlot.Actor, path, "is not a role that this version knows");
}
