using System.Text;

namespace PluginFramework.ControlPanel;

/// <summary>The addresses of the pages. All are paths of this server.</summary>
internal static class PanelUrls
{
    public const string Prefix = "panel";
    public const string Root = "/" + Prefix;
    public const string Home = Root + "/";
    public const string Index = Root + "/index";
    public const string Login = Root + "/login";
    public const string Logout = Root + "/logout";
    public const string Setup = Root + "/setup";
    public const string SetupDone = Root + "/setup/done";
    public const string Welcome = Root + "/welcome";
    public const string Register = Root + "/register";
    public const string Account = Root + "/account";
    public const string PasskeyLogin = Root + "/passkey/login";
    public const string PasskeyConfirm = Root + "/passkey/confirm";
    public const string PasskeyRegister = Root + "/passkey/register";
    public const string Theme = Root + "/theme";

    /// <summary>Names that no parameter can have, for what the pages themselves send along.</summary>
    public const string Token = "_token", For = "_for", After = "_after", Done = "_done", Subject = "_subject", Rows = "_row", Act = "_act", To = "to";

    private const int MaxReturn = 2048;

    public static string Panel(string panel) => $"{Root}/p/{Segment(panel)}";

    public static string Panel(string panel, string? subject) => subject is null ? Panel(panel)
        : IsSegment(subject) ? $"{Panel(panel)}/{Segment(subject)}" : With(Panel(panel), (Subject, subject));

    public static string Acting(string panel, string act, string? subject = null)
    {
        var path = $"{Panel(panel)}/act/{Segment(act)}";
        return subject is null ? path : With(path, (For, subject));
    }

    public static string Bulk(string panel) => $"{Root}/bulk/{Segment(panel)}";

    public static string Run(string id) => $"{Root}/run/{Segment(id)}";

    public static string Assets => $"{Root}/assets";

    /// <summary>A path with values appended to its query.</summary>
    public static string With(string path, params IEnumerable<(string Name, string Value)> values)
    {
        var text = new StringBuilder(path);
        var mark = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in values)
        {
            text.Append(mark).Append(Segment(name)).Append('=').Append(Segment(value));
            mark = '&';
        }

        return text.ToString();
    }

    /// <summary>Where to go, if that is a page of this server, and the overview otherwise: what a link says must not lead elsewhere.</summary>
    public static string Return(string? to)
    {
        if (to is not ['/', not '/', ..] || to.Length > MaxReturn || to.Contains('\\', StringComparison.Ordinal) || to.Any(character => character is <= ' ' or > '~')) return Home;
        if (!Uri.TryCreate("http://panel.invalid" + to, UriKind.Absolute, out var uri) || uri.Host != "panel.invalid") return Home;
        // Dots are gone by now, and what they stood between may have come together.
        return uri.PathAndQuery is ['/', not '/', ..] ? uri.PathAndQuery : Home;
    }

    /// <summary>Whether a name survives as a segment of a path: servers and browsers take dots and slashes for more than they are.</summary>
    private static bool IsSegment(string text) => text.Length is > 0 and <= 200 && text is not ("." or "..") && !text.AsSpan().ContainsAny('/', '\\', '%');

    /// <summary>Escaped; halves of characters, which no address can hold, are replaced.</summary>
    private static string Segment(string text) => Uri.EscapeDataString(text.IsNormalizedText() ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));

    private static bool IsNormalizedText(this string text) => !text.Any(char.IsSurrogate);
}
