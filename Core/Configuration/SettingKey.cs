using System.Text;

namespace PluginFramework.Core.Configuration;

/// <summary>Reads the key of <c>--set</c>.</summary>
/// <remarks>
/// With a colon anywhere outside quotes, colons separate and dots are part of a name: <c>plugins:identity.sqlite:path</c>. Without
/// one, dots separate: <c>network.maxConnections</c>. A name in double quotes is taken as it stands: <c>plugins."identity.sqlite".path</c>.
/// </remarks>
internal static class SettingKey
{
    /// <summary>The names in the key, or <see langword="null"/> when one is empty or a quote is left open.</summary>
    public static string[]? Parse(string key)
    {
        var (colons, open) = (false, false);
        foreach (var character in key)
        {
            if (character == '"') open = !open;
            else if (character == ':' && !open) colons = true;
        }

        if (open) return null;
        var names = new List<string>();
        var name = new StringBuilder();
        foreach (var character in key + (colons ? ':' : '.'))
        {
            if (character == '"') open = !open;
            else if (open || character != (colons ? ':' : '.')) name.Append(character);
            else
            {
                names.Add(name.ToString().Trim());
                name.Clear();
            }
        }

        return names.Exists(item => item.Length == 0 || item.Contains(':')) ? null : [.. names];
    }
}
