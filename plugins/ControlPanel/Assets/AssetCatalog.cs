using System.Collections.Frozen;
using System.Security.Cryptography;

namespace PluginFramework.ControlPanel.Assets;

/// <summary>The files that pages need. Their names hold a hash of their content, so that browsers can keep them for ever.</summary>
internal sealed class AssetCatalog
{
    private static readonly (string Name, string MediaType)[] Files =
    [
        ("panel.css", "text/css; charset=utf-8"), ("panel.js", "text/javascript; charset=utf-8"), ("icon.svg", "image/svg+xml"),
    ];

    private readonly FrozenDictionary<string, Asset> _assets;
    private readonly FrozenDictionary<string, string> _addresses;

    private AssetCatalog(IReadOnlyList<(string Name, Asset Asset)> assets)
    {
        _assets = assets.ToFrozenDictionary(asset => asset.Asset.Name, asset => asset.Asset, StringComparer.Ordinal);
        _addresses = assets.ToFrozenDictionary(asset => asset.Name, asset => PanelUrls.Asset(asset.Asset.Name), StringComparer.Ordinal);
    }

    public sealed record Asset(string Name, string MediaType, byte[] Content);

    public static AssetCatalog Read() => new([.. Files.Select(file => (file.Name, Read(file.Name, file.MediaType)))]);

    /// <summary>Where a file is.</summary>
    public string AddressOf(string name) => _addresses[name];

    public Asset? Find(string name) => _assets.GetValueOrDefault(name);

    private static Asset Read(string name, string mediaType)
    {
        using var stream = typeof(AssetCatalog).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The assembly lacks its resource {name}.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..16];
        return new($"{Path.GetFileNameWithoutExtension(name)}.{hash}{Path.GetExtension(name)}", mediaType, content);
    }
}
