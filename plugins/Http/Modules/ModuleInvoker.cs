using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PluginFramework.Http.Serving;

namespace PluginFramework.Http.Modules;

/// <summary>Has a module answer a request, and sees to what it throws.</summary>
internal static class ModuleInvoker
{
    /// <summary>False where the module goes just now: look for its successor.</summary>
    public static async Task<bool> TryRunAsync(ModuleMount mount, HttpContext context, ILogger log)
    {
        if (mount.TryEnter(context) is not { } request) return false;
        var (path, pathBase) = (context.Request.Path, context.Request.PathBase);
        try
        {
            path.StartsWithSegments(mount.Path, out var rest);
            (context.Request.PathBase, context.Request.Path) = (pathBase + mount.Path, rest);
            await mount.RunAsync(request);
        }
        catch (OperationCanceledException) when (request.RequestAborted.IsCancellationRequested)
        {
            if (!request.IsCancelled) return true;
            await Answers.FailAsync(context, StatusCodes.Status503ServiceUnavailable, "This part of the server is being replaced. Try again.");
        }
        catch (BadHttpRequestException exception)
        {
            log.RequestRefused(context.TraceIdentifier, exception.StatusCode, exception.Message);
            await Answers.FailAsync(context, exception.StatusCode, exception.Message);
        }
#pragma warning disable CA1031 // A module's code: whatever it throws, the client gets an answer and the server goes on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            log.ModuleFailed(exception, context.TraceIdentifier, context.Request.Method, path.Value ?? "", mount.PluginId);
            await Answers.FailAsync(context, StatusCodes.Status500InternalServerError, $"Something went wrong here. The server's log has it under {context.TraceIdentifier}.");
        }
        finally
        {
            (context.Request.PathBase, context.Request.Path) = (pathBase, path);
            mount.Leave(request);
        }

        return true;
    }
}
