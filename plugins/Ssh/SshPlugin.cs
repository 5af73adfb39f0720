using PluginFramework.Plugins;
using PluginFramework.Ssh;

[assembly: Plugin("ssh", Title = "SSH server", Description = "Shells, commands and subsystems of other plugins over SSH-2.", Options = typeof(SshOptions))]

// Big, compiled anew at each reload otherwise, and other plugins have it, too.
[assembly: ResidentLibrary("BouncyCastle*")]
