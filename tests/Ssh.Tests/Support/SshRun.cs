using System.Text;

namespace PluginFramework.Ssh.Tests.Support;

/// <summary>How a run of a client ended.</summary>
public sealed record SshRun(int ExitCode, byte[] Output, string Error)
{
    public string Text => Encoding.UTF8.GetString(Output);
}
