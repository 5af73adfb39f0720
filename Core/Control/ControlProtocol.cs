namespace PluginFramework.Core.Control;

/// <summary>What both ends of the control socket go by: a JSON object a line, a response for each request, in order, after what progress there is.</summary>
internal static class ControlProtocol
{
    /// <summary>Raised when an old client or server could misunderstand.</summary>
    public const int Version = 2;

    /// <summary>The longest request in octets, line end included: above any password and list of roles.</summary>
    public const int MaxRequestOctets = 4 * 1024 * 1024;

    /// <summary>The longest response in octets: some ten thousand plugins with all they import.</summary>
    public const int MaxResponseOctets = 32 * 1024 * 1024;
}
