using System.Threading.Channels;
using PluginFramework.Panels;

namespace PluginFramework.Core.Control;

/// <summary>Takes progress from whatever thread reports it to the one that writes; where that is slow, it gets the latest.</summary>
internal sealed class ProgressRelay : IProgress<View.Progress>
{
    private readonly Channel<ControlProgress> _steps =
        Channel.CreateBounded<ControlProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Report(View.Progress value) => _steps.Writer.TryWrite(new(value.Label, value.Fraction));

    public void End() => _steps.Writer.TryComplete();

    /// <summary>What is reported, until the end.</summary>
    public IAsyncEnumerable<ControlProgress> ReadAsync() => _steps.Reader.ReadAllAsync();
}
