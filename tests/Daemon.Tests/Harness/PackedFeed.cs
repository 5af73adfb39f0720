using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Text;
using PluginFramework.TestUtilities;

namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>A feed of the repository's plugins, packed as the documented command packs them, in a folder of a test's own.</summary>
internal sealed class PackedFeed : IDisposable
{
    private static readonly Lazy<Task<string>> Packed = new(() => PackAsync("", "feed"));
    private static readonly Lazy<Task<string>> Next = new(() => PackAsync("Irc", "feed-next", $"-p:PluginVersion={NextVersion}", "-p:BuildProjectReferences=false", "--no-restore"));

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("feed-");

    private PackedFeed()
    {
    }

    /// <summary>The version of <see cref="AddNextIrcAsync"/>.</summary>
    public const string NextVersion = "1.0.1";

    /// <summary>The folder.</summary>
    public string Path => _root.FullName;

    /// <summary>A copy of what is packed once in a run of the tests.</summary>
    public static async Task<PackedFeed> CreateAsync()
    {
        var feed = new PackedFeed();
        feed.Take(await Packed.Value);
        return feed;
    }

    /// <summary>Publishes a later version of the IRC server, built from the same source.</summary>
    public async Task AddNextIrcAsync() => Take(await Next.Value);

    /// <summary>Publishes a version of the IRC server that fails when it is started.</summary>
    public void AddFailingIrc(string version, string reason) => Add("PluginFramework.Irc", PluginSource.Plugin("irc", $$"""
        [Export(typeof(IHostedService)), Shared]
        public sealed class Server : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("{{reason}}");
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """) with { Version = version });

    public void Dispose() => _root.Delete(recursive: true);

    private void Add(string package, PluginSource source)
    {
        using var archive = ZipFile.Open(System.IO.Path.Combine(Path, $"{package}.{source.Version}.nupkg"), ZipArchiveMode.Create);
        Write(archive, $"{package}.nuspec", Encoding.UTF8.GetBytes($"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>{package}</id>
                <version>{source.Version}</version>
                <authors>The authors of the tests</authors>
                <description>Made for a test.</description>
                <packageTypes><packageType name="PluginFrameworkPlugin" /></packageTypes>
                <dependencies><group targetFramework="net10.0" /></dependencies>
              </metadata>
            </package>
            """));
        Write(archive, $"lib/net10.0/{source.AssemblyName}.dll", source.Compile());
    }

    private static void Write(ZipArchive archive, string name, byte[] content)
    {
        using var entry = archive.CreateEntry(name).Open();
        entry.Write(content);
    }

    private void Take(string folder)
    {
        foreach (var package in Directory.EnumerateFiles(folder, "*.nupkg")) File.Copy(package, System.IO.Path.Combine(Path, System.IO.Path.GetFileName(package)));
    }

    private static async Task<string> PackAsync(string what, string folder, params string[] options)
    {
        var output = System.IO.Path.Combine(AppContext.BaseDirectory, folder);
        if (Directory.Exists(output)) Directory.Delete(output, recursive: true);
        string[] built = what.Length == 0 ? ["--no-build"] : [];
        var info = new ProcessStartInfo("dotnet",
            ["pack", System.IO.Path.Combine(Metadata("plugins"), what), "-c", Metadata("configuration"), "-o", output, "-nodeReuse:false", "--nologo", .. built, .. options]);
        var result = await ExternalProgram.RunAsync(info, patience: TimeSpan.FromMinutes(3));
        return result.Code == 0 ? output : throw new InvalidOperationException($"Packing ended with {result.Code}. {result.Output}{result.Error}");
    }

    private static string Metadata(string key) =>
        typeof(PackedFeed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
