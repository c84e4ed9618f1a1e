using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>Counts a run's items. Bounded: it keeps at most so many quarantined items, and refused ones.</summary>
internal sealed class BulkTally(TrackingContext tracking, bool isDryRun)
{
    private const int Most = 10_000;
    private readonly long _start = tracking.Clock.GetTimestamp();
    private readonly SortedDictionary<ChangeCode, long> _codes = [];
    private readonly List<BulkItem> _quarantine = [];
    private readonly List<BulkItem> _refusals = [];
    private readonly UseTally _uses = new(tracking);
    private long _recorded;
    private long _unchanged;
    private long _refused;
    private long _quarantined;

    public BulkProgress Progress => new(_recorded + _unchanged + _refused, _recorded, _unchanged, _refused, _quarantined, tracking.Clock.GetElapsedTime(_start));

    public BulkReport Report => new(Progress, isDryRun, _codes.ToImmutableSortedDictionary(), [.. _quarantine], _uses.Uses) { Refused = [.. _refusals] };

    public void Add(BulkItem item, ChangeWork work)
    {
        _uses.Add(work);
        switch (item.Outcome)
        {
            case ChangeOutcome.Recorded:
                _recorded++;
                break;
            case ChangeOutcome.Refused:
                if (++_refused <= Most)
                {
                    _refusals.Add(item);
                }

                break;
            default:
                _unchanged++;
                break;
        }

        foreach (var code in item.Results.SelectMany(CodesOf))
        {
            _codes[code] = _codes.GetValueOrDefault(code) + 1;
        }

        if (item.IsQuarantined && ++_quarantined <= Most)
        {
            _quarantine.Add(item);
        }
    }

    private static IEnumerable<ChangeCode> CodesOf(ChangeResult result) =>
        result.Statements.SelectMany(s => s.Notes).Select(n => n.Code)
            .Concat(result.Code is { } code ? [code] : []).Concat(result.AcceptanceCode is { } accepted ? [accepted] : []);
}
