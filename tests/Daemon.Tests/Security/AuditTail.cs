using System.Text.Json;
using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests.Security;

/// <summary>Reads the audit from a place in it on.</summary>
internal sealed class AuditTail(TestDaemon daemon)
{
    private string Path => daemon.InRunDirectory("audit.jsonl");

    /// <summary>The place that the audit has come to.</summary>
    public long Here => new FileInfo(Path).Length;

    /// <summary>The entries written since, oldest first.</summary>
    public AuditLine[] Since(long place)
    {
        using var stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Seek(place, SeekOrigin.Begin);
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<AuditLine>(line, JsonSerializerOptions.Web)!)];
    }
}
