// Changes what is installed and configured in a run directory for as long as it lives, and names each generation.
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using PluginFramework.Core.Generations;
using PluginFramework.Core.Generations.Writer;
using PluginFramework.Identity;

var runDirectory = args[0];
var store = GenerationStore.Open(runDirectory, Path.Combine(runDirectory, "pluginhost.json"));
await using var control = new GenerationControl(store, new FickleHost(), TimeProvider.System, NullLogger.Instance);
Console.WriteLine("ready");
await control.DecideAsync();
while (true)
{
    var number = control.Current.Number;
    var staged = control.CreateStagingDirectory();
    var plugin = StagedPlugin.Write(staged, "p", $"1.0.{(number + Random.Shared.Next(4)) % 7}");
    var draft = new GenerationDraft("next", new Caller("writer", "test"))
    {
        Lock = StagedPlugin.Lock(("p", plugin)), StagedPlugins = staged,
        Configuration = System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{ \"n\": {number} }}")),
    };
    Console.WriteLine((await control.ApplyAsync(draft, CancellationToken.None)).Generation.Number);
    if (Random.Shared.Next(4) == 0) await control.RollbackAsync(null, draft.Caller, CancellationToken.None);
}
