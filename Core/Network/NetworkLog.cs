using System.Net;
using Microsoft.Extensions.Logging;

namespace PluginFramework.Core.Network;

/// <summary>What the network logs.</summary>
internal static partial class NetworkLog
{
    [LoggerMessage(100, LogLevel.Information, "{Protocol} listens on {Address}")]
    public static partial void Listening(ILogger logger, string protocol, EndpointAddress address);

    [LoggerMessage(101, LogLevel.Information, "{Protocol} listens no more on {Address}")]
    public static partial void StoppedListening(ILogger logger, string protocol, EndpointAddress address);

    [LoggerMessage(102, LogLevel.Error, "{Protocol} does not listen on {Address}: {Reason}")]
    public static partial void NotBound(ILogger logger, string protocol, EndpointAddress address, string reason);

    [LoggerMessage(103, LogLevel.Error, "Accepting on {Address} failed; the next attempt follows in a second")]
    public static partial void AcceptFailed(ILogger logger, EndpointAddress address, Exception exception);

    [LoggerMessage(110, LogLevel.Debug, "{Connection}: accepted from {Remote} on {Local}")]
    public static partial void Accepted(ILogger logger, string connection, EndPoint? remote, EndPoint? local);

    [LoggerMessage(111, LogLevel.Debug, "{Connection}: closed")]
    public static partial void Closed(ILogger logger, string connection);

    [LoggerMessage(112, LogLevel.Debug, "{Connection}: ended: {Reason}")]
    public static partial void ClientGone(ILogger logger, string connection, string reason);

    [LoggerMessage(113, LogLevel.Debug, "{Connection}: aborted: {Reason}")]
    public static partial void Aborted(ILogger logger, string connection, string reason);

    [LoggerMessage(114, LogLevel.Debug, "{Connection}: closing met a fault")]
    public static partial void CloseFailed(ILogger logger, string connection, Exception exception);

    [LoggerMessage(115, LogLevel.Warning, "{Connection}: refused from {Remote}: {Reason}; more of the kind are logged at Debug for 10 s")]
    public static partial void RefusedLoudly(ILogger logger, string connection, EndPoint? remote, string reason);

    [LoggerMessage(116, LogLevel.Debug, "{Connection}: refused from {Remote}: {Reason}")]
    public static partial void Refused(ILogger logger, string connection, EndPoint? remote, string reason);

    [LoggerMessage(117, LogLevel.Warning, "{Connection}: closed, for no plugin served {Protocol} in time")]
    public static partial void NotServed(ILogger logger, string connection, string protocol);

    [LoggerMessage(118, LogLevel.Error, "{Connection}: the {Protocol} handler of plugin {Plugin} failed")]
    public static partial void HandlerFailed(ILogger logger, string connection, string protocol, string? plugin, Exception exception);

    [LoggerMessage(119, LogLevel.Error, "{Connection}: what the handler does when asked to finish failed")]
    public static partial void CloseCallbackFailed(ILogger logger, string connection, Exception exception);

    [LoggerMessage(120, LogLevel.Warning, "{Aborted} connections were aborted at the drain deadline; the handlers of {Stuck} have not returned")]
    public static partial void AbortedAtStop(ILogger logger, int aborted, int stuck);

    [LoggerMessage(130, LogLevel.Information, "TLS uses the certificate {Subject} from {Path}, valid until {NotAfter:u}")]
    public static partial void CertificateLoaded(ILogger logger, string subject, string path, DateTime notAfter);

    [LoggerMessage(131, LogLevel.Error, "{Reason}")]
    public static partial void CertificateUnusable(ILogger logger, string reason, Exception exception);

    [LoggerMessage(132, LogLevel.Error, "{Reason} The certificate in use stays.")]
    public static partial void CertificateChangeUnusable(ILogger logger, string reason, Exception exception);
}
