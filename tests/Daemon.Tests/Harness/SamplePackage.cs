using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;
using PluginFramework.TestUtilities;

namespace PluginFramework.Daemon.Tests.Harness;

/// <summary>Packages of plugins that tests install.</summary>
internal static class SamplePackage
{
    /// <summary>A plugin with a panel of its own.</summary>
    public static PluginSource Greeting { get; } = PluginSource.Plugin("greeting", """
        [PluginFramework.Panels.Panel("greeting", PanelTitle = "Greetings"), Shared]
        public sealed class GreetingPanel : PluginFramework.Panels.IPanel
        {
            public System.Collections.Immutable.ImmutableArray<PluginFramework.Panels.PanelAct> Acts => [];
            public System.Collections.Immutable.ImmutableArray<PluginFramework.Panels.PanelParameter> Filters => [];
            public Task<PluginFramework.Panels.View> ViewAsync(PluginFramework.Panels.PanelQuery query, CancellationToken cancellationToken) =>
                Task.FromResult<PluginFramework.Panels.View>(new PluginFramework.Panels.View.Text("Hello from a plugin."));
            public Task<PluginFramework.Panels.ActResult> ActAsync(PluginFramework.Panels.ActCall call, CancellationToken cancellationToken) =>
                throw new NotSupportedException();
        }
        """);

    /// <summary>Writes a plugin's package into a folder, which is a feed then.</summary>
    public static void Write(string folder, string id, PluginSource source)
    {
        var work = Directory.CreateTempSubdirectory("sample-package-").FullName;
        try
        {
            source.CompileTo(work);
            var builder = new PackageBuilder { Id = id, Version = NuGetVersion.Parse(source.Version), Description = $"About {id}." };
            builder.Authors.Add("The authors");
            builder.PackageTypes.Add(new PackageType("PluginFrameworkPlugin", PackageType.EmptyVersion));
            builder.Files.Add(new PhysicalPackageFile { SourcePath = Path.Combine(work, $"{source.AssemblyName}.dll"), TargetPath = $"lib/net10.0/{source.AssemblyName}.dll" });
            Directory.CreateDirectory(folder);
            using var stream = File.Create(Path.Combine(folder, $"{id}.{source.Version}.nupkg"));
            builder.Save(stream);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}
