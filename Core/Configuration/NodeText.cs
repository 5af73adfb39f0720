using System.Text;
using PluginFramework.Core.Configuration.Schema;
using PluginFramework.Loader.Feeds.Configuration;

namespace PluginFramework.Core.Configuration;

/// <summary>Writes configured values for people, and secrets for nobody.</summary>
internal static class NodeText
{
    /// <summary>A value on one line: a text as it is, a list or an object as JSON.</summary>
    /// <param name="node">The value.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="keys">What is known of the keys.</param>
    public static string Of(ConfigurationNode node, string[] path, KnownKeys keys)
    {
        if (keys.IsSecret(path)) return SecretNames.Mask;
        if (node.Kind == NodeKind.Scalar) return MaskedAddress.In(node.Value ?? "null");
        var text = new StringBuilder();
        Append(text, node, path, keys);
        return text.ToString();
    }

    /// <summary>A file's text with its secrets masked; damaged text is replaced by a word on it.</summary>
    public static string Masked(byte[] text, string source, KnownKeys keys)
    {
        try
        {
            var secrets = new List<ConfigurationNode>();
            Collect(JsoncReader.ReadFile(text, source), [], keys, secrets);
            var mask = Encoding.UTF8.GetBytes(JsoncEditor.Quote(SecretNames.Mask));
            foreach (var secret in secrets.OrderByDescending(node => node.Start)) text = [.. text[..secret.Start], .. mask, .. text[secret.End..]];
            // Addresses may hold secrets too, and stand in comments as well.
            return MaskedAddress.In(Encoding.UTF8.GetString(text));
        }
        catch (HostConfigurationException error)
        {
            return $"(not valid, and so not shown: {error.Message})\n";
        }
    }

    private static void Collect(ConfigurationNode node, string[] path, KnownKeys keys, List<ConfigurationNode> secrets)
    {
        foreach (var (name, child) in node.Children)
        {
            string[] inner = [.. path, name];
            if (keys.IsSecret(inner)) secrets.Add(child);
            else Collect(child, inner, keys, secrets);
        }
    }

    private static void Append(StringBuilder text, ConfigurationNode node, string[] path, KnownKeys keys)
    {
        if (path.Length > 0 && keys.IsSecret(path)) text.Append(JsoncEditor.Quote(SecretNames.Mask));
        else if (node.Kind == NodeKind.Scalar) text.Append(node.Value is { } value ? JsoncEditor.Quote(MaskedAddress.In(value)) : "null");
        else
        {
            var isObject = node.Kind == NodeKind.Object;
            text.Append(isObject ? '{' : '[');
            var isFirst = true;
            foreach (var (name, child) in node.Children)
            {
                if (!isFirst) text.Append(", ");
                isFirst = false;
                if (isObject) text.Append(JsoncEditor.Quote(name)).Append(": ");
                Append(text, child, [.. path, name], keys);
            }

            text.Append(isObject ? '}' : ']');
        }
    }
}
