using PluginFramework.Plugins;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>What is lost when plugins go, as those say who hold it.</summary>
/// <param name="holders">Who may hold something, now.</param>
internal sealed class PluginHolds(Func<IEnumerable<IPluginHolder>> holders)
{
    /// <summary>A sentence after a blank; empty where nothing is held.</summary>
    /// <param name="ids">The plugins that would be replaced or stopped.</param>
    public string Foretell(IReadOnlyCollection<string> ids) =>
        Find(ids) is { Count: > 0 } found ? $" Lost would be what is held of {(ids.Count == 1 ? "it" : "them")}: {string.Join("; ", found)}." : "";

    /// <summary>The question to ask before plugins are replaced or stopped; where nothing is held of any, the usual one.</summary>
    /// <param name="usual">What is asked in any case; <see langword="null"/>: nothing.</param>
    /// <param name="otherwise">What is asked where something is held and nothing is asked usually.</param>
    /// <param name="ids">All plugins it may be about.</param>
    public string? Question(string? usual, string otherwise, IReadOnlyCollection<string> ids) =>
        Find(ids) is { Count: > 0 } found ? $"{usual ?? otherwise} What is held of plugins that go, or are built anew, is lost: {string.Join("; ", found)}." : usual;

    private List<string> Find(IReadOnlyCollection<string> ids)
    {
        var found = new List<string>();
        foreach (var holder in ids.Count == 0 ? [] : holders())
        {
            try
            {
                found.AddRange(holder.FindHeld(ids).Select(hold => hold.ToString()));
            }
#pragma warning disable CA1031 // A plugin's fault: it is told with the rest, and keeps nobody from what they want to do.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                found.Add($"{holder.GetType().Name} could not say what it holds ({exception.Message})");
            }
        }

        return found;
    }
}
