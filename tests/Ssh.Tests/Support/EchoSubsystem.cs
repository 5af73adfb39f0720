using PluginFramework.Identity;
using PluginFramework.Shell;

namespace PluginFramework.Ssh.Tests.Support;

/// <summary>A subsystem that gives back what it gets, for ann alone.</summary>
public sealed class EchoSubsystem : ISshSubsystem
{
    public string Name => "echo";

    public bool IsFor(Principal principal) => principal.UserName == "ann";

    public async Task<int> RunAsync(IShellSession session, CancellationToken cancellationToken)
    {
        await session.Input.CopyToAsync(session.Output, cancellationToken);
        return 5;
    }
}
