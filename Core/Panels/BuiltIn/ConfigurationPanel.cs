using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Configuration.Schema;
using PluginFramework.Core.Generations;
using PluginFramework.Core.Startup;
using PluginFramework.Identity;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>The configuration: what is in force and whence, and changing the file with its comments kept.</summary>
#pragma warning disable CA1001 // It lives as long as its host, and a semaphore whose wait handle nobody asks for holds nothing to dispose of.
internal sealed class ConfigurationPanel(IConfigurableHost host) : IPanel
#pragma warning restore CA1001
{
    private static readonly PanelParameter Key = new("key") { Label = "Key", Description = "The key, its names separated by colons: plugins:irc:serverName.", IsRequired = true };
    private static readonly PanelParameter Value = new("value", PanelParameterKind.LongText)
    {
        Label = "Value", Description = "The value, as text or as JSON.", IsRequired = true, Maximum = JsoncReader.MaxFileOctets,
    };

    private static readonly PanelParameter Values = new("values")
    {
        Label = "Values", Description = "KEY=VALUE sets a key, KEY alone removes it.", IsList = true, IsRequired = true, Maximum = JsoncReader.MaxFileOctets,
    };

    private static readonly PanelParameter Number = new("number", PanelParameterKind.WholeNumber) { Label = "Generation", Description = "The generation's number.", Minimum = 0 };
    private static readonly PanelParameter Text = new("text", PanelParameterKind.LongText)
    {
        Label = "Text", Description = "The text to look at in place of the file's.", Maximum = JsoncReader.MaxFileOctets,
    };

    private static readonly PanelParameter File = new("file") { Label = "File", Description = "The file the text is of, for errors to name." };

    private readonly SemaphoreSlim _editing = new(1, 1);

    public ImmutableArray<PanelAct> Acts { get; } =
    [
        new("set", "Set") { Description = "Sets a key in the file, once all is checked.", Parameters = [Key, Value], CanDryRun = true },
        new("unset", "Unset") { Description = "Removes a key from the file, so that its default holds.", Parameters = [Key], CanDryRun = true },
        new("change", "Change") { Description = "Sets and unsets keys in the file, all or none.", Parameters = [Values], CanDryRun = true },
        new("rollback", "Roll back")
        {
            Description = "Makes what an earlier generation configured the configuration again; the plugins installed stay.",
            Parameters = [Number with { Default = "the latest that configured something else" }], Confirmation = "Take the earlier configuration back?", CanDryRun = true,
        },
        new("reload", "Reload") { Description = "Reads the file again now." },
        new("validate", "Validate") { Description = "Checks the file, or a text, with all options of plugins.", Parameters = [Text, File], IsReadOnly = true },
        new("diff", "Compare") { Description = "Compares the file with what is in force, or with a generation.", Parameters = [Number], IsReadOnly = true },
        new("history", "History") { Description = "Lists the generations that changed the configuration.", IsReadOnly = true },
        new("schema", "Schema") { Description = "Writes a JSON schema of the file.", IsReadOnly = true },
    ];

    public ImmutableArray<PanelParameter> Filters { get; } = [new("set", PanelParameterKind.Flag) { Label = "Only what is set", Description = "Leaves out the keys that are not set." }];

    public Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken) => Task.Run(() => Show(query), cancellationToken);

    public async Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken) => call.Act switch
    {
        "validate" => await Task.Run(() => Validate(call.Arguments.FindText(Text.Name), call.Arguments.FindText(File.Name)), cancellationToken).ConfigureAwait(false),
        "diff" => Diff((int?)call.Arguments.FindInteger(Number.Name)),
        "history" => new("The generations that changed the configuration.") { View = ConfigurationHistory.Show(Generations().List()) },
        "schema" => new("The schema.") { View = new View.Text(await Task.Run(() => JsonSchemaWriter.Write(Keys()), cancellationToken).ConfigureAwait(false)) },
        "reload" => await ReloadAsync(cancellationToken).ConfigureAwait(false),
        _ => await ChangeAsync(call, cancellationToken).ConfigureAwait(false),
    };

    private string FilePath => ConfigurationEdit.Sources(host).FilePath;

    private View Show(PanelQuery query)
    {
        var keys = Keys();
        if (query.Subject is not { } subject) return ConfigurationViews.All(host.Configuration, keys, query.Filters.FindFlag("set") == true);
        if (subject == KnownKey.Host || keys.Plugins.Any(plugin => plugin.PluginId == subject)) return ConfigurationViews.Section(host.Configuration, keys, subject);
        if (keys.Parse(subject) is { } path && (keys.Find(path) is not null || host.Configuration.Root.Find(path) is not null))
            return ConfigurationViews.One(host.Configuration, keys, path);
        throw new PanelException(PanelError.NotFound, $"There is no key or plugin '{subject}'{Hint(keys, subject)}");
    }

    private async Task<ActResult> ReloadAsync(CancellationToken cancellationToken)
    {
        await Task.Run(() => Validate(null, null), cancellationToken).ConfigureAwait(false);
        return new(await host.TakeConfigurationAsync(cancellationToken).ConfigureAwait(false) ? $"{FilePath} is read again and in force." : $"{FilePath} is as before.");
    }

    private async Task<ActResult> ChangeAsync(ActCall call, CancellationToken cancellationToken)
    {
        await _editing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => ChangeNowAsync(call), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HostConfigurationException or IOException or UnauthorizedAccessException)
        {
            throw new PanelException(error is HostConfigurationException ? PanelError.Configuration : PanelError.Failed, error.Message, error);
        }
        finally
        {
            _editing.Release();
        }
    }

    private async Task<ActResult> ChangeNowAsync(ActCall call)
    {
        var keys = Keys();
        var before = ConfigurationFile.ReadText(FilePath, required: false);
        var (after, summary) = call.Act switch
        {
            "set" => Set(keys, before, call.Arguments.GetText(Key.Name), call.Arguments.GetText(Value.Name)),
            "unset" => Unset(keys, before, call.Arguments.GetText(Key.Name)),
            "change" => Change(keys, before, call.Arguments.FindTexts(Values.Name) ?? []),
            _ => ConfigurationHistory.Find(Generations().List(), (int?)call.Arguments.FindInteger(Number.Name), before),
        };
        if (after.AsSpan().SequenceEqual(before)) return new($"{FilePath} says so already; nothing has changed.");
        var current = host.Configuration;
        var taken = ConfigurationEdit.Check(host, after, (changed, id) => changed.DescribePluginSection(id) != current.DescribePluginSection(id)
            || changed.Disabled.Contains(id) != current.Disabled.Contains(id));
        var diff = LineDiff.Of(NodeText.Masked(before, FilePath, keys), NodeText.Masked(after, FilePath, keys));
        var view = diff.Length > 0 ? new View.Text(diff) : new View.Text("Only what is shown to nobody differs.");
        ImmutableArray<string> notes = [.. Overridden(keys, taken, KeysIn(call.Arguments)), .. RestartSettings.Find(host.ConfigurationAtStart, taken)];
        var advice = string.Concat(notes.Select(note => Environment.NewLine + note));
        if (call.IsDryRun) return new($"{summary} would be written to {FilePath}.{advice}") { View = view };
        await WriteAsync(before, after, summary, call.Caller).ConfigureAwait(false);
        return new($"{summary} is written to {FilePath}.{advice}") { View = view, AuditDetail = summary };
    }

    private static IEnumerable<string> KeysIn(PanelArguments arguments) =>
        (arguments.FindTexts(Values.Name) ?? []).Select(value => value.Split('=', 2)[0]).Concat(arguments.FindText(Key.Name) is { } key ? [key] : []);

    private (byte[] After, string Summary) Change(KnownKeys keys, byte[] before, ImmutableArray<string> values)
    {
        var after = before;
        var summaries = new List<string>();
        foreach (var value in values)
        {
            var (text, summary) = value.IndexOf('=', StringComparison.Ordinal) is var end and >= 0 ? Set(keys, after, value[..end], value[(end + 1)..]) : Unset(keys, after, value);
            after = text;
            summaries.Add(summary);
        }

        return (after, string.Join(", ", summaries));
    }

    private (byte[] After, string Summary) Set(KnownKeys keys, byte[] before, string key, string value)
    {
        var path = PathOf(keys, key);
        var schema = keys.Find(path);
        if (schema is null && path is ["plugins", var id, ..] && keys.Plugins.FirstOrDefault(plugin => plugin.PluginId == id) is { Gap: null } or { Options.IsEmpty: false })
            throw new PanelException(PanelError.Configuration, $"Unknown key '{string.Join(':', path)}'{Hint(keys, string.Join(':', path))}");
        return (JsoncEditor.Set(before, FilePath, ConfigurationEdit.ToJson(value, schema), path), string.Join(':', path));
    }

    private (byte[] After, string Summary) Unset(KnownKeys keys, byte[] before, string key)
    {
        var path = PathOf(keys, key);
        if (JsoncReader.ReadFile(before, FilePath).Find(path) is null)
            throw new PanelException(PanelError.NotFound, $"{string.Join(':', path)} is not set in the file{Hint(keys, string.Join(':', path), onlyNear: true)}");
        return (JsoncEditor.Remove(before, FilePath, path), $"The removal of {string.Join(':', path)}");
    }

    private async Task WriteAsync(byte[] before, byte[] text, string summary, Caller caller)
    {
        if (host.Generations is not { } generations)
        {
            AtomicFile.Write(FilePath, text);
            await host.TakeConfigurationAsync(CancellationToken.None).ConfigureAwait(false);
            return;
        }

        // Once begun it is carried through, whether or not the caller waits.
        var outcome = await generations.ApplyAsync(new($"Configuration: {summary}", caller) { Configuration = text, ConfigurationBefore = before }, CancellationToken.None).ConfigureAwait(false);
        if (!outcome.IsTaken) throw new PanelException(PanelError.Failed, $"The change was undone: {outcome.Generation.Reason}");
    }

    private ActResult Validate(string? text, string? file)
    {
        try
        {
            var octets = text is null ? ConfigurationFile.ReadText(FilePath, required: false) : Encoding.UTF8.GetBytes(text);
            var configuration = ConfigurationEdit.Check(host, octets, (_, _) => true, file);
            var unused = UnusedSettings.Find(configuration, host.DescribeOptions().Select(plugin => plugin.PluginId), protocols: null);
            return new("The configuration is valid." + string.Concat(unused.Select(warning => Environment.NewLine + warning)));
        }
        catch (Exception error) when (error is HostConfigurationException or IOException or UnauthorizedAccessException)
        {
            throw new PanelException(PanelError.Configuration, error.Message, error);
        }
    }

    private ActResult Diff(int? number)
    {
        var keys = Keys();
        var other = number is { } wanted ? ConfigurationHistory.Get(Generations().List(), wanted).Configuration.ToArray() : host.Configuration.FileText;
        var file = ConfigurationFile.TryReadText(FilePath) ?? throw new PanelException(PanelError.Configuration, $"{FilePath} cannot be read.");
        var diff = LineDiff.Of(NodeText.Masked(other, FilePath, keys), NodeText.Masked(file, FilePath, keys));
        var what = number is null ? "what is in force" : string.Create(CultureInfo.InvariantCulture, $"generation {number}");
        if (diff.Length > 0) return new($"{FilePath} differs from {what}.") { View = new View.Text(diff) };
        return new(file.AsSpan().SequenceEqual(other) ? $"{FilePath} is the same as {what}." : $"{FilePath} differs from {what} in secrets only.");
    }

    /// <summary>A value above the file's hides it.</summary>
    private IEnumerable<string> Overridden(KnownKeys keys, HostConfiguration taken, IEnumerable<string> changed)
    {
        foreach (var key in changed)
        {
            if (keys.Parse(key) is not { } path || taken.Root.Find(path) is not { } node || node.Origin.Source == FilePath) continue;
            if (!node.Origin.Source.StartsWith("preset", StringComparison.Ordinal)) yield return $"It has no effect as long as {node.Origin} sets {string.Join(':', path)} above the file.";
        }
    }

    private IGenerations Generations() => host.Generations ?? throw new PanelException(PanelError.Unavailable, "This host keeps no generations of its configuration.");

    private KnownKeys Keys() => new(host.DescribeOptions());

    private static string[] PathOf(KnownKeys keys, string text) =>
        keys.Parse(text) ?? throw new PanelException(PanelError.Invalid, $"'{text}' is no key: names separated by colons are, such as plugins:irc:serverName.");

    private static string Hint(KnownKeys keys, string text, bool onlyNear = false)
    {
        var candidates = keys.All.Select(key => key.Name).Concat(onlyNear ? [] : keys.Plugins.Select(plugin => plugin.PluginId));
        return NearestName.Hint(text.Contains(':') ? text : text.Replace('.', ':'), candidates);
    }
}
