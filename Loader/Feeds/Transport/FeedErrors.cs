using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using PluginFramework.Loader.Feeds.Configuration;

namespace PluginFramework.Loader.Feeds.Transport;

/// <summary>Puts what went wrong with a feed into words for whoever looks after it.</summary>
internal static class FeedErrors
{
    /// <param name="feed">The feed.</param>
    /// <param name="question">What it was asked for: "the versions of X".</param>
    /// <param name="exception">What came of it.</param>
    public static FeedException Explain(Feed feed, string question, Exception exception)
    {
        var causes = Causes(exception).ToArray();
        if (causes.OfType<FeedException>().FirstOrDefault() is { } known) return known;
        var asked = $"asked for {question}, ";
        var problem = causes.Select(cause => Describe(feed, cause)).FirstOrDefault(text => text is not null)
            ?? $"it failed: {causes[^1].Message}";
        return new FeedException(feed.Name, $"{asked}{problem} ({feed.ShownSource})", exception);
    }

    private static string? Describe(Feed feed, Exception cause) => cause switch
    {
        HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } http => $"it refused ({(int)http.StatusCode!}). "
            + (feed.UserName is null && feed.ApiKey is null ? "Give the feed a user name and password, or a key." : "Check the feed's user name and password, or key."),
        HttpRequestException { StatusCode: HttpStatusCode.TooManyRequests } => "it has been asked too often (429). Try again later.",
        HttpRequestException { StatusCode: HttpStatusCode.NotFound } =>
            "it answered that there is nothing (404). Check the feed's address: it should be that of its service index.",
        HttpRequestException { StatusCode: { } status } when (int)status >= 500 => $"it reported an error of its own ({(int)status}). Try again later.",
        HttpRequestException { StatusCode: { } status } => $"it answered {(int)status}. Check the feed's address.",
        AnswerTooLongException long_ => $"{long_.Message}. If that is expected, raise the limit.",
        TimeoutException timeout => $"{timeout.Message}. Check that it runs and can be reached, and try again.",
        AuthenticationException tls => $"no secure connection came about: {tls.Message} Check its certificate and address.",
        SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted } => "the connection was lost. Try again.",
        SocketException socket => $"it cannot be reached: {socket.Message}. Check the address and the network.",
        Newtonsoft.Json.JsonException or System.Text.Json.JsonException => $"it gave an answer that is damaged or no feed's: {cause.Message} Check the feed's address.",
        EndOfStreamException cut => $"{cut.Message}.",
        DirectoryNotFoundException => "the folder does not exist. Check the path, or make the folder.",
        UnauthorizedAccessException => $"it may not be read: {cause.Message}",
        System.Xml.XmlException => $"it gave something that is no package: {cause.Message}",
        InvalidDataException => $"it gave something that is damaged or no feed's: {cause.Message}",
        _ => null,
    };

    /// <summary>From the outermost to the innermost.</summary>
    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause is AggregateException { InnerExceptions: [var first, ..] } ? first : cause.InnerException)
            yield return cause;
    }
}
