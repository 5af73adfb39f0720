using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace PluginFramework.Http.Metrics;

/// <summary>What was measured with one instrument. It holds nothing of the instrument, which may be a plugin's.</summary>
internal sealed class MetricStore
{
    private const int MaxSeries = 500;
    private static readonly double[] DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);

    public MetricStore(Instrument instrument, MetricKind kind)
    {
        (Kind, Help) = (kind, instrument.Description ?? "");
        Bounds = kind == MetricKind.Histogram ? (instrument as Instrument<double>)?.Advice?.HistogramBucketBoundaries?.ToArray() ?? DefaultBounds : [];
        Name = PrometheusNames.Of(instrument.Name, instrument.Unit, kind is MetricKind.Counter or MetricKind.ObservedCounter);
    }

    public string Name { get; }

    public string Help { get; }

    public MetricKind Kind { get; }

    public double[] Bounds { get; }

    public IEnumerable<KeyValuePair<string, MetricSeries>> Series => _series.OrderBy(series => series.Key, StringComparer.Ordinal);

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = LabelsOf(tags);
        if (!_series.TryGetValue(labels, out var series))
        {
            // Labels that a client can choose must not fill the memory.
            if (_series.Count >= MaxSeries) return;
            series = _series.GetOrAdd(labels, _ => new MetricSeries(Bounds.Length + 1));
        }

        switch (Kind)
        {
            case MetricKind.Histogram:
                series.Observe(value, Bounds);
                break;
            case MetricKind.Counter or MetricKind.UpDown:
                series.Add(value);
                break;
            default:
                series.Set(value);
                break;
        }
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return "";
        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            var word = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            text.Append(text.Length == 0 ? "" : ",").Append(PrometheusNames.Of(key)).Append("=\"").Append(PrometheusNames.Escape(word[..Math.Min(word.Length, 200)])).Append('"');
        }

        return text.ToString();
    }
}
