using System.Collections.Immutable;
using CsCheck;
using PluginFramework.Core.Graph;
using PluginFramework.Core.Planning;
using PluginFramework.Loader.Contexts;
using PluginFramework.Loader.Discovery;
using static PluginFramework.Core.Tests.Manifests;

namespace PluginFramework.Core.Tests;

public sealed class PluginPlannerTests
{
    private static readonly PluginCandidate Identity = Plugin("identity", "exports Users");
    private static readonly PluginCandidate Chat = Plugin("chat", "one Users", "exports Chat");
    private static readonly PluginCandidate Irc = Plugin("irc", "one Chat");
    private static readonly PluginCandidate Web = Plugin("web", "live Chat");

    [Fact]
    public void Plan_FromNothing_StartsAllProvidersFirst() =>
        Steps([], GraphOf(Irc, Chat, Identity)).ShouldBe(["Start identity", "Start chat", "Start irc"]);

    [Fact]
    public void Plan_WhenNothingChanged_IsEmpty() => Steps(Running(Identity, Chat, Irc), GraphOf(Identity, Chat, Irc)).ShouldBeEmpty();

    [Fact]
    public void Plan_ForAChangedProvider_RebuildsTrueDependantsOnly() =>
        Steps(Running(Identity, Chat, Irc, Web), GraphOf(Identity, PluginOf("chat", "new", "one Users", "exports Chat"), Irc, Web))
            .ShouldBe(["Rebuild chat", "Rebuild irc"]);

    [Fact]
    public void Plan_ForAMovedFolder_IsEmpty() =>
        Steps(Running(Identity), GraphOf(Identity with { Location = "/plugins/elsewhere" })).ShouldBeEmpty();

    [Fact]
    public void Plan_ForAReload_RebuildsItAndItsDependants() =>
        Steps(Running(Identity, Chat, Irc), GraphOf(Identity, Chat, Irc), reloads: ["chat"]).ShouldBe(["Rebuild chat", "Rebuild irc"]);

    [Fact]
    public void Plan_ForChangedOptions_RebuildsIt() =>
        Steps(Running(Identity), GraphOf(Identity), optionsHash: "changed").ShouldBe(["Rebuild identity"]);

    [Fact]
    public void Plan_ForARemovedProvider_StopsConsumersBeforeIt() =>
        Steps(Running(Identity, Chat, Irc, Web), GraphOf(Chat, Irc, Web)).ShouldBe(["Stop irc", "Stop chat", "Stop identity"]);

    [Fact]
    public void Plan_ForABetterProvider_RebuildsItsConsumer() =>
        Steps(Running(Identity, Chat), GraphOf(Identity, Chat, Plugin("ldap", "exports Users 9"))).ShouldBe(["Start ldap", "Rebuild chat"]);

    [Fact]
    public void Plan_ForAnOptionalImportThatAppears_RebuildsItsConsumer() =>
        Steps(Running(Plugin("a", "optional Users")), GraphOf(Identity, Plugin("a", "optional Users"))).ShouldBe(["Start identity", "Rebuild a"]);

    [Fact]
    public void Plan_ForANewcomerAmongMany_LeavesTheConsumerAlone() =>
        Steps(Running(Identity, Plugin("a", "many Users")), GraphOf(Identity, Plugin("a", "many Users"), Plugin("b", "exports Users")))
            .ShouldBe(["Start b"]);

    [Fact]
    public void Plan_ForOneOfManyThatGoes_RebuildsTheConsumer() =>
        Steps(Running(Identity, Plugin("b", "exports Users"), Plugin("a", "many Users")), GraphOf(Identity, Plugin("a", "many Users")))
            .ShouldBe(["Rebuild a", "Stop b"]);

    [Fact]
    public void Plan_CarriedOut_LeavesNothingToDo() =>
        // Whatever graph comes after whatever graph: what the plan says is enough, and no more is touched than differs.
        Gen.Select(Pictures, Pictures).Sample((before, after) =>
        {
            var running = Running(before);
            var target = GraphOf(after);
            var plan = PluginPlanner.Plan(running, target, _ => "", [], SharedContractSelection.Empty);
            var now = running.ToDictionary(plugin => plugin.Id);
            foreach (var stop in plan.Stops) now.Remove(stop.Id).ShouldBeTrue();
            foreach (var build in plan.Builds) now[build.Id] = RunningOf(build.Node!);
            PluginPlanner.Plan([.. now.Values], target, _ => "", [], SharedContractSelection.Empty).IsEmpty.ShouldBeTrue(plan.ToString());
            now.Keys.Order().ShouldBe(target.Order.Ids().Order());
        }, iter: 500);

    private static Gen<PluginCandidate[]> Pictures { get; } =
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 2], Gen.Int[0, 4].Array[0, 3], Gen.Int[0, 3].Array[0, 3], (id, version, exports, imports) =>
                PluginOf($"p{id}", $"v{version}-{string.Join('.', exports)}-{string.Join('.', imports)}",
                [
                    .. exports.Distinct().Select(contract => $"exports C{contract} {id}"),
                    .. imports.Distinct().Select((contract, i) => $"{new[] { "one", "optional", "many", "live" }[(contract + i + version) % 4]} C{contract}"),
                ]))
            .Array[0, 8];

    private static ImmutableArray<RunningPlugin> Running(params PluginCandidate[] candidates) => [.. GraphOf(candidates).Order.Select(RunningOf)];

    private static RunningPlugin RunningOf(PluginNode node) => new(node.Id, node.Candidate.ContentHash, "", node.Imports, []);

    private static string[] Steps(ImmutableArray<RunningPlugin> running, PluginGraph graph, string optionsHash = "", string[]? reloads = null)
    {
        var plan = PluginPlanner.Plan(running, graph, _ => optionsHash, [.. reloads ?? []], SharedContractSelection.Empty);
        return [.. plan.Builds.Concat(plan.Stops).Select(step => $"{step.Kind} {step.Id}")];
    }
}
