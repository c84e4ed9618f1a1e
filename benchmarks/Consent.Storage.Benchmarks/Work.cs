using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Consent.Storage.Benchmarks;

/// <summary>One change as everybody has to keep it: what somebody by hand writes into a state row and an audit row, and what a host of ours hands to the model.</summary>
/// <param name="Contact">Whose.</param>
/// <param name="Change">The change.</param>
/// <param name="State">The state row's JSON.</param>
/// <param name="Audit">The audit row's JSON.</param>
internal sealed record Work(string Contact, ConsentChange Change, string State, string Audit)
{
    private static readonly Timestamp s_now = Timestamp.Parse("2026-06-01T00:00:00.000000Z");
    private static readonly Evidence s_form = Evidence.WebForm("https://shop.example/signup");

    /// <summary>Three consents and a notice, from a form, for each of so many contacts.</summary>
    public static ImmutableArray<Work> Make(int first, int count) => [.. Enumerable.Range(first, count).Select(n => Make(n))];

    private static Work Make(int number)
    {
        var contact = string.Create(CultureInfo.InvariantCulture, $"customer-{number:D8}");
        var id = Guid.CreateVersion7().ToString();
        var change = ConsentChange.For(ContactId.From(contact)).WithId(ChangeId.From(id)).From(ChangeSource.SelfService).AcceptNotice("v2", s_now)
            .Give(Purposes.Marketing.Automatic.Email, s_now, s_form).Give(Purposes.Marketing.Automatic.Sms, s_now, s_form).Withdraw(Purposes.Profiling.Online, s_now);
        var state = JsonSerializer.Serialize(new
        {
            email = new { status = true, at = "2026-06-01T00:00:00Z", change = id },
            sms = new { status = true, at = "2026-06-01T00:00:00Z", change = id },
            online = new { status = false, at = "2026-06-01T00:00:00Z", change = id },
            notice = new { version = "v2", at = "2026-06-01T00:00:00Z" },
        });
        var audit = JsonSerializer.Serialize(new
        {
            contact,
            change = id,
            actor = "crm",
            source = "SelfService",
            form = "https://shop.example/signup",
            statements = new object[] { new { node = "marketing.automatic.email", value = true }, new { node = "marketing.automatic.sms", value = true }, new { node = "profiling.online", value = false } },
            notice = "v2",
        });
        return new(contact, change, state, audit);
    }
}
