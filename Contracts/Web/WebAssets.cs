using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace PluginFramework.Web;

/// <summary>
/// The style sheets, scripts and pictures of a module, kept in its assembly as resources. Their addresses hold a hash of their content, so that browsers
/// may keep them for ever and yet have the new ones after an update.
/// </summary>
/// <remarks>Safe for use from any thread.</remarks>
public sealed class WebAssets
{
    private readonly FrozenDictionary<string, Asset> _assets;
    private readonly FrozenDictionary<string, string> _addresses;

    /// <summary>Reads the files.</summary>
    /// <param name="assembly">Where they are resources under their own names.</param>
    /// <param name="path">The path from which they are served, absolute and without a slash at its end: <c>/panel/assets</c>.</param>
    /// <param name="files">Their names: <c>panel.css</c>. Of the types <c>.css</c>, <c>.js</c>, <c>.svg</c>, <c>.png</c> and <c>.woff2</c>.</param>
    /// <exception cref="ArgumentException">The assembly has no such resource, or a name has no such type.</exception>
    public WebAssets(Assembly assembly, string path, params IReadOnlyCollection<string> files)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(files);
        var assets = files.Select(file => (File: file, Asset: Read(assembly, file))).ToArray();
        _assets = assets.ToFrozenDictionary(pair => pair.Asset.Name, pair => pair.Asset, StringComparer.Ordinal);
        _addresses = assets.ToFrozenDictionary(pair => pair.File, pair => $"{path}/{pair.Asset.Name}", StringComparer.Ordinal);
    }

    /// <summary>Where a file is: <c>/panel/assets/panel.0123456789abcdef.css</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such file.</exception>
    public string AddressOf(string file) => _addresses[file];

    /// <summary>Answers a request for one of the files, or with 404.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">The last segment of its path.</param>
    public Task ServeAsync(HttpContext context, string? name)
    {
        ArgumentNullException.ThrowIfNull(context);
        var response = context.Response;
        if (!_assets.TryGetValue(name ?? "", out var asset))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.ContentType = asset.MediaType;
        response.ContentLength = asset.Content.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(asset.Content, context.RequestAborted).AsTask();
    }

    private static Asset Read(Assembly assembly, string file)
    {
        var mediaType = Path.GetExtension(file) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".png" => "image/png",
            ".woff2" => "font/woff2",
            _ => throw new ArgumentException($"{file} is not of a type that web modules keep.", nameof(file)),
        };
        using var stream = assembly.GetManifestResourceStream(file)
            ?? throw new ArgumentException($"{assembly.GetName().Name} lacks the resource {file}: give it as EmbeddedResource with this LogicalName.", nameof(file));
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..16];
        return new($"{Path.GetFileNameWithoutExtension(file)}.{hash}{Path.GetExtension(file)}", mediaType, content);
    }

    private sealed record Asset(string Name, string MediaType, byte[] Content);
}
