using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Consent.Tracking.Tests;

/// <summary>Everything that somebody outside could read while tracking works: logs at the finest level, activities, measurements, exceptions.</summary>
internal sealed class Overheard : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _texts = new();
    private readonly ActivityListener _activities;
    private readonly MeterListener _measurements = new();

    public Overheard()
    {
        _activities = new()
        {
            ShouldListenTo = source => source.Name == ConsentTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Hear,
        };
        ActivitySource.AddActivityListener(_activities);
        _measurements.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ConsentTelemetry.Name)
            {
                Instruments[instrument.Name] = instrument;
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _measurements.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Hear(instrument, tags));
        _measurements.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Hear(instrument, tags));
        _measurements.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Hear(instrument, tags));
        _measurements.Start();
        AppDomain.CurrentDomain.FirstChanceException += Hear;
    }

    /// <summary>All of it as text.</summary>
    public IEnumerable<string> Texts => _texts;

    public ConcurrentDictionary<string, Instrument> Instruments { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, bool> Activities { get; } = new(StringComparer.Ordinal);

    /// <summary>Every tag with its value, by instrument.</summary>
    public ConcurrentDictionary<(string Instrument, string Tag, string Value), bool> Tags { get; } = new();

    public ConcurrentDictionary<EventId, LogLevel> Events { get; } = new();

    public ConcurrentDictionary<string, bool> Categories { get; } = new(StringComparer.Ordinal);

    public void Hear(object? said) => _texts.Enqueue(said?.ToString() ?? "");

    public ILogger CreateLogger(string categoryName)
    {
        Categories[categoryName] = true;
        return this;
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Hear(state);
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Events[eventId] = logLevel;
        Hear(formatter(state, exception));
        Hear(exception);
        foreach (var (name, value) in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
        {
            Hear($"{name}={value}");
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= Hear;
        _measurements.Dispose();
        _activities.Dispose();
    }

    private void Hear(Activity activity)
    {
        Activities[activity.OperationName] = true;
        Hear($"{activity.OperationName} {activity.DisplayName} {activity.StatusDescription} {activity.TraceStateString}");
        Hear(string.Join(' ', activity.TagObjects));
        Hear(string.Join(' ', activity.Baggage));
        Hear(string.Join(' ', activity.Events.Select(e => $"{e.Name} {string.Join(' ', e.Tags)}")));
    }

    private void Hear(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
        {
            Tags[(instrument.Name, name, value?.ToString() ?? "")] = true;
            Hear($"{instrument.Name} {name}={value}");
        }
    }

    /// <summary>Those that are caught on the way too.</summary>
    private void Hear(object? sender, System.Runtime.ExceptionServices.FirstChanceExceptionEventArgs thrown) =>
        Hear($"{thrown.Exception.GetType()} {thrown.Exception.Message} {string.Join(' ', thrown.Exception.Data.Values.Cast<object?>())}");
}
