using System.Text;
using Microsoft.Extensions.Time.Testing;
using PluginFramework.Core.Auditing;
using PluginFramework.Core.Panels;
using PluginFramework.Core.Panels.BuiltIn;
using PluginFramework.TestUtilities;

namespace PluginFramework.Panels.Tests;

public sealed class AuditPanelTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("audit-");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private string FilePath => Path.Combine(_directory.FullName, "audit.jsonl");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task View_WithoutAFile_IsEmpty() => (await ViewAsync()).Rows.ShouldBeEmpty();

    [Fact]
    public async Task View_ShowsTheLatestFirst_PageByPage_AndEachOnce()
    {
        Write(250);

        var subjects = new List<string>();
        var pages = 0;
        string? after = null;
        do
        {
            var page = await ViewAsync(after);
            subjects.AddRange(page.Rows.Select(row => row.Cells[4].Text));
            after = page.NextPage;
            pages++;
            if (pages == 1) Write(1, start: 250); // what comes meanwhile disturbs nobody
        }
        while (after is not null);

        pages.ShouldBe(3);
        subjects.ShouldBe(Enumerable.Range(0, 250).Reverse().Select(number => $"s{number}"));
    }

    [Theory]
    [InlineData("actor", "BOB", 5)]
    [InlineData("action", "user", 10)]
    [InlineData("action", "user.add", 10)]
    [InlineData("action", "login", 0)]
    [InlineData("subject", "s3", 1)]
    [InlineData("outcome", "denied", 5)]
    [InlineData("since", "3m", 4)]
    [InlineData("count", "7", 7)]
    public async Task View_IsNarrowedByItsFilters(string filter, string value, int count)
    {
        Write(10); // a minute apart, the last of them now
        (await ViewAsync(null, (filter, value))).Rows.Length.ShouldBe(count);
    }

    [Fact]
    public async Task View_PassesOverWhatIsNoEntryAndALastLineThatIsTorn()
    {
        Write(1);
        File.AppendAllText(FilePath, "garbage\n\n{}\nnull\n" + new string('x', 3_000_000) + "\n");
        Write(1, start: 1);
        File.AppendAllText(FilePath, """{"time":"2026-01-01T00:00:00+00:00","action":"torn","outcome":"ok"}""");

        (await ViewAsync()).Rows.Select(row => row.Cells[4].Text).ShouldBe(["s1", "s0"]);
    }

    [Fact]
    public async Task View_OfLinesAcrossBlocks_ReadsEachWhole()
    {
        using (var audit = new AuditFile(FilePath, _clock))
        {
            for (var entry = 0; entry < 40; entry++) audit.Record(new("act", "ok") { Subject = $"s{entry}", Detail = new string('ü', 7001 + entry) });
        }

        var page = await ViewAsync();
        page.Rows.Select(row => row.Cells[4].Text).ShouldBe(Enumerable.Range(0, 40).Reverse().Select(entry => $"s{entry}"));
        page.Rows[39].Cells[7].Text.ShouldBe(new string('ü', 7001));
    }

    [Fact]
    public async Task View_OfWhatOnlyAHugeFilesBeginningHas_LooksInSteps()
    {
        Write(1);
        var line = Encoding.UTF8.GetBytes("""{"time":"2026-01-01T00:00:00+00:00","action":"other","outcome":"ok","detail":"DETAIL"}""".Replace("DETAIL", new string('d', 900_000), StringComparison.Ordinal) + "\n");
        using (var file = new FileStream(FilePath, FileMode.Append))
        {
            for (var entry = 0; entry < 45; entry++) file.Write(line);
        }

        var first = await ViewAsync(null, ("action", "user"));
        first.Rows.ShouldBeEmpty();
        first.NextPage.ShouldNotBeNull();
        (await ViewAsync(first.NextPage, ("action", "user"))).Rows.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task View_AfterNonsense_IsRefused() => (await Should.ThrowAsync<PanelException>(() => ViewAsync("later"))).Error.ShouldBe(PanelError.Invalid);

    private void Write(int count, int start = 0)
    {
        using var audit = new AuditFile(FilePath, _clock);
        for (var entry = start; entry < start + count; entry++)
        {
            if (entry > start) _clock.Advance(TimeSpan.FromMinutes(1));
            audit.Record(new("user.add", entry % 2 == 0 ? "ok" : "denied") { Actor = entry % 2 == 0 ? "alice" : "bob", Subject = $"s{entry}" });
        }
    }

    private async Task<View.Table> ViewAsync(string? after = null, params (string Name, string Value)[] filters)
    {
        var catalog = new PanelCatalog(() => [new("audit", "Audit", new AuditPanel(FilePath, _clock))], new RecordingAuditLog());
        var view = await catalog.ViewAsync("audit", FakePanel.Operator, null, ActRequest.Of("", filters).Arguments, after, TestContext.Current.CancellationToken);
        return view.ShouldBeOfType<View.Table>();
    }
}
