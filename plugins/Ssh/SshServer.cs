using System.Collections.Immutable;
using System.Composition;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Plugins;
using PluginFramework.Shell;
using PluginFramework.Ssh.HostKeys;
using PluginFramework.Ssh.Keys;

namespace PluginFramework.Ssh;

/// <summary>Shells, commands and subsystems over SSH-2.</summary>
[Protocol("ssh", "tcp://127.0.0.1:2222"), Shared]
public sealed class SshServer : ConnectionHandler, IAsyncDisposable
{
    /// <exception cref="HostKeyException">A host key cannot be used.</exception>
    [ImportingConstructor]
    public SshServer(
        IAuthenticator authenticator, [Import(AllowDefault = true)] IAccountKeys? accountKeys, [Import(AllowDefault = true)] IShell? shell,
        ILiveExports<ISshSubsystem> subsystems, IPluginContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        (Authenticator, AccountKeys, Shell, Subsystems) = (authenticator, accountKeys, shell, subsystems);
        Options = context.GetOptions<SshOptions>();
        Clock = context.TimeProvider;
        Logger = context.LoggerFactory.CreateLogger<SshServer>();
        Algorithms = new(Options);
        Authorities = [.. Options.TrustedUserCertificateAuthorities.Select(line => PublicKeyLine.TryRead(line) ?? [])];
        Identification = $"SSH-2.0-pluginhost_{context.Version.Split('-', '+')[0]}";
        HostKeys = new(context.DataDirectory, Logger);
    }

    internal IAuthenticator Authenticator { get; }

    internal IAccountKeys? AccountKeys { get; }

    internal IShell? Shell { get; }

    internal ILiveExports<ISshSubsystem> Subsystems { get; }

    internal SshOptions Options { get; }

    internal TimeProvider Clock { get; }

    internal ILogger Logger { get; }

    internal SshAlgorithms Algorithms { get; }

    /// <summary>The blobs of the keys that may sign users' certificates.</summary>
    internal ImmutableArray<byte[]> Authorities { get; }

    internal string Identification { get; }

    internal HostKeyStore HostKeys { get; }

    /// <inheritdoc/>
    public override Task OnConnectedAsync(ConnectionContext connection) => new SshSession(this, connection).RunAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => HostKeys.DisposeAsync();
}
