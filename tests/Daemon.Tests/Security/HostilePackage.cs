using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;
using PluginFramework.TestUtilities;

namespace PluginFramework.Daemon.Tests.Security;

/// <summary>A plugin that says the same hostile thing wherever it may say something, and its package.</summary>
internal static class HostilePackage
{
    public const string Id = "Hostile.Plugin";

    /// <summary>Writes the package into a folder, which is a feed then.</summary>
    public static void Write(string folder, string text)
    {
        var builder = new PackageBuilder
        {
            Id = Id, Version = new NuGetVersion(1, 0, 0), Title = text, Description = text, Summary = text, Copyright = text, ReleaseNotes = $"News: {text}", Readme = "readme.md",
            ProjectUrl = new Uri("javascript:alert(1)"),
        };
        builder.Authors.Add(text);
        builder.PackageTypes.Add(new PackageType("PluginFrameworkPlugin", PackageType.EmptyVersion));
        builder.Files.Add(new InMemoryFile("lib/net10.0/hostile.dll", Source(text).Compile()));
        builder.Files.Add(new InMemoryFile("readme.md", Encoding.UTF8.GetBytes($"Readme: {text}")));
        Directory.CreateDirectory(folder);
        using var stream = File.Create(Path.Combine(folder, $"{Id}.1.0.0.nupkg"));
        builder.Save(stream);
    }

    private static PluginSource Source(string text) => new("hostile", $$"""
        using System.Collections.Immutable;
        using PluginFramework.Panels;
        [assembly: Plugin("hostile", Title = Words.All, Description = Words.All, Options = typeof(HostileOptions))]
        public static class Words { public const string All = {{SymbolDisplay.FormatLiteral(text, quote: true)}}; }
        public sealed class HostileOptions : IPluginOptions
        {
            public string Note { get; set; } = Words.All;
            public IEnumerable<string> Validate() => [];
        }
        [WebModule("hostile", Title = Words.All), Shared]
        public sealed class HostileModule : IWebModule
        {
            public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", () => Results.Text(Words.All));
        }
        [Panel("hostile", PanelTitle = Words.All, PanelDescription = Words.All), Shared]
        [method: ImportingConstructor]
        public sealed class HostilePanel(IPluginContext context) : IPanel
        {
            public ImmutableArray<PanelAct> Acts =>
            [
                new("do", Words.All)
                {
                    Description = Words.All, CanDryRun = true,
                    Parameters =
                    [
                        new("name") { Label = Words.All, Description = Words.All, Default = Words.All, Unit = Words.All }, new("choice") { Label = Words.All, Choices = [Words.All, "b"] },
                        new("boxes") { Label = Words.All, Choices = [Words.All, "b"], IsList = true }, new("notes", PanelParameterKind.LongText) { Label = Words.All },
                        new("fails", PanelParameterKind.Flag),
                    ],
                },
                new("remove", Words.All) { Description = Words.All, Confirmation = Words.All, Parameters = [new("id") { Label = Words.All }] },
            ];
            public ImmutableArray<PanelParameter> Filters => [new("filter") { Label = Words.All, Description = Words.All }, new("pick") { Label = Words.All, Choices = [Words.All, "b"] }];
            public Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken)
            {
                context.LoggerFactory.CreateLogger("hostile").LogWarning("Asked for {Words}", Words.All);
                return Task.FromResult<View>(All());
            }
            public Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken) => call.Arguments.Has("fails")
                ? throw new PanelException(PanelError.Failed, Words.All) : Task.FromResult(new ActResult(Words.All) { View = All(), AuditDetail = Words.All });
            private static View All() => new View.Group(
            [
                new View.Text(Words.All) { Title = Words.All },
                new View.Fields([new(Words.All, Words.All, PanelValue.Of(Words.All)), new("list", Words.All, PanelValue.Of([Words.All, Words.All]))]) { Title = Words.All },
                new View.Table([new("id", Words.All), new("b", Words.All) { IsDetail = true }], [new([PanelValue.Of(Words.All), PanelValue.Of(Words.All)]) { Subject = Words.All, Tone = ViewTone.Bad, Acts = [new("do") { Arguments = ImmutableDictionary<string, PanelValue>.Empty.Add("name", PanelValue.Of(Words.All)) }] }])
                    { Title = Words.All, NextPage = Words.All },
                new View.Table([new("a", Words.All)], []) { EmptyText = Words.All },
                new View.Form("do") { Title = Words.All, Values = ImmutableDictionary<string, PanelValue>.Empty.Add("name", PanelValue.Of(Words.All)).Add("notes", PanelValue.Of(Words.All)) },
                new View.Acts([new("remove") { Arguments = ImmutableDictionary<string, PanelValue>.Empty.Add("id", PanelValue.Of(Words.All)) }]),
                new View.Progress(Words.All, 0.5) { Title = Words.All },
                new View.Log([new(DateTimeOffset.UnixEpoch, Words.All, Words.All, Words.All)]) { Title = Words.All },
                new View.Graph([new("a" + Words.All, Words.All), new("b", Words.All) { Subject = Words.All }], [new("a" + Words.All, "b", Words.All)]) { Title = Words.All },
                new View.Error(Words.All, Words.All) { Title = Words.All },
            ]) { Title = Words.All };
        }
        """);

    private sealed class InMemoryFile(string path, byte[] content) : IPackageFile
    {
        public string Path => path;

        public string EffectivePath => path;

        public System.Runtime.Versioning.FrameworkName? TargetFramework => null;

        public NuGet.Frameworks.NuGetFramework? NuGetFramework => null;

        public DateTimeOffset LastWriteTime => DateTimeOffset.UnixEpoch.AddYears(30);

        public Stream GetStream() => new MemoryStream(content);
    }
}
