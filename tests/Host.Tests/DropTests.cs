using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;
using PluginFramework.Plugins;
using PluginFramework.TestUtilities;

namespace PluginFramework.Host.Tests;

/// <summary>A plugin as one file, an assembly or a package: dropped, replaced, broken, repaired and deleted beside a plugin that must not notice.</summary>
public sealed class DropTests : IAsyncDisposable
{
    private readonly TestHost _host = new("network.holdTime=1s");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("echo.dll")]
    [InlineData("echo.nupkg")]
    public async Task File_DroppedOverwrittenBrokenRepairedAndDeleted_Converges(string name)
    {
        var bystander = await StartWithBystanderAsync();
        var path = Path.Combine(_host.Plugins, name);

        await File.WriteAllBytesAsync(path, Content(name, "1.0.0"), Token);
        await RunsAsync("1.0.0");
        (await BystanderAsync()).ShouldBe(bystander);

        await File.WriteAllBytesAsync(path, Content(name, "1.0.1"), Token);
        await RunsAsync("1.0.1");

        var whole = Content(name, "1.0.2");
        await File.WriteAllBytesAsync(path, whole[..(whole.Length / 2)], Token);
        await _host.EventuallyAsync(() => _host.Status("echo").Reason is not null, "the damage is told");
        _host.Status("echo").State.ShouldBe(PluginState.Active);
        _host.Status("echo").Version.ShouldBe("1.0.1");
        _host.Status("echo").Reason!.ShouldContain(name);
        (await TestHost.AskAsync(_host.Address("echo"), Token)).ShouldBe("1.0.1", "what ran goes on");
        (await BystanderAsync()).ShouldBe(bystander);

        await File.WriteAllBytesAsync(path, whole, Token);
        await RunsAsync("1.0.2");
        _host.Status("echo").Reason.ShouldBeNull();

        File.Delete(path);
        await _host.EventuallyAsync(() => _host.Host.Plugins.Find("echo") is null, "the plugin is gone");
        await _host.EventuallyAsync(() => !_host.Host.Endpoints.List().Any(endpoint => endpoint.Protocol == "echo"), "its port is closed");
        (await BystanderAsync()).ShouldBe(bystander);
        _host.Host.Plugins.List().Select(plugin => plugin.Id).ShouldBe(["bystander"]);
        await _host.Host.WhenUnloadedAsync();
        _host.Log.Lines.ShouldNotContain(line => line.Contains("still in memory"));
    }

    [Theory]
    [InlineData("echo.dll")]
    [InlineData("echo.nupkg")]
    public async Task BrokenFile_Dropped_IsListedByItsNameUntilItIsRepairedOrDeleted(string name)
    {
        var bystander = await StartWithBystanderAsync();
        var path = Path.Combine(_host.Plugins, name);
        var whole = Content(name, "1.0.0");

        await File.WriteAllBytesAsync(path, whole[..(whole.Length / 2)], Token);
        await _host.EventuallyAsync(() => Others().Any(), "the broken file is listed");
        var broken = Others().ShouldHaveSingleItem();
        broken.State.ShouldBe(PluginState.Incompatible);
        broken.Id.ShouldStartWith("echo");
        broken.Location.ShouldBe(path);
        broken.Reason!.ShouldContain(name);

        await File.WriteAllBytesAsync(path, whole, Token);
        await RunsAsync("1.0.0");
        Others().ShouldHaveSingleItem();

        await File.WriteAllTextAsync(path, "neither an assembly nor a package", Token);
        await _host.EventuallyAsync(() => _host.Status("echo").Reason is not null, "the damage is told");
        File.Delete(path);
        await _host.EventuallyAsync(() => !Others().Any(), "the broken file is forgotten");
        (await BystanderAsync()).ShouldBe(bystander);
    }

    [Fact]
    public async Task NewerPackage_BesideTheOneThatRuns_RunsOnceThatIsDeleted()
    {
        var bystander = await StartWithBystanderAsync();
        var (older, newer) = (Path.Combine(_host.Plugins, "echo.1.0.0.nupkg"), Path.Combine(_host.Plugins, "echo.1.1.0.nupkg"));
        await File.WriteAllBytesAsync(older, Content(older, "1.0.0"), Token);
        await RunsAsync("1.0.0");

        await File.WriteAllBytesAsync(newer, Content(newer, "1.1.0"), Token);
        await _host.EventuallyAsync(() => Others().Count() == 2, "both are listed");
        var other = Others().Single(plugin => plugin.State != PluginState.Active);
        other.Location.ShouldBe(newer);
        other.Reason!.ShouldContain(older);
        (await TestHost.AskAsync(_host.Address("echo"), Token)).ShouldBe("1.0.0", "the one that runs is left alone");

        File.Delete(older);
        await RunsAsync("1.1.0");
        Others().ShouldHaveSingleItem().Location.ShouldBe(newer);
        (await BystanderAsync()).ShouldBe(bystander);
    }

    private async Task<string> StartWithBystanderAsync()
    {
        _host.Drop(PluginSource.Plugin("bystander", """
            [Protocol("bystander", "tcp://127.0.0.1:0"), Shared]
            public sealed class Server : ConnectionHandler
            {
                private readonly Guid _instance = Guid.NewGuid();
                public override async Task OnConnectedAsync(ConnectionContext connection) =>
                    await connection.Transport.Output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(_instance.ToString()));
            }
            """));
        await _host.StartAsync();
        return await BystanderAsync();
    }

    /// <summary>Which instance of the bystander answers: another one means it was disturbed.</summary>
    private Task<string> BystanderAsync() => TestHost.AskAsync(_host.Address("bystander"), Token);

    private async Task RunsAsync(string version)
    {
        await _host.EventuallyAsync(
            () => _host.Host.Plugins.Find("echo") is { State: PluginState.Active } echo && echo.Version == version, $"echo {version} runs");
        (await TestHost.AskAsync(_host.Address("echo"), Token)).ShouldBe(version);
    }

    private IEnumerable<PluginStatus> Others() => _host.Host.Plugins.List().Where(plugin => plugin.Id != "bystander");

    private static byte[] Content(string name, string version)
    {
        var assembly = Samples.Echo(version).Compile();
        return name.EndsWith(".dll", StringComparison.Ordinal) ? assembly : Pack(assembly, version);
    }

    /// <summary>A package as <c>dotnet pack</c> makes it of a plugin's project.</summary>
    private static byte[] Pack(byte[] assembly, string version)
    {
        var builder = new PackageBuilder
        {
            Id = "Echo", Version = NuGetVersion.Parse(version), Description = "Says its version.", Authors = { "Tests" },
            PackageTypes = { new PackageType("PluginFrameworkPlugin", PackageType.EmptyVersion) },
            DependencyGroups =
            {
                new PackageDependencyGroup(
                    NuGetFramework.Parse("net10.0"), [new PackageDependency("PluginFramework.Contracts", VersionRange.Parse("1.0.0"))]),
            },
            Files = { new PhysicalPackageFile(new MemoryStream(assembly)) { TargetPath = "lib/net10.0/echo.dll" } },
        };
        using var package = new MemoryStream();
        builder.Save(package);
        return package.ToArray();
    }
}
