using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PluginFramework.Http.Connections;
using PluginFramework.Http.Serving;
using PluginFramework.Http.Sessions;
using PluginFramework.Web;

namespace PluginFramework.Http.Modules;

/// <summary>
/// A request while a module answers it. The module sees features of its own over the server's: what it sets there is forgotten with the
/// request, where the server's are kept for the next one.
/// </summary>
internal sealed class ModuleRequest : IHttpRequestLifetimeFeature, IDisposable
{
    private readonly HttpContext _outer;
    private readonly CancellationTokenSource _aborted;
    private readonly CancellationTokenRegistration? _closing;
    private readonly IDisposable? _leaving;

    public ModuleRequest(HttpContext outer)
    {
        _outer = outer;
        _aborted = CancellationTokenSource.CreateLinkedTokenSource(outer.RequestAborted);
        RequestAborted = _aborted.Token;
        var features = new FeatureCollection(outer.Features);
        features.Set<IHttpRequestLifetimeFeature>(this);
        Context = new DefaultHttpContext(features);
        _closing = outer.Features.Get<HandedOverConnection>()?.CloseRequested.UnsafeRegister(static state => ((ModuleRequest)state!).EndStream(), this);
        // Whoever is logged out or disabled must not go on seeing what comes.
        _leaving = (outer.Features.Get<IWebSessionFeature>() as RequestSession)?.WhenOver(EndStream);
    }

    /// <summary>The request as the module sees it.</summary>
    public DefaultHttpContext Context { get; }

    public CancellationToken RequestAborted { get; set; }

    /// <summary>The module goes and the request must end.</summary>
    public bool IsCancelled { get; private set; }

    [SuppressMessage("Reliability", "CA2012", Justification = "Nobody waits for the handlers of the token.")]
    public void Cancel()
    {
        IsCancelled = true;
        try
        {
            _ = _aborted.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }

    public void Abort() => _outer.Abort();

    /// <summary>Ends it if it has no end of its own.</summary>
    public void EndStream()
    {
        if (EndlessResponse.HasBegun(_outer)) Cancel();
    }

    public void Dispose()
    {
        _closing?.Dispose();
        _leaving?.Dispose();
        _aborted.Dispose();
    }
}
