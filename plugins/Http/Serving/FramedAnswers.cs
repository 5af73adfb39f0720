using System.Composition;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PluginFramework.Http.Modules;
using PluginFramework.Plugins;
using PluginFramework.Web;

namespace PluginFramework.Http.Serving;

/// <summary>The server's errors and refusals among the pages of whichever plugin brings the look of them: they look as those do.</summary>
[Export, Shared]
[method: ImportingConstructor]
public sealed class FramedAnswers(ILiveExports<IWebFrame> frames, ModuleTable modules, IPluginContext context)
{
    private readonly ILogger _log = context.LoggerFactory.CreateLogger<FramedAnswers>();

    /// <summary>False where the request is for no such page, or the frame fails too.</summary>
    internal async ValueTask<bool> TryWriteAsync(HttpContext request, int status, string title, HtmlWriter content)
    {
        if (request.Features.Get<IWebSessionFeature>() is null || modules.Find(request.Request.PathBase + request.Request.Path, root: false) is not { } mount) return false;
        if (frames.Current.FirstOrDefault(export => export.PluginId == mount.PluginId) is not { } frame) return false;
        try
        {
            await frame.Value.WriteAsync(request, new WebPage(title, content) { Status = status });
            return true;
        }
#pragma warning disable CA1031 // A plugin's code, and perhaps what failed before: the plain answer is left.
        catch (Exception exception) when (!request.Response.HasStarted && !request.RequestAborted.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _log.FrameFailed(exception, request.TraceIdentifier, frame.PluginId);
            request.Response.Clear();
            return false;
        }
    }
}
