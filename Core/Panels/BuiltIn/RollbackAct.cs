using PluginFramework.Core.Generations;
using PluginFramework.Core.Installing;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>Going back to an earlier generation.</summary>
internal sealed class RollbackAct(GenerationSwitch generations)
{
    private const string Number = "number";

    public static PanelAct Act { get; } = new("rollback", "Roll back")
    {
        Description = "Makes the content of an earlier generation the one in force, as a new generation.", CanDryRun = true,
        Confirmation = "Go back to that generation, its plugins and its configuration?",
        Parameters =
        [
            new(Number, PanelParameterKind.WholeNumber) { Label = "Generation", Description = "Its number.", Minimum = 0, Maximum = int.MaxValue, Default = "the one before" },
        ],
    };

    public async Task<ActResult> ActAsync(ActCall call, CancellationToken cancellationToken)
    {
        var number = (int?)call.Arguments.FindInteger(Number);
        if (call.IsDryRun) return Preview(number);
        var before = generations.Current.Number;
        var generation = await generations.RollbackAsync(number, call.Caller, cancellationToken).ConfigureAwait(false);
        return new($"{generation.Summary.TrimEnd('.')}. Generation {generation.Number} is in force.") { AuditDetail = $"generation {before} to {generation.Number}" };
    }

    private ActResult Preview(int? number)
    {
        var now = generations.Current;
        var kept = generations.List();
        var target = number is null ? kept.FirstOrDefault(one => one.Number < now.Number && one.State != GenerationState.RolledBack) : kept.FirstOrDefault(one => one.Number == number);
        if (target is null)
        {
            throw new PanelException(PanelError.NotFound,
                number is null ? "There is no generation before the one in force." : $"Generation {number} is not kept. Kept are {string.Join(", ", kept.Select(one => one.Number))}.");
        }

        return new($"Nothing was changed. It would go back to generation {target.Number} ({target.Summary.TrimEnd('.')}).") { View = GenerationViews.Difference(now, target) };
    }
}
