using System.Collections.Immutable;

namespace Consent;

/// <summary>What every part of a jurisdiction may say: what it is about, its dates, its source, its setting.</summary>
/// <typeparam name="TBuilder">The part's own builder.</typeparam>
public abstract class LawPartBuilder<TBuilder>
    where TBuilder : LawPartBuilder<TBuilder>
{
    private LawScope _scope = LawScope.Everywhere;
    private Citation _citation = Citation.None;
    private string? _setting;
    private bool _isOn;
    private Channel[] _inherited = [];

    private protected LawPartBuilder()
    {
    }

    internal TimeZoneInfo? Zone { get; set; }

    internal List<string> Errors { get; } = [];

    /// <summary>About these means of contact; none: all.</summary>
    public TBuilder Channels(params Channel[] channels)
    {
        ArgumentNullException.ThrowIfNull(channels);
        _inherited = [];
        return Scoped(_scope with { Channels = channels.Aggregate(0, (bits, c) => bits | LawScope.Bit(c)) });
    }

    /// <summary>The means said before the part, where it names none of its own and is about contact.</summary>
    internal void Inherit(Channel[] channels) => _inherited = channels;

    /// <summary>About these operations; contact unless said otherwise.</summary>
    public TBuilder Operations(params Operation[] operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        return Scoped(_scope with { Operations = operations.Aggregate(0, (bits, o) => bits | LawScope.Bit(o)) });
    }

    /// <summary>About these kinds of subscriber; none: all.</summary>
    public TBuilder Kinds(params SubscriberKind[] kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        return Scoped(_scope with { Kinds = kinds.Length == 0 ? LawScope.AllKinds : kinds.Aggregate(0, (bits, k) => bits | LawScope.Bit((int)k)) });
    }

    /// <summary>For these sectors only.</summary>
    public TBuilder Sectors(params Sector[] sectors) => Scoped(_scope with { Sectors = Sorted(sectors) });

    /// <summary>Not for these sectors.</summary>
    public TBuilder NotSectors(params Sector[] sectors) => Scoped(_scope with { NotSectors = Sorted(sectors) });

    /// <summary>From the beginning of this day, in the jurisdiction's time zone.</summary>
    public TBuilder From(DateOnly day) => Scoped(_scope with { From = Midnight(day) });

    /// <summary>Until the end of this day, in the jurisdiction's time zone.</summary>
    public TBuilder Until(DateOnly day) => Scoped(_scope with { Until = day == DateOnly.MaxValue ? null : Midnight(day.AddDays(1)) });

    /// <summary>From this instant.</summary>
    public TBuilder From(Timestamp instant) => Scoped(_scope with { From = instant });

    /// <summary>Until this instant, itself excluded.</summary>
    public TBuilder Until(Timestamp instant) => Scoped(_scope with { Until = instant });

    /// <summary>Its source; unverified unless said otherwise.</summary>
    public TBuilder Cites(string source, RuleMark mark = RuleMark.Unverified)
    {
        _citation = new(source, mark);
        return (TBuilder)this;
    }

    /// <summary>A setting of this name turns it on and off.</summary>
    public TBuilder Setting(string name, bool isOn = false)
    {
        (_setting, _isOn) = (name, isOn);
        return (TBuilder)this;
    }

    internal abstract LawPart Build();

    private protected LawHeading Heading
    {
        get
        {
            var isAboutContact = _scope.Operations == 0 || (_scope.Operations & LawScope.Bit(Operation.ToContact)) != 0;
            return new(isAboutContact && _inherited.Length > 0 ? _scope with { Channels = _inherited.Aggregate(0, (bits, c) => bits | LawScope.Bit(c)) } : _scope, _citation, _setting, _isOn);
        }
    }

    private TBuilder Scoped(LawScope scope)
    {
        _scope = scope;
        return (TBuilder)this;
    }

    private Timestamp? Midnight(DateOnly day)
    {
        if (Zone is null)
        {
            Errors.Add($"A date ({day:yyyy-MM-dd}) needs the jurisdiction's time zone, said before it.");
            return null;
        }

        // Of a midnight that the clocks show twice, the first.
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        var offset = Zone.IsAmbiguousTime(midnight) ? Zone.GetAmbiguousTimeOffsets(midnight).Max() : Zone.GetUtcOffset(midnight);
        return Timestamp.From(new DateTimeOffset(midnight, TimeSpan.Zero)).Plus(-offset);
    }

    private static ImmutableArray<Sector> Sorted(Sector[] sectors)
    {
        ArgumentNullException.ThrowIfNull(sectors);
        return [.. sectors.Distinct().OrderBy(s => s.Name, StringComparer.Ordinal)];
    }
}

/// <summary>A part that says no more than what every part may.</summary>
public sealed class PlainPartBuilder : LawPartBuilder<PlainPartBuilder>
{
    private readonly Func<LawHeading, LawPart> _make;

    internal PlainPartBuilder(Func<LawHeading, LawPart> make) => _make = make;

    internal override LawPart Build() => _make(Heading);
}
