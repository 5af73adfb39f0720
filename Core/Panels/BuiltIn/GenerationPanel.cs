using System.Collections.Immutable;
using System.Globalization;
using PluginFramework.Core.Installing;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>The numbered states of what is installed and configured, and going back to one.</summary>
internal sealed class GenerationPanel(GenerationSwitch generations) : IPanel
{
    private readonly RollbackAct _rollback = new(generations);

    public ImmutableArray<PanelAct> Acts { get; } = [RollbackAct.Act];

    public Task<View> ViewAsync(PanelQuery query, CancellationToken cancellationToken) => InstallFaults.TranslateAsync(() =>
    {
        var kept = generations.List();
        if (query.Subject is not { } subject) return Task.FromResult(GenerationViews.All(kept, generations.Current.Number));
        return int.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && kept.FirstOrDefault(one => one.Number == number) is { } found
            ? Task.FromResult(GenerationViews.One(found))
            : throw new PanelException(PanelError.NotFound, $"Generation {subject} is not kept. Kept are {string.Join(", ", kept.Select(one => one.Number))}.");
    });

    public Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken) => InstallFaults.TranslateAsync(() => _rollback.ActAsync(call, cancellationToken));
}
