using System.Collections.Immutable;
using System.IO.Pipelines;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Shell;

namespace PluginFramework.Ssh.Channels;

/// <summary>A session as the shell sees it.</summary>
internal sealed class ShellSession : IShellSession
{
    public event Action<string>? Signalled;

    public required Principal Principal { get; init; }

    public required ClientInfo Client { get; init; }

    public required string? Command { get; init; }

    public required ImmutableDictionary<string, string> Environment { get; init; }

    public required ITerminal? Terminal { get; init; }

    public required PipeReader Input { get; init; }

    public required PipeWriter Output { get; init; }

    public required PipeWriter Error { get; init; }

    public void Signal(string name) => Signalled?.Invoke(name);
}
