using PluginFramework.Core.Configuration;
using PluginFramework.Core.Generations;
using PluginFramework.Core.Lifecycle;
using PluginFramework.Identity;
using PluginFramework.Loader.Feeds.Configuration;
using PluginFramework.Panels;

namespace PluginFramework.Core.Installing;

/// <summary>Changes the feeds in the text of the configuration file, and leaves all else in it as it is, comments included.</summary>
/// <param name="generations">What the change goes through.</param>
/// <param name="sources">Where the configuration comes from; <see langword="null"/>: from no file, and nothing can be changed.</param>
/// <param name="current">The configuration where there is no file.</param>
internal sealed class FeedEditor(GenerationSwitch generations, HostConfigurationSources? sources, Func<HostConfiguration> current)
{
    /// <summary>The configuration as it stands.</summary>
    /// <exception cref="HostConfigurationException">It is wrong.</exception>
    public HostConfiguration Read() => sources is null ? current() : HostConfiguration.Load(sources);

    /// <summary>Adds a feed.</summary>
    /// <exception cref="PanelException">There is one of that name, or it is wrong.</exception>
    public FeedEdit Add(Feed feed)
    {
        if (!feed.Name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_'))
            throw new PanelException(PanelError.Invalid, $"'{MaskedAddress.In(feed.Name)}' is no name for a feed: use letters, digits, '.', '-' and '_'.");
        var (basis, before) = (generations.Current.Number, Read());
        if (before.GetOrigin($"feeds:sources:{feed.Name}") is { } origin)
            throw new PanelException(PanelError.Invalid, $"There is a feed '{feed.Name}', set at {origin}. Remove it first, or choose another name.");
        return Checked(basis, before, JsoncEditor.Set(before.FileText, before.FilePath, Json(feed), "feeds", "sources", feed.Name));
    }

    /// <summary>Takes a feed out.</summary>
    /// <exception cref="PanelException">It is not in the file, or something else there needs it.</exception>
    public FeedEdit Remove(string name)
    {
        var (basis, before) = (generations.Current.Number, Read());
        var text = JsoncEditor.Remove(before.FileText, before.FilePath, "feeds", "sources", name);
        if (text.AsSpan().SequenceEqual(before.FileText))
        {
            throw new PanelException(PanelError.NotFound, before.GetOrigin($"feeds:sources:{name}") is { } origin
                ? $"The feed '{name}' is not set in {before.FilePath} but by {origin}. Change it there."
                : $"There is no feed '{MaskedAddress.In(name)}'{NearestName.Hint(name, before.Feeds.Feeds.Select(feed => feed.Name))}");
        }

        return Checked(basis, before, text);
    }

    /// <summary>Makes a change.</summary>
    /// <returns>The generation it made.</returns>
    /// <exception cref="PanelException">It was not made, or was rolled back.</exception>
    public Task<Generation> ApplyAsync(FeedEdit edit, string summary, Caller caller, CancellationToken cancellationToken) =>
        generations.ApplyAsync(new(summary, caller) { Configuration = edit.Text, ConfigurationBefore = edit.Before }, edit.Basis, cancellationToken);

    private FeedEdit Checked(int basis, HostConfiguration before, byte[] text)
    {
        if (sources is null) throw new PanelException(PanelError.Unavailable, "The configuration of this program comes from no file, so feeds are added where it is made.");
        try
        {
            var after = HostConfiguration.Load(sources, text);
            var problems = ConfigurationCheck.Problems(after).ToList();
            return problems.Count == 0 ? new(basis, before.FileText, text, after) : throw new PanelException(PanelError.Invalid, $"{string.Join(" ", problems)} Nothing was changed.");
        }
        catch (HostConfigurationException exception)
        {
            throw new PanelException(PanelError.Invalid, $"{exception.Message} Nothing was changed.", exception);
        }
    }

    /// <summary>The source alone where that is all, as people write it.</summary>
    private static string Json(Feed feed)
    {
        var source = JsoncEditor.Quote(feed.Source);
        List<string> members = [$"\"source\": {source}"];
        if (feed.UserName is { } userName) members.Add($"\"userName\": {JsoncEditor.Quote(userName)}");
        if (feed.Password is { } password) members.Add($"\"password\": {JsoncEditor.Quote(password.Text)}");
        if (feed.ApiKey is { } key) members.Add($"\"apiKey\": {JsoncEditor.Quote(key.Text)}");
        if (feed.AllowInsecure) members.Add("\"allowInsecure\": true");
        return members.Count == 1 ? source : $"{{ {string.Join(", ", members)} }}";
    }
}
