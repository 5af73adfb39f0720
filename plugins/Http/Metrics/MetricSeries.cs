namespace PluginFramework.Http.Metrics;

/// <summary>One line of values of an instrument: those with the same labels.</summary>
internal sealed class MetricSeries(int buckets)
{
    /// <summary>The sum of a counter or histogram, the last value of a gauge. Guarded by the series.</summary>
    public double Value { get; private set; }

    public long Count { get; private set; }

    /// <summary>How many values lie in each bucket and no lower one; the last bucket has no bound.</summary>
    public long[] Buckets { get; } = new long[buckets];

    public void Add(double value)
    {
        lock (this) Value += value;
    }

    public void Set(double value)
    {
        lock (this) Value = value;
    }

    public void Observe(double value, double[] bounds)
    {
        var bucket = Array.FindIndex(bounds, bound => value <= bound);
        lock (this)
        {
            Value += value;
            Count++;
            Buckets[bucket < 0 ? bounds.Length : bucket]++;
        }
    }

    public (double Value, long Count, long[] Buckets) Read()
    {
        lock (this) return (Value, Count, [.. Buckets]);
    }
}
