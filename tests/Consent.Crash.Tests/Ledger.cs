using System.Globalization;

namespace Consent.Crash.Tests;

/// <summary>What the children of one store said, all of them: what must be there, what may be, and nothing else.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<(string Contact, string Change), int> _unanswered = [];
    private readonly HashSet<(string Contact, string Change)> _tried = [];

    /// <summary>Entries that were acknowledged, by their index.</summary>
    public Dictionary<long, (string Contact, string Change, long Version)> Acknowledged { get; } = [];

    /// <summary>Answers that a change was recorded before: at which index.</summary>
    public List<(string Contact, string Change, long Index)> Repeated { get; } = [];

    /// <summary>Contacts whose erasure was begun, perhaps without an end.</summary>
    public HashSet<string> Erased { get; } = [];

    public HashSet<long> Checkpoints { get; } = [];

    public int Erasures { get; private set; }

    public int Conflicts { get; private set; }

    public int Troubles { get; private set; }

    /// <summary>How often the key-encryption key was renewed.</summary>
    public int Renewals { get; private set; }

    public bool WasTried(string contact, string change) => _tried.Contains((contact, change));

    /// <summary>Takes what a child said until it was killed.</summary>
    /// <returns>What was under way then, without repetitions of what was acknowledged.</returns>
    public IReadOnlyList<(string Contact, string Change)> Take(IReadOnlyList<string> lines)
    {
        _unanswered.Clear();
        foreach (var line in lines)
        {
            Take(line.Split(' '));
        }

        var acknowledged = Acknowledged.Values.Select(a => (a.Contact, a.Change)).ToHashSet();
        return [.. _unanswered.Where(u => u.Value > 0 && !acknowledged.Contains(u.Key)).Select(u => u.Key)];
    }

    private void Take(string[] words)
    {
        switch (words)
        {
            case ["try", var contact, var change]:
                _tried.Add((contact, change));
                _unanswered[(contact, change)] = _unanswered.GetValueOrDefault((contact, change)) + 1;
                break;
            case ["done", var contact, var change, var index, var version]:
                _unanswered[(contact, change)]--;
                Assert.True(Acknowledged.TryAdd(Number(index), (contact, change, Number(version))), "Two entries were acknowledged under one index.");
                break;
            case ["known", var contact, var change, var index]:
                _unanswered[(contact, change)]--;
                Repeated.Add((contact, change, Number(index)));
                break;
            case ["conflict", var contact, var change]:
                _unanswered[(contact, change)]--;
                Conflicts++;
                break;
            case ["erase", var contact]:
                Erased.Add(contact);
                break;
            case ["erased", _]:
                Erasures++;
                break;
            case ["checkpoint", var size]:
                Checkpoints.Add(Number(size));
                break;
            case ["renewed"]:
                Renewals++;
                break;
            case ["trouble"]:
                Troubles++;
                break;
            case ["ready"]:
                break;
            default:
                Assert.Fail($"The child said something else: {string.Join(' ', words)}");
                break;
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
