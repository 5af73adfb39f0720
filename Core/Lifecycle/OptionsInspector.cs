using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Configuration.Schema;
using PluginFramework.Core.Graph;
using PluginFramework.Loader.Contexts;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Lifecycle;

/// <summary>
/// Looks at what can be configured of plugins, whether they run or not, each in a load context of its own that is let go of at once. Of a
/// plugin that may run, the constructor, getters and <c>Validate</c> of its options type are run; of another, nothing.
/// </summary>
internal sealed class OptionsInspector(PluginLoader loader)
{
    /// <summary>How long a context may take to go before it is looked for what holds it.</summary>
    private static readonly TimeSpan UnloadLimit = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string ContentHash, bool MayRun), OptionsSchema> _schemas = new();

    public OptionsSchema Describe(PluginNode node)
    {
        if (node.Candidate.Manifest is not { } manifest) return new(node.Id, node.Id, []) { Gap = node.Candidate.Problem };
        var bare = new OptionsSchema(node.Id, manifest.Title, []);
        if (manifest.OptionsTypeName is not { } typeName) return bare;
        var mayRun = MayRun(node);
        return _schemas.GetOrAdd((node.Candidate.ContentHash, mayRun), _ =>
        {
            var schema = bare;
            var problem = Inspect(node, plugin =>
            {
                var type = plugin.GetPartType(typeName);
                var reader = new OptionsTypeReader(XmlSummaries.Beside(Path.Combine(node.Candidate.StorePath, manifest.AssemblyFile)));
                schema = bare with { Options = reader.Read(type, mayRun ? Activator.CreateInstance(type) : null) };
            });
            return problem is not null ? schema with { Gap = problem }
                : mayRun ? schema
                : schema with { Gap = "The plugin is kept from running, so its defaults are not known." };
        });
    }

    /// <summary>What is wrong with a plugin's options; <see langword="null"/> where nothing is, or where it does not run anyway.</summary>
    public string? FindProblem(PluginNode node, HostConfiguration configuration)
    {
        if (!MayRun(node) || node.Candidate.Manifest is not { Problems.IsEmpty: true } manifest || configuration.Disabled.Contains(node.Id)) return null;
        try
        {
            if (manifest.OptionsTypeName is { } typeName) return Inspect(node, plugin => configuration.BindPluginOptions(plugin.GetPartType(typeName), node.Id));
            configuration.CheckNoPluginOptions(node.Id);
            return null;
        }
        catch (PluginConfigurationException error)
        {
            return error.Message;
        }
    }

    private static bool MayRun(PluginNode node) => node.Verdict?.State is not (PluginState.Disabled or PluginState.Quarantined or PluginState.Incompatible);

    [MethodImpl(MethodImplOptions.NoInlining)] // no frame is to hold the plugin when its context is let go of
    private string? Inspect(PluginNode node, Action<LoadedPlugin> action)
    {
        LoadedPlugin? loaded = null;
        try
        {
            loaded = loader.Load(node.Candidate, SharedContractSelection.Empty);
            action(loaded);
            return null;
        }
        catch (PluginConfigurationException error)
        {
            return error.Message;
        }
#pragma warning disable CA1031 // Whatever a plugin's options type throws, it is that plugin's problem and is told as such.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return $"The options of '{node.Id}' cannot be read: {(error.InnerException ?? error).Message}";
        }
        finally
        {
            _ = loaded?.UnloadAsync(UnloadLimit, CancellationToken.None);
        }
    }
}
