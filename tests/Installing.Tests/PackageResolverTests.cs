using Microsoft.Extensions.Logging.Abstractions;
using PluginFramework.Core.Lifecycle;
using PluginFramework.Core.Startup;
using PluginFramework.Loader.Feeds;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.TestUtilities;

namespace PluginFramework.Installing.Tests;

/// <summary>Libraries from the daemon's feeds, as plugins import them.</summary>
public sealed class PackageResolverTests : IDisposable
{
    private readonly FakeHost _disk = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task Host_GivesPluginsWhatItsFeedsHave()
    {
        _disk.Folder.Add(new TestPackage("Acme.Text", "1.0.0"));
        await AddPluginAsync();
        await using var host = await StartAsync();
        var resolver = host.GetExport<IPackageResolver>().ShouldNotBeNull();
        var package = (await resolver.ResolveAsync([new("Acme.Text", null)], Token)).ShouldHaveSingleItem();
        (package.Id, package.Version, package.Feed, package.Assemblies.Length).ShouldBe(("Acme.Text", "1.0.0", "local", 1));
        Directory.GetFiles(Path.Combine(_disk.RunDirectory, "packages"), "*.nupkg", SearchOption.AllDirectories).ShouldContain(path => path.Contains("acme.text"), "in the cache that plugins use");
    }

    [Fact]
    public async Task Feeds_AreThoseOfTheFileNow()
    {
        await AddPluginAsync();
        await using var host = await StartAsync();
        var resolver = host.GetExport<IPackageResolver>().ShouldNotBeNull();
        _disk.Configure("{ }");
        (await Should.ThrowAsync<PackageResolutionException>(resolver.ResolveAsync([new("Acme.Text", null)], Token))).Message.ShouldContain("There is no feed to take packages from. Add one: feed add");
        _disk.Configure("{ nonsense");
        await Should.ThrowAsync<PackageResolutionException>(resolver.ResolveAsync([new("Acme.Text", null)], Token));
    }

    [Fact]
    public async Task PackageOnRecord_MustHaveTheContentOnRecord()
    {
        _disk.Folder.AddPlugin("Acme.Users", "1.0.0", "Acme.Text");
        var file = _disk.Folder.Add(new TestPackage("Acme.Text", "1.0.0"));
        await _disk.ActAsync("plugin", "add", ("package", "Acme.Users"));
        await using var host = await StartAsync();
        File.Delete(file);
        Directory.Delete(Path.Combine(_disk.RunDirectory, "packages"), recursive: true);
        _disk.Folder.Add(new TestPackage("Acme.Text", "1.0.0") { Source = "class Evil;" });
        (await Should.ThrowAsync<PackageResolutionException>(host.GetExport<IPackageResolver>()!.ResolveAsync([new("Acme.Text", "1.0.0")], Token)))
            .Message.ShouldContain("is not the package that the lock file records");
    }

    /// <summary>A host is looked into from outside by what it gives its plugins, so it needs one.</summary>
    private Task<ActResult> AddPluginAsync()
    {
        _disk.Folder.AddPlugin("Acme.Users", "1.0.0");
        return _disk.ActAsync("plugin", "add", ("package", "Acme.Users"));
    }

    private async Task<PluginHost> StartAsync()
    {
        var settings = new PluginHostSettings(_disk.RunDirectory, [_disk.Generations.Plugins], _disk.Configuration)
        {
            Sources = _disk.Sources, Generations = _disk.Generations, NoListen = true, Watch = false
        };
        var host = new PluginHost(settings, NullLoggerFactory.Instance, TimeProvider.System, new RecordingAuditLog());
        await host.StartAsync(Token);
        await host.WhenSettledAsync(Token);
        return host;
    }
}
