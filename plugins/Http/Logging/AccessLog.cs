using System.Composition;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Plugins;

namespace PluginFramework.Http.Logging;

/// <summary>Notes each request in the daemon's log, and in a file of the combined format where one is wanted.</summary>
/// <remarks>Queries are left out: they may hold what nobody else should read.</remarks>
[Export, Shared]
public sealed partial class AccessLog : IAsyncDisposable
{
    private readonly ILogger _log;
    private readonly AccessLogFile? _file;
    private readonly TimeProvider _clock;

    /// <summary>Opens the file, if there is to be one.</summary>
    [ImportingConstructor]
    public AccessLog(IPluginContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _log = context.LoggerFactory.CreateLogger("http.access");
        _clock = context.TimeProvider;
        if (context.GetOptions<HttpOptions>().AccessLog is { Length: > 0 } path)
            _file = new AccessLogFile(Path.GetFullPath(Path.Combine(context.DataDirectory, path)), context.LoggerFactory.CreateLogger<AccessLog>());
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal void Note(HttpContext context, ClientInfo client, Principal? principal, TimeSpan duration)
    {
        var request = context.Request;
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? request.Path.ToUriComponent();
        var query = target.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0) target = target[..query];
        var (status, octets) = (context.Response.StatusCode, context.Response.ContentLength);
        var (user, size) = (principal?.UserName ?? "-", octets?.ToString(CultureInfo.InvariantCulture) ?? "-");
        var (referer, agent) = (Quoted(WithoutQuery(request.Headers.Referer.ToString())), Quoted(request.Headers.UserAgent.ToString()));
        Answered(_log, client.RemoteAddress, user, request.Method, Quoted(target), request.Protocol, status, size, referer, agent, duration.TotalMilliseconds);
        _file?.Append(string.Create(CultureInfo.InvariantCulture,
            $"{client.RemoteAddress} - {user} [{_clock.GetUtcNow():dd/MMM/yyyy:HH:mm:ss} +0000] \"{request.Method} {Quoted(target)} {request.Protocol}\" {status} {size} \"{referer}\" \"{agent}\"\n"));
    }

    [LoggerMessage(1, LogLevel.Information, "{RemoteAddress} - {User} \"{Method} {Target} {Protocol}\" {Status} {Octets} \"{Referer}\" \"{UserAgent}\" {Milliseconds:0.0} ms")]
    private static partial void Answered(
        ILogger logger, string remoteAddress, string user, string method, string target, string protocol, int status, string octets, string referer, string userAgent, double milliseconds);

    private static string WithoutQuery(string uri) => uri.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? uri[..query] : uri;

    private static string Quoted(string text)
    {
        if (text.Length == 0) return "-";
        if (text.Length > 2000) text = text[..2000];
        return text.AsSpan().ContainsAny("\"\\") || text.Any(char.IsControl)
            ? string.Concat(text.Select(c => c is '"' or '\\' || char.IsControl(c) ? $"\\x{(int)c:x2}" : c.ToString())) : text;
    }
}
