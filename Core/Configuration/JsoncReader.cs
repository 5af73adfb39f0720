using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace PluginFramework.Core.Configuration;

/// <summary>Reads JSON with comments and trailing commas into nodes that know where they stand.</summary>
internal ref struct JsoncReader
{
    /// <summary>The longest configuration file, in octets: far above any real one, and low enough to read whole.</summary>
    public const int MaxFileOctets = 1 << 20;

    private const int MaxDepth = 32;

    private readonly TextPositions _positions;
    private readonly ConfigurationOrigin? _fixedOrigin;
    private Utf8JsonReader _reader;

    private JsoncReader(ReadOnlySpan<byte> text, string source, bool isFile)
    {
        _positions = new(text, source);
        _fixedOrigin = isFile ? null : new ConfigurationOrigin(source);
        _reader = new(text, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = MaxDepth });
    }

    /// <summary>Reads a file's text. Text of nothing but comments is an empty object.</summary>
    /// <exception cref="HostConfigurationException">It is not JSON, or a key stands twice; the message has line and column.</exception>
    public static ConfigurationNode ReadFile(ReadOnlySpan<byte> text, string source)
    {
        if (!Utf8.IsValid(text)) throw new HostConfigurationException($"{source} is not UTF-8 text; save it as UTF-8.");
        if (JsoncTrivia.Skip(text, 0) == text.Length)
        {
            return new(NodeKind.Object, new(source, 1, 1)) { KeyStart = text.Length, Start = text.Length, End = text.Length };
        }

        var root = new JsoncReader(text, source, isFile: true).Read();
        if (root.Kind == NodeKind.Object) return root;
        throw new HostConfigurationException($"The configuration at {root.Origin} must be an object: {{ … }}.");
    }

    /// <summary>Reads a list or an object given on the command line or in the environment.</summary>
    /// <exception cref="HostConfigurationException">It is not JSON.</exception>
    public static ConfigurationNode ReadValue(string text, string source) =>
        new JsoncReader(Encoding.UTF8.GetBytes(text), source, isFile: false).Read();

    private ConfigurationNode Read()
    {
        try
        {
            _reader.Read();
            var start = (int)_reader.TokenStartIndex;
            var root = ReadNode(At(start), start);
            _reader.Read(); // what follows the value is an error of its own
            return root;
        }
        catch (JsonException error)
        {
            var end = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            var message = end < 0 ? error.Message : error.Message[..end];
            var origin = _fixedOrigin ?? _positions.At(error.LineNumber ?? 0, error.BytePositionInLine ?? 0);
            throw new HostConfigurationException($"Not valid JSON at {origin}: {message}", error);
        }
    }

    private ConfigurationNode ReadNode(ConfigurationOrigin origin, int keyStart)
    {
        var start = (int)_reader.TokenStartIndex;
        if (_reader.TokenType == JsonTokenType.StartObject) return ReadMembers(new(NodeKind.Object, origin) { KeyStart = keyStart, Start = start });
        if (_reader.TokenType == JsonTokenType.StartArray) return ReadElements(new(NodeKind.Array, origin) { KeyStart = keyStart, Start = start });
        var value = _reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => _reader.GetString(),
            _ => Encoding.UTF8.GetString(_reader.ValueSpan),
        };
        return new(NodeKind.Scalar, origin) { Value = value, KeyStart = keyStart, Start = start, End = (int)_reader.BytesConsumed };
    }

    private ConfigurationNode ReadMembers(ConfigurationNode node)
    {
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var name = _reader.GetString() ?? "";
            var keyStart = (int)_reader.TokenStartIndex;
            var origin = At(keyStart);
            if (name.Length == 0 || name.Contains(':')) throw new HostConfigurationException($"The key '{name}' at {origin} is empty or has a colon.");
            if (node.Children.TryGetValue(name, out var first))
            {
                throw new HostConfigurationException($"The key '{name}' at {origin} is set twice; first at {first.Origin}. Keep one of them.");
            }

            _reader.Read();
            node.Children.Add(name, ReadNode(origin, keyStart));
        }

        node.End = (int)_reader.BytesConsumed;
        return node;
    }

    private ConfigurationNode ReadElements(ConfigurationNode node)
    {
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)_reader.TokenStartIndex;
            node.Children.Add(node.Children.Count.ToString(CultureInfo.InvariantCulture), ReadNode(At(start), start));
        }

        node.End = (int)_reader.BytesConsumed;
        return node;
    }

    private readonly ConfigurationOrigin At(int offset) => _fixedOrigin ?? _positions.At(offset);
}
