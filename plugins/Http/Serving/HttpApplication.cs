using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PluginFramework.Http.Serving;

/// <summary>What Kestrel calls for each request.</summary>
internal sealed class HttpApplication(RequestPipeline pipeline) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => pipeline.RunAsync(context);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
        // The context holds nothing that outlives its features, which are Kestrel's.
    }
}
