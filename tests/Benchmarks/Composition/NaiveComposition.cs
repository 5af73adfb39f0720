using System.Collections.Immutable;
using System.Composition.Hosting;
using System.Runtime.Loader;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PluginFramework.Benchmarks.Plugins;
using PluginFramework.Chat;
using PluginFramework.Plugins;

namespace PluginFramework.Benchmarks.Composition;

/// <summary>
/// What one would write without the framework: for each plugin of the mix a load context and a MEF container, one after the other, in an
/// order and with imports that are known beforehand.
/// </summary>
internal sealed class NaiveComposition : IDisposable
{
    private readonly List<(AssemblyLoadContext Context, CompositionHost Container)> _plugins = [];
    private readonly List<IChatBot> _bots = [];

    public static NaiveComposition Compose(string plugins, int count)
    {
        var composition = new NaiveComposition();
        for (var index = 0; index < count; index++) composition.Add(plugins, index);
        return composition;
    }

    public void Dispose()
    {
        foreach (var (context, container) in _plugins)
        {
            container.Dispose();
            context.Unload();
        }
    }

    private void Add(string plugins, int index)
    {
        var id = PluginMix.IdOf(index);
        var context = new AssemblyLoadContext(id, isCollectible: true);
        var configuration = new ContainerConfiguration()
            .WithAssembly(context.LoadFromAssemblyPath(Path.Combine(plugins, id, id + ".dll")))
            .WithExport<IPluginContext>(new Context(id));
        if (PluginMix.ImportsPrevious(index)) configuration.WithExport(_bots[index - 1], PluginMix.IdOf(index - 1));
        var group = Enumerable.Range(index / 10 * 10, index % 10).Where(PluginMix.IsInGroup).Select(member => _bots[member]);
        if (PluginMix.ImportsGroup(index))
        {
            foreach (var member in group) configuration.WithExport(member, PluginMix.GroupOf(index));
        }

        if (PluginMix.WatchesGroup(index)) configuration.WithExport<ILiveExports<IChatBot>>(new Fixed(group), PluginMix.GroupOf(index));
        var container = configuration.CreateContainer();
        _bots.Add(container.GetExport<IChatBot>(id));
        _plugins.Add((context, container));
    }

    private sealed class Fixed(IEnumerable<IChatBot> bots) : ILiveExports<IChatBot>
    {
        public ImmutableArray<LiveExport<IChatBot>> Current { get; } =
            [.. bots.Select(bot => new LiveExport<IChatBot>(bot.Name, bot, ImmutableDictionary<string, object?>.Empty))];

        public IDisposable Subscribe(Action<LiveExportsChange<IChatBot>> onChange) => throw new NotSupportedException();
    }

    private sealed class Context(string id) : IPluginContext
    {
        public string Id => id;

        public string Version => "1.0.0";

        public string DataDirectory => throw new NotSupportedException();

        public ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

        public TimeProvider TimeProvider => TimeProvider.System;

        public CancellationToken Stopping => CancellationToken.None;

        public TOptions GetOptions<TOptions>() where TOptions : class, IPluginOptions, new() => throw new NotSupportedException();
    }
}
