namespace PluginFramework.Http.Metrics;

/// <summary>What an instrument's values mean.</summary>
internal enum MetricKind
{
    /// <summary>Adds up and never falls.</summary>
    Counter,

    /// <summary>The sum of a counter as it is now.</summary>
    ObservedCounter,

    /// <summary>Adds up and may fall.</summary>
    UpDown,

    /// <summary>A value as it is now.</summary>
    Gauge,

    /// <summary>How values are spread.</summary>
    Histogram,
}
