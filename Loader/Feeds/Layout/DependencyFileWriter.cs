using System.Globalization;
using System.Text.Json;
using NuGet.Packaging.Core;
using PluginFramework.Loader.Feeds.Packages;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Feeds.Layout;

/// <summary>Writes the <c>.deps.json</c> that publishing for this platform would write.</summary>
internal static class DependencyFileWriter
{
    /// <param name="plugin">The plugin's own package.</param>
    /// <param name="packages">The others of its closure.</param>
    /// <param name="files">What lies in the folder.</param>
    public static byte[] Write(StockedPackage plugin, IReadOnlyCollection<StockedPackage> packages, IReadOnlyCollection<LaidOutFile> files)
    {
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            var framework = string.Create(CultureInfo.InvariantCulture, $".NETCoreApp,Version=v{Platform.Framework.Version.Major}.{Platform.Framework.Version.Minor}");
            var target = $"{framework}/{Platform.RuntimeIdentifier}";
            StockedPackage[] all = [plugin, .. packages.OrderBy(package => package.Identity.Id, StringComparer.OrdinalIgnoreCase)];

            json.WriteStartObject();
            json.WriteStartObject("runtimeTarget");
            json.WriteString("name", target);
            json.WriteString("signature", "");
            json.WriteEndObject();
            json.WriteStartObject("compilationOptions");
            json.WriteEndObject();
            json.WriteStartObject("targets");
            json.WriteStartObject(framework);
            json.WriteEndObject();
            json.WriteStartObject(target);
            foreach (var package in all) WriteTarget(json, package, all, files.Where(file => file.Package == package), isPlugin: package == plugin);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartObject("libraries");
            foreach (var package in all) WriteLibrary(json, package, isPlugin: package == plugin);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return content.ToArray();
    }

    private static void WriteTarget(Utf8JsonWriter json, StockedPackage package, StockedPackage[] all, IEnumerable<LaidOutFile> files, bool isPlugin)
    {
        json.WriteStartObject(NameOf(package.Identity));
        var dependencies = package.Dependencies.Select(dependency => Array.Find(all, one => one.Identity.Id.Equals(dependency.Id, StringComparison.OrdinalIgnoreCase)))
            .OfType<StockedPackage>().DistinctBy(one => one.Identity.Id).OrderBy(one => one.Identity.Id, StringComparer.Ordinal).ToArray();
        if (dependencies.Length > 0)
        {
            json.WriteStartObject("dependencies");
            foreach (var dependency in dependencies) json.WriteString(dependency.Identity.Id, dependency.Identity.Version.ToNormalizedString());
            json.WriteEndObject();
        }
        foreach (var kind in files.Where(file => file.Asset.Kind is not AssetKind.Other).GroupBy(file => file.Asset.Kind).OrderBy(group => group.Key))
        {
            json.WriteStartObject(kind.Key switch { AssetKind.Runtime => "runtime", AssetKind.Native => "native", _ => "resources" });
            foreach (var file in kind.OrderBy(file => file.Asset.Path, StringComparer.Ordinal))
            {
                // What a project publishes is listed as it lies there; what a package brings, by its name in the package.
                json.WriteStartObject(isPlugin ? file.Asset.Target : file.Asset.Path);
                if (kind.Key is AssetKind.Resources) json.WriteString("locale", file.Asset.Target.Split('/')[0]);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteLibrary(Utf8JsonWriter json, StockedPackage package, bool isPlugin)
    {
        json.WriteStartObject(NameOf(package.Identity));
        json.WriteString("type", isPlugin ? "project" : "package");
        json.WriteBoolean("serviceable", !isPlugin);
        json.WriteString("sha512", isPlugin ? "" : $"sha512-{package.File.Sha512}");
        if (!isPlugin)
        {
            var (id, version) = (package.Identity.Id.ToLowerInvariant(), package.Identity.Version.ToNormalizedString().ToLowerInvariant());
            json.WriteString("path", $"{id}/{version}");
            json.WriteString("hashPath", $"{id}.{version}.nupkg.sha512");
        }
        json.WriteEndObject();
    }

    private static string NameOf(PackageIdentity package) => $"{package.Id}/{package.Version.ToNormalizedString()}";
}
