using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Configuration;

/// <summary>Binds a section to an options type, with errors that say where the offending key stands.</summary>
internal static class OptionsBinder
{
    /// <exception cref="PluginConfigurationException">A key is unknown, a value does not convert, or validation failed.</exception>
    public static object Bind(Type type, ConfigurationNode root, string[] path)
    {
        var options = Activator.CreateInstance(type) ?? throw new PluginConfigurationException($"{type} cannot be created.");
        var section = root.Find(path);
        if (section is { Kind: NodeKind.Object }) Bind(options, section, string.Join(':', path));
        else if (section is { Kind: NodeKind.Array } or { Value: not null })
        {
            throw new PluginConfigurationException($"{string.Join(':', path)} at {section.Origin} must be an object: {{ … }}.");
        }

        if (options is IPluginOptions validated) Validate(validated, section, path);
        return options;
    }

    /// <summary>The end of a message about an unknown key: a plugin's id with dots may have been taken apart.</summary>
    public static string DottedIdHint(ConfigurationOrigin origin)
    {
        const string Option = "--set plugins.";
        return origin.Source.StartsWith(Option, StringComparison.OrdinalIgnoreCase)
            ? "; for a plugin whose id has dots, separate with colons: --set plugins:the.id:key=value."
            : ".";
    }

    private static void Bind(object options, ConfigurationNode section, string path)
    {
        var (values, origins) = (new Dictionary<string, string?>(), new Dictionary<string, ConfigurationOrigin>());
        Collect(options.GetType(), options, section, path, values, origins);
        try
        {
            new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection(path)
                .Bind(options, binding => binding.ErrorOnUnknownConfiguration = true);
        }
        catch (Exception error) when (error is InvalidOperationException or TargetInvocationException or FormatException or ArgumentException)
        {
            var (message, at) = Locate(error, origins) ?? (error.Message, section.Origin);
            throw new PluginConfigurationException($"{message.TrimEnd('.')}, set at {at}.", error);
        }
    }

    /// <summary>The binder names the key it failed at in the message of the exception or of one inside; the longest it names is that key.</summary>
    private static (string Message, ConfigurationOrigin Origin)? Locate(Exception error, Dictionary<string, ConfigurationOrigin> origins)
    {
        var named = origins.Keys.Where(key => error.Message.Contains($"'{key}'", StringComparison.OrdinalIgnoreCase)).MaxBy(key => key.Length);
        if (named is not null) return (error.Message, origins[named]);
        var inner = error is AggregateException several ? several.InnerExceptions : error.InnerException is { } one ? [one] : Enumerable.Empty<Exception>();
        return inner.Select(item => Locate(item, origins)).FirstOrDefault(found => found is not null);
    }

    private static void Collect(
        Type type, object? instance, ConfigurationNode node, string path, Dictionary<string, string?> values, Dictionary<string, ConfigurationOrigin> origins)
    {
        origins[path] = node.Origin;
        if (node.Kind == NodeKind.Scalar)
        {
            values[path] = IsDuration(type) && Duration.TryParse(node.Value, out var time) ? time.ToString("c") : node.Value;
            return;
        }

        if (node.Children.Count == 0) values[path] = ""; // how the binder knows an empty list from none
        var element = ElementType(type);
        var properties = node.Kind == NodeKind.Object && element is null ? PropertiesOf(type) : null;
        foreach (var (name, child) in node.Children)
        {
            var key = $"{path}:{name}";
            if (properties is null)
            {
                Collect(element ?? typeof(string), null, child, key, values, origins);
                continue;
            }

            if (!properties.TryGetValue(name, out var property))
            {
                var hint = NearestName.Hint(name, properties.Keys.Select(Camel));
                throw new PluginConfigurationException($"Unknown key '{name}' in {path} at {child.Origin}{(hint == "." ? DottedIdHint(child.Origin) : hint)}");
            }

            var value = instance is null || property.GetIndexParameters().Length > 0 ? null : property.GetValue(instance);
            if (child.Kind == NodeKind.Array) Empty(property, instance, value);
            Collect(property.PropertyType, value, child, key, values, origins);
        }
    }

    /// <summary>A list in the configuration replaces the default; the binder alone would add to it.</summary>
    private static void Empty(PropertyInfo property, object? instance, object? value)
    {
        if (instance is null || value is null) return;
        if (property.PropertyType.IsArray) property.SetValue(instance, Array.CreateInstance(property.PropertyType.GetElementType()!, 0));
        else if (value is IList { IsFixedSize: false, IsReadOnly: false } list) list.Clear();
        else if (property.CanWrite) property.SetValue(instance, null);
    }

    private static void Validate(IPluginOptions options, ConfigurationNode? section, string[] path)
    {
        var errors = options.Validate().Select(error =>
        {
            var end = error.AsSpan().IndexOfAnyExcept(PropertyCharacters);
            var node = section?.Find(end < 0 ? error : error[..end]) ?? section;
            return node is null ? $"{string.Join(':', path)}: {error}" : $"{string.Join(':', path)} at {node.Origin}: {error}";
        }).ToArray();
        if (errors.Length > 0) throw new PluginConfigurationException(string.Join(Environment.NewLine, errors));
    }

    private static readonly System.Buffers.SearchValues<char> PropertyCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private static bool IsDuration(Type type) => type == typeof(TimeSpan) || type == typeof(TimeSpan?);

    internal static Dictionary<string, PropertyInfo> PropertiesOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite || (!property.PropertyType.IsValueType && property.PropertyType != typeof(string)))
            .DistinctBy(property => property.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>What a list or dictionary holds; <see langword="null"/> for another type.</summary>
    internal static Type? ElementType(Type type)
    {
        if (type == typeof(string)) return null;
        if (type.IsArray) return type.GetElementType();
        var interfaces = type.GetInterfaces().Append(type).Where(item => item.IsGenericType).ToArray();
        var dictionary = Array.Find(interfaces, item => item.GetGenericTypeDefinition() is { } d && (d == typeof(IDictionary<,>) || d == typeof(IReadOnlyDictionary<,>)));
        var list = Array.Find(interfaces, item => item.GetGenericTypeDefinition() == typeof(IEnumerable<>));
        return (dictionary ?? list)?.GetGenericArguments()[^1];
    }

    internal static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
