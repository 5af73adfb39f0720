using System.Diagnostics;

namespace PluginFramework.Installing.Tests;

/// <summary>A file system in memory with room for next to nothing. Takes root; the test is skipped where it cannot be had.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    public static async Task<SmallDisk> MountAsync(string path, string size)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting a file system takes root on Linux.");
        Directory.CreateDirectory(path);
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", path) == 0, "This machine does not let a file system be mounted.");
        return new(path);
    }

    public async ValueTask DisposeAsync() => (await RunAsync("umount", Path)).ShouldBe(0);

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
