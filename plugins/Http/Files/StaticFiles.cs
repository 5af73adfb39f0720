using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;
using PluginFramework.Http.Serving;

namespace PluginFramework.Http.Files;

/// <summary>Serves files of a root: whole, in ranges, or not at all where the client has them (RFC 9110 §13, §14).</summary>
internal sealed class StaticFiles
{
    private readonly FileExtensionContentTypeProvider _types = new();

    /// <summary>Answers the request from the root; false where there is nothing for it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="root">The files.</param>
    /// <param name="path">The path below the root.</param>
    /// <param name="policy">The Content-Security-Policy to send; null: the server's.</param>
    public async Task<bool> TryServeAsync(HttpContext context, StaticRoot root, string path, string? policy)
    {
        var found = FileLookup.Find(root.Path, path);
        if (found is FileLookup.Nothing) return false;
        if (found is FileLookup.Folder folder)
        {
            var index = root.IndexFiles.Select(name => FileLookup.Find(root.Path, path.TrimEnd('/') + "/" + name)).FirstOrDefault(file => file is FileLookup.Found);
            if (index is null && !root.Listing) return false;
            if (!path.EndsWith('/'))
            {
                Answers.Redirect(context, StatusCodes.Status301MovedPermanently, context.Request.PathBase + context.Request.Path + "/");
                return true;
            }

            if (index is null)
            {
                if (IsRead(context)) await DirectoryListing.WriteAsync(context, folder.Directory);
                return true;
            }

            found = index;
        }

        if (!IsRead(context)) return true;
        if (policy is not null) context.Response.Headers.ContentSecurityPolicy = policy;
        return await TrySendAsync(context, (FileLookup.Found)found);
    }

    private static bool IsRead(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) return true;
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = "GET, HEAD";
        return false;
    }

    /// <summary>
    /// Whether the client's copy is as good: If-None-Match compares weakly, since a compressed copy's tag is a weak one, and goes before
    /// If-Modified-Since (RFC 9110 §13.1.2, §13.1.3).
    /// </summary>
    private static bool IsCurrent(HttpRequest request, EntityTagHeaderValue tag, DateTimeOffset modified)
    {
        var headers = request.GetTypedHeaders();
        return headers.IfNoneMatch.Count > 0
            ? headers.IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false) || known.Equals(EntityTagHeaderValue.Any))
            : headers.IfModifiedSince is { } since && modified <= since;
    }

    private async Task<bool> TrySendAsync(HttpContext context, FileLookup.Found found)
    {
        var (length, written) = (found.File.Length, found.File.LastWriteTimeUtc);
        var tag = new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{written.Ticks:x}-{length:x}\""));
        var modified = new DateTimeOffset(written.Ticks - (written.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        if (IsCurrent(context.Request, tag, modified))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            context.Response.GetTypedHeaders().ETag = tag;
            context.Response.GetTypedHeaders().LastModified = modified;
            return true;
        }

        if (Open(found, length) is not { } content) return false;
        await using (content)
        {
            if (context.Features.Get<IHttpsCompressionFeature>() is { } compression) compression.Mode = HttpsCompressionMode.Compress;
            context.Response.OnStarting(WeakenAsync, context.Response);
            context.Response.Headers.CacheControl = "no-cache";
            await TypedResults.Stream(content, TypeOf(found.File.Name), null, modified, tag, enableRangeProcessing: true).ExecuteAsync(context);
        }

        return true;
    }

    /// <summary>
    /// Opens what was found, and looks again where that led: a link may have been put in its place meanwhile. What has no length is not opened,
    /// for it may be a pipe, whose opening waits for a writer.
    /// </summary>
    private static Stream? Open(FileLookup.Found found, long length)
    {
        if (length == 0) return Stream.Null;
        try
        {
            var stream = new FileStream(found.File.FullName, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0, Share = FileShare.ReadWrite | FileShare.Delete });
            var opened = OperatingSystem.IsLinux()
                ? new FileInfo($"/proc/self/fd/{stream.SafeFileHandle.DangerousGetHandle()}").LinkTarget : null;
            if (opened is null || RealPath.IsWithin(opened, found.RealRoot)) return stream;
            stream.Dispose();
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Compressed, it is another sequence of octets, and a range of the one must not be joined to the other.</summary>
    private static Task WeakenAsync(object state)
    {
        var headers = ((HttpResponse)state).GetTypedHeaders();
        if (((HttpResponse)state).Headers.ContentEncoding.Count > 0 && headers.ETag is { IsWeak: false } tag) headers.ETag = new(tag.Tag, isWeak: true);
        return Task.CompletedTask;
    }

    private string TypeOf(string name)
    {
        var type = _types.TryGetContentType(name, out var known) ? known : "application/octet-stream";
        return type.StartsWith("text/", StringComparison.Ordinal) || type is "application/json" or "application/manifest+json" ? type + "; charset=utf-8" : type;
    }
}
