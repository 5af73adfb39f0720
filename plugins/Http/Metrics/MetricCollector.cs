using System.Collections.Concurrent;
using System.Composition;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using PluginFramework.Plugins;

namespace PluginFramework.Http.Metrics;

/// <summary>Collects what every meter of the process measures: the runtime's, Kestrel's, this server's and other plugins'.</summary>
[Export, Shared]
public sealed class MetricCollector : IDisposable
{
    private const int MaxInstruments = 1000;

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<MetricStore, byte> _stores = new();
    private readonly ILogger _log;

    /// <summary>Begins to listen, where metrics are wanted.</summary>
    [ImportingConstructor]
    public MetricCollector(IPluginContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _log = context.LoggerFactory.CreateLogger<MetricCollector>();
        if (!context.GetOptions<HttpOptions>().Metrics) return;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (KindOf(instrument) is not { } kind || _stores.Count >= MaxInstruments) return;
            var store = new MetricStore(instrument, kind);
            _stores.TryAdd(store, 0);
            listener.EnableMeasurementEvents(instrument, store);
        };
        _listener.MeasurementsCompleted = (_, state) =>
        {
            if (state is MetricStore store) _stores.TryRemove(store, out byte _);
        };
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, state) => Record(state, (double)value, tags));
        _listener.Start();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    /// <summary>All that was measured, in Prometheus' text format.</summary>
    internal string ToText()
    {
        try
        {
            _listener.RecordObservableInstruments();
        }
#pragma warning disable CA1031 // Instruments are any plugin's; what one throws must not hide the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _log.MetricFailed(exception);
        }

        var text = new StringBuilder();
        foreach (var family in _stores.Keys.GroupBy(store => store.Name, StringComparer.Ordinal).OrderBy(family => family.Key, StringComparer.Ordinal))
        {
            var first = family.First();
            text.Append(CultureInfo.InvariantCulture, $"# HELP {first.Name} {first.Help.ReplaceLineEndings(" ")}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {first.Name} {TypeOf(first.Kind)}\n");
            // Several plugins may measure the same; the labels tell them apart, or else only one is shown.
            foreach (var (labels, store, series) in family.SelectMany(store => store.Series.Select(series => (series.Key, store, series.Value))).DistinctBy(line => line.Key, StringComparer.Ordinal))
                Append(text, store, labels, series);
        }

        return text.ToString();
    }

    private static void Record(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => ((MetricStore)state!).Record(value, tags);

    private static MetricKind? KindOf(Instrument instrument)
    {
        var type = instrument.GetType();
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return definition == typeof(Counter<>) ? MetricKind.Counter
            : definition == typeof(UpDownCounter<>) ? MetricKind.UpDown
            : definition == typeof(Histogram<>) ? MetricKind.Histogram
            : definition == typeof(Gauge<>) || definition == typeof(ObservableGauge<>) || definition == typeof(ObservableUpDownCounter<>) ? MetricKind.Gauge
            : definition == typeof(ObservableCounter<>) ? MetricKind.ObservedCounter : null;
    }

    private static string TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter or MetricKind.ObservedCounter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };

    private static void Append(StringBuilder text, MetricStore store, string labels, MetricSeries series)
    {
        var (value, count, buckets) = series.Read();
        var braces = labels.Length == 0 ? "" : "{" + labels + "}";
        if (store.Kind != MetricKind.Histogram)
        {
            text.Append(CultureInfo.InvariantCulture, $"{store.Name}{braces} {value:R}\n");
            return;
        }

        var before = labels.Length == 0 ? "" : labels + ",";
        long below = 0;
        for (var i = 0; i < store.Bounds.Length; i++)
        {
            below += buckets[i];
            text.Append(CultureInfo.InvariantCulture, $"{store.Name}_bucket{{{before}le=\"{store.Bounds[i]:R}\"}} {below}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"{store.Name}_bucket{{{before}le=\"+Inf\"}} {count}\n");
        text.Append(CultureInfo.InvariantCulture, $"{store.Name}_sum{braces} {value:R}\n{store.Name}_count{braces} {count}\n");
    }
}
