using System.CommandLine;

namespace PluginFramework.Core.Startup;

/// <summary>The options of every command that changes something.</summary>
internal sealed class ActOptions
{
    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Say what would be done, and do nothing" };

    public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Do not ask; where there is no terminal nothing is asked" };

    public Option<bool> Json { get; } = GlobalOptions.Json();

    public Option[] All => [DryRun, Yes, Json];
}
