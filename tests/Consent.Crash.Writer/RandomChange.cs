namespace Consent.Crash;

/// <summary>What people say, at random.</summary>
internal static class RandomChange
{
    private static readonly PurposePath[] s_nodes =
    [
        Purposes.All, Purposes.Marketing.Group, Purposes.Marketing.Automatic.Email, Purposes.Marketing.Automatic.Sms, Purposes.Marketing.Traditional.Paper,
        Purposes.Profiling.Online, Purposes.SoftSpam.Email, Purposes.ThirdPartyTransfer.Marketing,
    ];

    private static readonly PurposePath[] s_purposes = [.. s_nodes.Where(n => n != Purposes.All && n != Purposes.Marketing.Group)];

    public static ConsentChange Of(Random random, ContactId contact, ChangeId id)
    {
        var change = ConsentChange.For(contact).WithId(id).Because("as the customer said");
        for (var statements = random.Next(1, 4); statements > 0; statements--)
        {
            var at = Timestamp.From(DateTimeOffset.UtcNow).Plus(TimeSpan.FromMicroseconds(-random.NextInt64(3_600_000_000)));
            var evidence = Evidence.WebForm("https://shop.example/form");
            var node = s_nodes[random.Next(s_nodes.Length)];
            change = random.Next(6) switch
            {
                0 or 1 => change.Give(s_purposes[random.Next(s_purposes.Length)], at, evidence),
                2 => change.Withdraw(node, at),
                3 => change.Object(node),
                4 => change.RetractObjection(node, at, evidence),
                _ => change.Restrict(node, at),
            };
        }

        return random.Next(3) == 0 ? change.AcceptNotice($"v{random.Next(1, 4)}", DateTimeOffset.UtcNow) : change;
    }
}
