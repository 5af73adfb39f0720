using System.Text;

namespace PluginFramework.Core.Configuration;

/// <summary>Reads the configuration file, and changes it in place with all its comments kept.</summary>
public static class ConfigurationFile
{
    /// <summary>Adds a plugin's id to <c>disabled</c>, or takes it out. False when the file says so already.</summary>
    /// <exception cref="HostConfigurationException">The file is not valid; it is left as it was.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static bool SetDisabled(string filePath, string pluginId, bool disabled)
    {
        if (WithDisabled(ReadText(filePath, required: false), filePath, pluginId, disabled) is not { } text) return false;
        AtomicFile.Write(filePath, text);
        return true;
    }

    /// <summary>The text of a configuration with a plugin's id added to <c>disabled</c> or taken out; <see langword="null"/> where it says so already.</summary>
    internal static byte[]? WithDisabled(byte[] text, string filePath, string pluginId, bool disabled)
    {
        var list = JsoncReader.ReadFile(text, filePath).Find("disabled");

        // One text may stand for a list of it.
        var only = list is { Kind: NodeKind.Scalar, Value.Length: > 0 } ? list.Value : null;
        var ids = only is null ? list?.Children.Values.Select(item => item.Value).ToList() ?? [] : [only];
        if (ids.Contains(pluginId, StringComparer.OrdinalIgnoreCase) == disabled) return null;
        var value = JsoncEditor.Quote(pluginId);
        if (!disabled && only is not null)
        {
            text = JsoncEditor.Set(text, filePath, "[]", "disabled");
        }
        else if (!disabled)
        {
            var index = ids.FindIndex(id => string.Equals(id, pluginId, StringComparison.OrdinalIgnoreCase));
            text = JsoncEditor.Remove(text, filePath, "disabled", index.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        else if (list is { Kind: NodeKind.Array })
        {
            text = JsoncEditor.Set(text, filePath, value, "disabled", ids.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        else
        {
            text = JsoncEditor.Set(text, filePath, only is not null ? $"[{JsoncEditor.Quote(only)}, {value}]" : $"[{value}]", "disabled");
        }

        return text;
    }

    /// <summary>Sets the value at a path of keys to JSON text, and keeps every other octet.</summary>
    /// <inheritdoc cref="SetDisabled" path="/exception"/>
    public static void Set(string filePath, string json, params ReadOnlySpan<string> path) =>
        AtomicFile.Write(filePath, JsoncEditor.Set(ReadText(filePath, required: false), filePath, json, path));

    /// <summary>Removes the value at a path of keys, and keeps every other octet but its comma. Does nothing where there is none.</summary>
    /// <inheritdoc cref="SetDisabled" path="/exception"/>
    public static void Remove(string filePath, params ReadOnlySpan<string> path) =>
        AtomicFile.Write(filePath, JsoncEditor.Remove(ReadText(filePath, required: true), filePath, path));

    internal static (byte[] Text, ConfigurationNode Root) Read(string filePath, bool required)
    {
        try
        {
            var text = ReadText(filePath, required);
            return (text, JsoncReader.ReadFile(text, filePath));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HostConfigurationException($"The configuration file {filePath} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>The file's text; <see langword="null"/> where it cannot be read now.</summary>
    internal static byte[]? TryReadText(string filePath)
    {
        try
        {
            return ReadText(filePath, required: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or HostConfigurationException)
        {
            return null;
        }
    }

    internal static byte[] ReadText(string filePath, bool required)
    {
        // A directory of that name is no absent file: a bind mount makes one where there was none.
        if (!required && !File.Exists(filePath) && !Directory.Exists(filePath)) return [];
        using var stream = new FileStream(filePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var text = new byte[JsoncReader.MaxFileOctets + 1];
        var length = stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        if (length == text.Length) throw new HostConfigurationException($"The configuration file {filePath} is longer than {JsoncReader.MaxFileOctets} octets.");
        var bom = Encoding.UTF8.Preamble;
        return text.AsSpan(0, length).StartsWith(bom) ? text[bom.Length..length] : text[..length];
    }
}
