using PluginFramework.Identity;

namespace PluginFramework.Panels;

/// <summary>An act being carried out.</summary>
/// <param name="Act">Its name.</param>
/// <param name="Caller">Who asks.</param>
/// <param name="Arguments">Its arguments, checked.</param>
public sealed record ActCall(string Act, Caller Caller, PanelArguments Arguments)
{
    /// <summary>Whether to say what would be done and do nothing; only where the act can (<see cref="PanelAct.CanDryRun"/>).</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Told how far it is; <see langword="null"/>: nobody wants to know.</summary>
    public IProgress<View.Progress>? Progress { get; init; }
}
