using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PluginFramework.Plugins;
using PluginFramework.Web;

namespace PluginFramework.Http.Modules;

/// <summary>A module in its place, with routing of its own. Requests are counted, so that it can go when the last has ended.</summary>
internal sealed class ModuleMount
{
    private readonly ConcurrentDictionary<ModuleRequest, byte> _requests = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ServiceProvider _services;
    private readonly IServiceScopeFactory _scopes;
    private readonly RequestDelegate _run;

    // Requests under way, and one more for as long as it is mounted.
    private int _uses = 1;
    private volatile bool _isRetired;

    /// <summary>Maps the module's routes.</summary>
    /// <remarks>Runs code of the module, and throws whatever that does.</remarks>
    public ModuleMount(LiveExport<IWebModule> export, string prefix, ILoggerFactory loggers)
    {
        (Module, PluginId, Prefix) = (export.Value, export.PluginId, prefix);
        Path = prefix.Length == 0 ? PathString.Empty : new PathString("/" + prefix);
        Title = export.Metadata.GetValueOrDefault(nameof(WebModuleAttribute.Title)) as string;
        Role = export.Metadata.GetValueOrDefault(nameof(WebModuleAttribute.Role)) as string;
        _services = ModuleServices.Create(loggers);
        try
        {
            var builder = new ApplicationBuilder(_services);
            builder.UseRouting();
            builder.UseEndpoints(Module.Map);
            _run = builder.Build();
            _scopes = _services.GetRequiredService<IServiceScopeFactory>();
        }
        catch
        {
            _services.Dispose();
            throw;
        }
    }

    public IWebModule Module { get; }

    public string PluginId { get; }

    /// <summary>The prefix without slashes at its ends.</summary>
    public string Prefix { get; }

    /// <summary>The prefix as requests have it; empty for the root.</summary>
    public PathString Path { get; }

    public string? Title { get; }

    /// <summary>The role of those who are told that it is there.</summary>
    public string? Role { get; }

    /// <summary>Counts a request in; null once the module is going and its successor must be asked.</summary>
    public ModuleRequest? TryEnter(HttpContext context)
    {
        int uses;
        do
        {
            uses = Volatile.Read(ref _uses);
            if (uses == 0 || _isRetired) return null;
        }
        while (Interlocked.CompareExchange(ref _uses, uses + 1, uses) != uses);

        var request = new ModuleRequest(context);
        // The server's own services must not be found in their place.
        request.Context.Features.Set<IServiceProvidersFeature>(new RequestServicesFeature(request.Context, _scopes));
        _requests.TryAdd(request, 0);
        return request;
    }

    public Task RunAsync(ModuleRequest request) => _run(request.Context);

    public void Leave(ModuleRequest request)
    {
        _requests.TryRemove(request, out _);
        request.Dispose();
        Release();
    }

    /// <summary>
    /// Takes no more requests and waits until those under way have ended. Event streams and WebSockets are ended at once, since their clients
    /// come again by themselves; the others at the deadline.
    /// </summary>
    public async Task RetireAsync(TimeSpan drainTime, TimeProvider clock)
    {
        _isRetired = true;
        Release();
        foreach (var request in _requests.Keys) request.EndStream();

        await _idle.Task.WaitAsync(drainTime, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var request in _requests.Keys) request.Cancel();
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _uses) != 0) return;
        _idle.TrySetResult();
        _services.Dispose();
    }
}
