using System.Collections.Immutable;

namespace PluginFramework.Core.Startup;

/// <summary>A panel, and what a command needs to reach it.</summary>
/// <param name="Panel">The panel's name.</param>
internal sealed record PanelPlace(string Panel)
{
    /// <summary>The contracts whose plugins must run where no daemon does; empty: none, the host itself suffices.</summary>
    public ImmutableArray<string> Only { get; init; } = [];

    /// <summary>Whether it is of use with a running daemon only.</summary>
    public bool NeedsDaemon { get; init; }

    public Task<ActSession> OpenAsync(CommandContext context) => NeedsDaemon ? ConnectAsync(context) : ActSession.OpenAsync(context, Only);

    private static async Task<ActSession> ConnectAsync(CommandContext context) => await ActSession.ConnectAsync(context).ConfigureAwait(false);
}
