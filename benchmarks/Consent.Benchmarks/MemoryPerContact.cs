namespace Consent.Benchmarks;

/// <summary>Bytes that one contact with 15 flags takes, against nested classes that hold the same facts, and against bare flags.</summary>
internal static class MemoryPerContact
{
    private const int Count = 50_000;

    public static void Print()
    {
        var change = Sample.Change(Sample.Contact, "c1");
        Report("Consent: ContactConsents", i => ContactConsents.Empty(ContactId.From($"customer-{i:000000}"), Sample.Rules.Taxonomy)
            .Apply(change.Toward(ContactId.From($"customer-{i:000000}")).WithId(ChangeId.From($"change-{i:000000}")).AcceptNotice("v1", Sample.Now), Sample.Rules, Sample.Recording).After.Contacts[0]);
        Report("nested classes, the same facts", i => Graph($"customer-{i:000000}", $"change-{i:000000}"));
        Report("nested classes, bare flags", i => Bare($"customer-{i:000000}"));
    }

    private static void Report(string name, Func<int, object> create)
    {
        _ = create(0);
        var all = new object[Count];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Count; i++)
        {
            all[i] = create(i);
        }

        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count;
        GC.KeepAlive(all);
        Console.WriteLine($"{name,-34} {bytes,8:0} bytes per contact");
    }

    private static Profile Graph(string id, string change)
    {
        Flag F() => new(true, Sample.Now.ToDateTimeOffset(), change);
        Node N(Flag? restriction = null, Flag? objection = null) => new(F(), restriction, objection);
        return new(
            id, new("v1", Sample.Now.ToDateTimeOffset()), new(new(N(), N(objection: F())), new(N(F()), N(), N(), N(), N())), new(N(), N()), new(N(), N()), new(N(), N()));
    }

    private static BareProfile Bare(string id)
    {
        BareNode N() => new(true, null, null);
        return new(id, new("v1", Sample.Now.ToDateTimeOffset()), new(new(N(), N()), new(N(), N(), N(), N(), N())), new(N(), N()), new(N(), N()), new(N(), N()));
    }

    private sealed record Flag(bool Value, DateTimeOffset At, string Change);

    private sealed record Node(Flag? Status, Flag? Limitation, Flag? Objection);

    private sealed record Disclaimer(string Version, DateTimeOffset Date);

    private sealed record Two(Node A, Node B);

    private sealed record Five(Node A, Node B, Node C, Node D, Node E);

    private sealed record Marketing(Two Traditional, Five Automatic);

    private sealed record Profile(string Id, Disclaimer Disclaimer, Marketing Marketing, Two Profiling, Two SoftSpam, Two Transfer);

    private sealed record BareNode(bool? Status, bool? Limitation, bool? Objection);

    private sealed record BareTwo(BareNode A, BareNode B);

    private sealed record BareFive(BareNode A, BareNode B, BareNode C, BareNode D, BareNode E);

    private sealed record BareMarketing(BareTwo Traditional, BareFive Automatic);

    private sealed record BareProfile(string Id, Disclaimer Disclaimer, BareMarketing Marketing, BareTwo Profiling, BareTwo SoftSpam, BareTwo Transfer);
}
