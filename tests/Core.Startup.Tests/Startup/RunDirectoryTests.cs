using PluginFramework.Core.Configuration;

namespace PluginFramework.Core.Startup.Tests;

public sealed class RunDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Resolve_TakesTheOptionBeforeTheVariableBeforeTheHome()
    {
        var variables = new Dictionary<string, string> { [RunDirectory.Variable] = "/by/variable" };
        RunDirectory.Resolve("/by/option", variables).Path.ShouldBe("/by/option");
        RunDirectory.Resolve(null, variables).Path.ShouldBe("/by/variable");
        RunDirectory.Resolve(null, new Dictionary<string, string>()).Path.ShouldEndWith(".pluginhost");
    }

    [Fact]
    public void Create_MakesItForItsOwnerAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Modes of Unix.");
            return;
        }

        new RunDirectory(_directory["run"]).Create();
        File.GetUnixFileMode(_directory["run"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void Create_WhereOthersCanWrite_Refuses()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Modes of Unix.");
            return;
        }

        Directory.CreateDirectory(_directory["run"]);
        File.SetUnixFileMode(_directory["run"], (UnixFileMode)0x1FF);
        Should.Throw<CommandException>(new RunDirectory(_directory["run"]).Create).ExitCode.ShouldBe(ExitCode.Denied);
    }

    [Fact]
    public void Create_WhereAFileIs_Fails() =>
        Should.Throw<CommandException>(new RunDirectory(_directory.Write("run", "")).Create).Message.ShouldContain("--rundir");

    [Fact]
    public void TryLock_WhileHeld_GivesNothing()
    {
        var run = new RunDirectory(_directory.Path);
        using (run.TryLock().ShouldNotBeNull()) run.TryLock().ShouldBeNull();
        using var again = run.TryLock();
        again.ShouldNotBeNull();
    }

    [Fact]
    public void TryLock_WithPidFileOfADaemonThatIsNoMore_TakesIt()
    {
        var run = new RunDirectory(_directory.Path);
        File.WriteAllText(run.PidFile, $"{Environment.ProcessId}\n");
        run.ReadPid().ShouldBe(Environment.ProcessId);
        using var held = run.TryLock();
        held.ShouldNotBeNull("the lock counts, not the pid, which may long be another's");
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("99999999999999999999999999")]
    public void ReadPid_OfDamagedFile_GivesNothing(string text)
    {
        var run = new RunDirectory(_directory.Path);
        File.WriteAllText(run.PidFile, text);
        run.ReadPid().ShouldBeNull();
    }

    [Fact]
    public void PlaceControlSocket_OfShortPath_IsInside() =>
        new RunDirectory("/tmp/x").FindControlSocket().ShouldBe("/tmp/x/control.sock");

    [Fact]
    public void PlaceControlSocket_OfLongPath_IsElsewhereAndFound()
    {
        var run = new RunDirectory(_directory[new string('d', 120)]);
        run.Create();
        var socket = run.PlaceControlSocket();
        try
        {
            socket.Length.ShouldBeLessThan(104);
            run.FindControlSocket().ShouldBe(socket);
            var directory = Path.GetDirectoryName(socket)!;
            if (!OperatingSystem.IsWindows()) ((int)File.GetUnixFileMode(directory)).ShouldBe(0x1C0);
            var second = run.PlaceControlSocket();
            second.ShouldNotBe(socket);
            Directory.Exists(directory).ShouldBeFalse("what a former daemon left is removed");
        }
        finally
        {
            var last = Path.GetDirectoryName(run.FindControlSocket());
            run.RemoveControlSocket();
            Directory.Exists(last).ShouldBeFalse();
        }
    }

    [Fact]
    public void AtomicWrite_ToDirectoryThatIsNot_Fails() =>
        Should.Throw<IOException>(() => AtomicFile.Write(_directory["no/file"], "x"u8));
}
