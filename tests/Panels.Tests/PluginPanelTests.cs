using PluginFramework.Core.Panels.Rendering;
using PluginFramework.Plugins;
using PluginFramework.TestUtilities;

namespace PluginFramework.Panels.Tests;

/// <summary>A panel of a plugin, which imports the host's renderers.</summary>
public sealed class PluginPanelTests
{
    private static readonly PluginSource Plugin = PluginSource.Plugin("shower", """
        [PluginFramework.Panels.Panel("show", PanelTitle = "Shows"), Shared]
        [method: ImportingConstructor]
        public sealed class Shower(PluginFramework.Panels.IViewRenderer one, ILiveExports<PluginFramework.Panels.IViewRenderer> all)
            : PluginFramework.Panels.IPanel
        {
            public System.Collections.Immutable.ImmutableArray<PluginFramework.Panels.PanelAct> Acts => [new("do", "Do")];
            public Task<PluginFramework.Panels.View> ViewAsync(PluginFramework.Panels.PanelQuery query, CancellationToken cancellationToken) =>
                Task.FromResult<PluginFramework.Panels.View>(new PluginFramework.Panels.View.Text(
                    one.MediaType + " of " + string.Join(", ", all.Current.Select(renderer => renderer.Value.MediaType).Order())));
            public Task<PluginFramework.Panels.ActResult> ActAsync(PluginFramework.Panels.ActCall call, CancellationToken cancellationToken) =>
                Task.FromResult(new PluginFramework.Panels.ActResult("Done for " + call.Caller.Name));
        }
        """);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plugin_GetsTheTextRendererWhereItImportsOne_AndIsFreedHavingShownItsPanel()
    {
        await using var panels = new PanelHost();
        Plugin.CompileTo(Path.Combine(panels.RunDirectory, "plugins", "shower"));
        await panels.Host.StartAsync(Token);
        await panels.Host.WhenSettledAsync(Token);
        panels.Host.Plugins.Find("shower")!.Reason.ShouldBeNull();
        panels.Host.GetExport<IViewRenderer>()!.MediaType.ShouldBe("text/plain");

        var panel = panels.Host.Panels.List(FakePanel.Operator).Single(panel => panel.Name == "show");
        (panel.Title, panel.Plugin).ShouldBe(("Shows", "shower"));
        var view = await panels.ViewAsync("show");
        ViewRenderers.Text.Render(view, 80).ShouldBe("text/plain of application/json, text/plain");
        (await panels.Host.Panels.ActAsync("show", ActRequest.Of("do"), FakePanel.Operator, null, Token)).Message.ShouldBe("Done for alice");

        (await panels.Host.Plugins.DisableAsync("shower", new("test", "test"), Token)).State.ShouldBe(PluginState.Disabled);
        await panels.Host.WhenUnloadedAsync();
        var health = (await panels.ViewAsync("health")).ShouldBeOfType<View.Fields>().Items.ToDictionary(field => field.Name);
        health["leaks"].Value.ShouldBe(PanelValue.Of(0));
        health["pendingUnloads"].Value.ShouldBe(PanelValue.Of(0));
        panels.Host.Panels.List(FakePanel.Operator).ShouldNotContain(one => one.Name == "show");
        GC.KeepAlive(view);
    }
}
