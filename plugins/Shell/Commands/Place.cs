using System.Collections.Immutable;
using PluginFramework.Identity;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.Prompt;
using PluginFramework.Shell.Editing;
using PluginFramework.Shell.Text;

namespace PluginFramework.Shell.Commands;

/// <summary>A session with what it can use.</summary>
internal sealed class Place(ShellIo io, IPanelCatalog catalog, ShellServices services)
{
    public ShellIo Io => io;

    public IPanelCatalog Catalog => catalog;

    public Principal Principal => io.Session.Principal;

    public Caller Caller { get; } = Caller.Of(io.Session.Principal, io.Session.Client.Protocol, io.Session.Client.RemoteAddress);

    /// <summary>What users typed in sessions before.</summary>
    public HistoryFiles Histories => services.Histories;

    public ViewWriter Views { get; } = new(io, services.Renderers);

    /// <summary>The consoles of the prompt; <see langword="null"/>: no plugin brings them now.</summary>
    public IPromptConsoles? Consoles => services.Consoles.Current.FirstOrDefault()?.Value;

    /// <summary>The commands that plugins bring for this user.</summary>
    public ImmutableArray<LiveExport<IShellCommand>> Others => [.. services.Commands.Current.Where(command => command.Value.IsFor(Principal))];

    public IDisposable WhenOthersChange(Action<LiveExportsChange<IShellCommand>> onChange) => services.Commands.Subscribe(onChange);

    public ImmutableArray<PanelDescription> Panels() => catalog.List(Caller);

    /// <summary>A panel by its name, or by its plural.</summary>
    public PanelDescription? FindPanel(string name)
    {
        var panels = Panels();
        return panels.FirstOrDefault(panel => panel.Name == name) ?? panels.FirstOrDefault(panel => panel.Name + "s" == name);
    }

    /// <summary>A panel's verb; without one given the view of the whole.</summary>
    /// <exception cref="CommandException">There is none of that name.</exception>
    public static PanelVerb Verb(PanelDescription panel, string? name)
    {
        var verbs = PanelVerb.Of(panel);
        return verbs.FirstOrDefault(verb => verb.Name == (name ?? "list")) ?? throw new CommandException(
            ExitCode.Usage, $"{panel.Name} has no '{Terminal.SafeText.Line(name)}'{Nearest.Hint(name ?? "", verbs.Select(verb => verb.Name))} Try: help {panel.Name}");
    }
}
