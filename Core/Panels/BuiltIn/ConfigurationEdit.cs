using System.Text;
using System.Text.Json;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Configuration.Schema;
using PluginFramework.Core.Lifecycle;
using PluginFramework.Core.Startup;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>Makes and judges changes of the configuration file's text. Writes nothing.</summary>
internal static class ConfigurationEdit
{
    /// <summary>A value as JSON: what the key is to hold decides how text without quotes is taken.</summary>
    public static string ToJson(string value, OptionSchema? schema)
    {
        var text = value.Trim();
        var isJson = IsJson(text);
        return schema?.Kind switch
        {
            OptionKind.Text or OptionKind.Duration => isJson && (text is ['"', ..] || (text == "null" && schema.IsNullable)) ? text : JsoncEditor.Quote(value),
            OptionKind.Integer or OptionKind.Number or OptionKind.Flag => isJson ? text : JsoncEditor.Quote(value),
            OptionKind.List or OptionKind.Map or OptionKind.Object => isJson && text is ['[' or '{' or '"', ..] or "null" ? text : JsoncEditor.Quote(value),
            _ => isJson ? text : JsoncEditor.Quote(value),
        };
    }

    /// <summary>Checks a text as if it were in the file.</summary>
    /// <param name="host">Whose configuration it is to be.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="isMeant">The plugins whose options are looked at, by id.</param>
    /// <param name="file">The file that errors are to name; <see langword="null"/>: the host's own.</param>
    /// <exception cref="PanelException">It is wrong; the message says where.</exception>
    public static HostConfiguration Check(IConfigurableHost host, byte[] text, Func<HostConfiguration, string, bool> isMeant, string? file = null)
    {
        try
        {
            var sources = Sources(host);
            var configuration = HostConfiguration.Load(file is null ? sources : sources with { FilePath = file }, text);
            var problems = ConfigurationCheck.Problems(configuration).Concat(host.FindOptionProblems(configuration, id => isMeant(configuration, id))).ToList();
            return problems.Count == 0 ? configuration : throw new PanelException(PanelError.Configuration, string.Join(Environment.NewLine, problems));
        }
        catch (HostConfigurationException error)
        {
            throw new PanelException(PanelError.Configuration, error.Message, error);
        }
    }

    public static HostConfigurationSources Sources(IConfigurableHost host) => host.Sources
        ?? throw new PanelException(PanelError.Unavailable, "The configuration of this host comes from no file, and so cannot be changed.");

    private static bool IsJson(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            if (!reader.Read()) return false;
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
