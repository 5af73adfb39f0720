using System.Collections.Immutable;
using System.Text;
using PluginFramework.Core.Generations;
using PluginFramework.Core.Panels.BuiltIn;
using PluginFramework.Loader.Locking;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.Tests;

public sealed class ConfigurationHistoryTests
{
    private static readonly ImmutableArray<Generation> Generations =
    [
        Of(4, "c", GenerationState.Good), Of(3, "bad", GenerationState.RolledBack), Of(2, "b", GenerationState.Good), Of(1, "b", GenerationState.Good), Of(0, "a", GenerationState.Good),
    ];

    [Fact]
    public void Show_LeavesOutGenerationsThatConfiguredNothing()
    {
        var table = ConfigurationHistory.Show(Generations).ShouldBeOfType<View.Table>();

        table.Rows.Select(row => row.Cells[0].Text).ShouldBe(["4", "3", "1", "0"]);
    }

    [Theory]
    [InlineData(null, "c", "b")]
    [InlineData(0, "c", "a")]
    [InlineData(3, "c", "bad")]
    public void Find_GivesWhatWasConfigured(int? number, string file, string text)
    {
        var found = ConfigurationHistory.Find(Generations, number, Encoding.UTF8.GetBytes(file));

        Encoding.UTF8.GetString(found.Text).ShouldBe(text, "without a number, the latest that was well and is something else");
    }

    [Fact]
    public void Find_OfWhatIsNotKept_SaysSo()
    {
        Should.Throw<PanelException>(() => ConfigurationHistory.Find(Generations, 9, [])).Error.ShouldBe(PanelError.NotFound);
        Should.Throw<PanelException>(() => ConfigurationHistory.Find([], null, [])).Error.ShouldBe(PanelError.NotFound);
    }

    private static Generation Of(int number, string configuration, GenerationState state) =>
        new(number, PluginLockFile.Empty, $"change {number}") { Configuration = Encoding.UTF8.GetBytes(configuration), State = state };
}
