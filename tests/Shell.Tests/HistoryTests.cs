using Microsoft.Extensions.Logging.Abstractions;
using PluginFramework.Identity;
using PluginFramework.Shell.Editing;
using PluginFramework.Shell.Tests.Support;

namespace PluginFramework.Shell.Tests;

/// <summary>What users typed, from one session to the next.</summary>
public sealed class HistoryTests : IAsyncDisposable
{
    private const string Up = "\e[A";

    private readonly ShellDaemon _daemon = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Folder => Path.Combine(_daemon.Context.DataDirectory, "history");

    private HistoryFiles Files => new(_daemon.Context, NullLogger.Instance);

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public async Task Commands_AreThereInTheNextSession_OfThatUserAlone()
    {
        await TypeAsync(FakeSession.Operator, "thing show lamp\r", "help exit\r");
        _daemon.Replace();
        (await TypeAsync(FakeSession.Operator, Up, Up)).ShouldEndWith("root> thing show lamp");
        (await TypeAsync(FakeSession.Operator, "\u0012amp")).ShouldEndWith("(search) 'amp': thing show lamp");
        (await TypeAsync(FakeSession.Bob, Up)).ShouldEndWith("bob>");
    }

    [Theory]
    [InlineData("thing list", true)]
    [InlineData("thing list --colour nix", true)]
    [InlineData("thing add chair blue --password-stdin", true)]
    [InlineData("thing find passwd", true)]
    [InlineData("thing add chair blue --password hunter2", false)]
    [InlineData("thing add chair blue --password=hunter2", false)]
    [InlineData("thing add chair blue --pasword hunter2", false)]
    [InlineData("thing find connection 'Password=hunter2'", false)]
    [InlineData("hunter2", false)]
    [InlineData("prompt -e Users.Add(\"x\", \"hunter2\")", false)]
    [InlineData(" thing list", false)]
    [InlineData("thing 'list", false)]
    public async Task Line_IsKept_UnlessItMayHoldASecret(string line, bool isKept)
    {
        await TypeAsync(FakeSession.Operator, line + "\r\u0003");
        (Files.Read(FakeSession.Operator.UserId) is [var kept] && kept == line).ShouldBe(isKept);
    }

    [Fact]
    public async Task Secret_IsNotRecalledInTheSameSession_WhatWasMistypedIs()
    {
        (await TypeAsync(FakeSession.Operator, "thing shwo lamp\r", "thing break lamp --password hunter2\r", Up)).ShouldEndWith("root> thing shwo lamp");
        Files.Read(FakeSession.Operator.UserId).ShouldBeEmpty();
    }

    [Fact]
    public void Files_AreBounded_AndTheDaemonsAlone()
    {
        var files = Files;
        for (var entry = 0; entry < 520; entry++) files.Add("1", $"{entry} ü");
        files.Read("1").Length.ShouldBe(500);
        files.Read("1")[^1].ShouldBe("519 ü");
        files.Add("1", "519 ü");
        files.Read("1").Length.ShouldBe(500);
        files.Read("1")[^2].ShouldBe("518 ü");
        for (var entry = 0; entry < 50; entry++) files.Add("1", $"{entry}" + new string('\u0001', 8000));
        files.Add("1", new string('x', 9000));
        files.Read("1").Sum(entry => entry.Length).ShouldBeInRange(240 * 1024, 256 * 1024);
        files.Read("2").ShouldBeEmpty();
        if (OperatingSystem.IsWindows()) return;
        File.GetUnixFileMode(Folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(Directory.GetFiles(Folder).ShouldHaveSingleItem()).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void DamagedFile_GivesWhatIsWhole()
    {
        Files.Add("1", "one");
        var file = Directory.GetFiles(Folder).ShouldHaveSingleItem();
        File.AppendAllText(file, "\"torn\n{}\n\"two\"\n");
        Files.Read("1").ShouldBe(["one", "two"]);
        File.Delete(file);
        Directory.CreateDirectory(file);
        Files.Read("1").ShouldBeEmpty();
        Files.Add("1", "three");
    }

    /// <summary>Types one after the other, each once the one before was carried out, and leaves by closing the connection.</summary>
    /// <returns>The screen in the end.</returns>
    private async Task<string> TypeAsync(Principal principal, params string[] keys)
    {
        var session = new FakeSession(new FakeTerminal()) { Principal = principal };
        var running = _daemon.Service.RunAsync(session, Token);
        await session.ScreenAsync($"{principal.UserName}>");
        foreach (var each in keys)
        {
            var before = session.OutputText.Length;
            await session.TypeAsync(each);
            await session.WhenAsync(output => output.Length > before && (!each.Contains('\r', StringComparison.Ordinal) || session.Screen().Text.EndsWith($"{principal.UserName}>", StringComparison.Ordinal)), each);
        }

        var screen = session.Screen().Text;
        session.EndInput();
        await running.WaitAsync(TimeSpan.FromSeconds(20), Token);
        return screen;
    }
}
