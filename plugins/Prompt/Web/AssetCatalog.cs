using System.Collections.Frozen;
using System.Security.Cryptography;

namespace PluginFramework.Prompt.Web;

/// <summary>The files that pages need. Their names hold a hash of their content, so that browsers can keep them for ever.</summary>
internal sealed class AssetCatalog
{
    private readonly FrozenDictionary<string, Asset> _assets;
    private readonly FrozenDictionary<string, string> _addresses;

    public AssetCatalog()
    {
        (string File, Asset Asset)[] assets =
        [
            Read("prompt.css", "text/css; charset=utf-8"), Read("frame.css", "text/css; charset=utf-8"), Read("prompt.js", "text/javascript; charset=utf-8"),
        ];
        _assets = assets.ToFrozenDictionary(pair => pair.Asset.Name, pair => pair.Asset, StringComparer.Ordinal);
        _addresses = assets.ToFrozenDictionary(pair => pair.File, pair => PromptUrls.Asset(pair.Asset.Name), StringComparer.Ordinal);
    }

    /// <summary>Where a file is.</summary>
    public string AddressOf(string file) => _addresses[file];

    public Asset? Find(string name) => _assets.GetValueOrDefault(name);

    private static (string File, Asset Asset) Read(string file, string mediaType)
    {
        using var stream = typeof(AssetCatalog).Assembly.GetManifestResourceStream(file) ?? throw new InvalidOperationException($"The assembly lacks its resource {file}.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..16];
        return (file, new($"{Path.GetFileNameWithoutExtension(file)}.{hash}{Path.GetExtension(file)}", mediaType, content));
    }

    public sealed record Asset(string Name, string MediaType, byte[] Content);
}
