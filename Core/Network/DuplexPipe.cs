using System.IO.Pipelines;

namespace PluginFramework.Core.Network;

/// <summary>Two halves put together.</summary>
internal sealed class DuplexPipe(PipeReader input, PipeWriter output) : IDuplexPipe
{
    public PipeReader Input => input;

    public PipeWriter Output => output;
}
