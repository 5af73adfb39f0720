using PluginFramework.Plugins;
using PluginFramework.Telemetry;

[assembly: Plugin("telemetry", Title = "Telemetry", Options = typeof(TelemetryOptions),
    Description = "Sends what every plugin measures and traces to an OpenTelemetry collector.")]

// Its event sources and activity listeners stay in the process for good.
[assembly: ResidentLibrary("OpenTelemetry*")]
