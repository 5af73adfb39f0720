using PluginFramework.Plugins;

namespace PluginFramework.Core.Startup.Tests.Configuration;

public sealed class TestOptions : IPluginOptions
{
    public int MaxLine { get; set; } = 512;

    public string Network { get; set; } = "default";

    public TimeSpan Idle { get; set; } = TimeSpan.FromMinutes(5);

    public string[] Names { get; set; } = ["one", "two"];

    public List<int> Ports { get; set; } = [1, 2];

    public Dictionary<string, int> Weights { get; set; } = [];

    public Inner Limits { get; set; } = new();

    public DayOfWeek? Day { get; set; }

    public IEnumerable<string> Validate()
    {
        if (MaxLine is < 100 or > 1000) yield return $"MaxLine is {MaxLine}; it must lie in 100 to 1000.";
    }

    public sealed class Inner
    {
        public long Total { get; set; } = 7;

        public bool Strict { get; set; }
    }
}
