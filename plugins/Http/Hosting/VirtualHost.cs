using PluginFramework.Http.Files;

namespace PluginFramework.Http.Hosting;

/// <summary>What is served under a host name.</summary>
/// <param name="Root">Its static files; null where it has none.</param>
/// <param name="ServesModules">Modules, and the server's own pages, are served.</param>
/// <param name="RedirectTo">Where everybody is sent instead; empty: nowhere.</param>
/// <param name="ContentSecurityPolicy">Of its static files; null: the server's.</param>
internal sealed record VirtualHost(StaticRoot? Root, bool ServesModules, string RedirectTo, string? ContentSecurityPolicy);
