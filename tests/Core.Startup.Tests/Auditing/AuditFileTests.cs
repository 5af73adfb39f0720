using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using PluginFramework.Core.Auditing;
using PluginFramework.Identity;

namespace PluginFramework.Core.Startup.Tests.Auditing;

public sealed class AuditFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Record_WritesALineOfJson()
    {
        using (var audit = new AuditFile(_directory["audit.jsonl"], _clock)) audit.Record(new("login", "ok") { Actor = "ann\nforged", Surface = "irc" });

        File.ReadAllText(_directory["audit.jsonl"]).ShouldBe(
            "{\"time\":\"2026-01-02T03:04:05+00:00\",\"action\":\"login\",\"outcome\":\"ok\",\"actor\":\"ann\\nforged\",\"surface\":\"irc\"}\n");
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(_directory["audit.jsonl"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void Record_AfterALineCutShort_BeginsANewOne()
    {
        _directory.Write("audit.jsonl", "{\"action\":\"a\"}\n{\"acti");
        using (var audit = new AuditFile(_directory["audit.jsonl"], _clock)) audit.Record(new("b", "ok"));
        var lines = File.ReadAllLines(_directory["audit.jsonl"]);
        lines.Length.ShouldBe(3);
        lines[2].ShouldContain("\"b\"");
    }

    [Fact]
    public async Task Record_FromManyThreads_KeepsLinesWhole()
    {
        using (var audit = new AuditFile(_directory["audit.jsonl"], _clock))
        {
            await Parallel.ForAsync(0, 200, TestContext.Current.CancellationToken, (index, _) =>
            {
                audit.Record(new AuditEvent("a", "ok") { Subject = $"{index}" });
                return ValueTask.CompletedTask;
            });
        }

        var subjects = File.ReadLines(_directory["audit.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("subject").GetString());
        subjects.Order().ShouldBe(Enumerable.Range(0, 200).Select(index => $"{index}").Order());
    }
}
