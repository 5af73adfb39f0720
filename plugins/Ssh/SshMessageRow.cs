using PluginFramework.Ssh.Protocol;

namespace PluginFramework.Ssh;

/// <summary>A row of the table: a message, when it may come, and what takes it.</summary>
internal sealed record SshMessageRow(SshMessageNumber Number, SshStates States, Func<SshSession, ReadOnlyMemory<byte>, ValueTask> RunAsync);
