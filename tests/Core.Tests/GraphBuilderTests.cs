using System.Collections.Immutable;
using PluginFramework.Core.Graph;
using PluginFramework.Plugins;
using static PluginFramework.Core.Tests.Manifests;

namespace PluginFramework.Core.Tests;

public sealed class GraphBuilderTests
{
    [Fact]
    public void Order_OfAChain_IsProvidersFirst() =>
        GraphOf(Plugin("irc", "one Chat"), Plugin("chat", "one Users", "exports Chat"), Plugin("identity", "exports Users"))
            .Order.Ids().ShouldBe(["identity", "chat", "irc"]);

    [Fact]
    public void Import_NobodyProvides_WaitsAndNamesContractAndSite()
    {
        var node = GraphOf(Plugin("irc", "one Chat")).Node("irc");

        node.Verdict!.State.ShouldBe(PluginState.Waiting);
        node.Verdict.Reason.ShouldBe("Waits for Test.IChat, imported by Test.irc(Chat): no plugin provides it.");
    }

    [Fact]
    public void Import_OfAWaitingProvider_WaitsAndNamesIt()
    {
        var graph = GraphOf(Plugin("irc", "one Chat"), Plugin("chat", "one Users", "exports Chat"));

        graph.Order.ShouldBeEmpty();
        graph.Node("irc").Verdict!.Reason.ShouldContain("'chat' would provide it and is not ready itself");
    }

    [Fact]
    public void Import_OfADisabledProvider_SaysSo()
    {
        var graph = GraphBuilder.Build(new()
        {
            Candidates = [Plugin("irc", "one Chat"), Plugin("chat", "exports Chat")],
            Verdicts = new Dictionary<PluginVersionKey, Verdict> { [new("chat")] = new(PluginState.Disabled, "off") }.ToImmutableDictionary(),
        });

        graph.Node("irc").Verdict!.Reason.ShouldContain("'chat' would provide it and is disabled");
    }

    [Theory]
    [InlineData("optional")]
    [InlineData("many")]
    [InlineData("live")]
    public void Import_ThatMayBeEmpty_DoesNotWait(string cardinality) => GraphOf(Plugin("irc", cardinality + " Chat")).Order.Ids().ShouldBe(["irc"]);

    [Fact]
    public void SingleImport_TakesTheHighestRank()
    {
        var graph = GraphOf(Plugin("a", "exports Chat 1"), Plugin("b", "exports Chat 5"), Plugin("c", "one Chat"));

        graph.Node("c").Imports.Single().Providers.ShouldBe(["b"]);
    }

    [Fact]
    public void SingleImport_OfEqualRanks_IsAConflictThatNamesBoth()
    {
        var node = GraphOf(Plugin("a", "exports Chat"), Plugin("b", "exports Chat"), Plugin("c", "one Chat")).Node("c");

        node.Verdict!.State.ShouldBe(PluginState.Waiting);
        node.Verdict.Reason.ShouldContain("'a' and 'b' export it with rank 0");
    }

    [Fact]
    public void SingleImport_WhoseBestProviderWaits_TakesTheNext()
    {
        var graph = GraphOf(Plugin("a", "one Missing", "exports Chat 9"), Plugin("b", "exports Chat"), Plugin("c", "one Chat"));

        graph.Node("c").Imports.Single().Providers.ShouldBe(["b"]);
    }

    [Fact]
    public void Import_OfWhatThePluginExportsItself_NeedsNobody() => GraphOf(Plugin("a", "one Chat", "exports Chat")).Order.Ids().ShouldBe(["a"]);

    [Theory]
    [InlineData("one")]
    [InlineData("optional")]
    [InlineData("many")]
    public void Cycle_IsNamedAndItsMembersFail_TheRestRuns(string cardinality)
    {
        var graph = GraphOf(
            Plugin("a", cardinality + " B", "exports A"), Plugin("b", cardinality + " C", "exports B"), Plugin("c", cardinality + " A", "exports C"),
            Plugin("free"));

        graph.Order.Ids().ShouldBe(["free"]);
        graph.Node("a").Verdict!.State.ShouldBe(PluginState.Failed);
        graph.Node("a").Verdict!.Reason.ShouldStartWith("Import cycle: a (IB) → b (IC) → c (IA) → a.");
    }

    [Fact]
    public void Cycle_ThroughALiveImport_IsNone() =>
        GraphOf(Plugin("a", "live B", "exports A"), Plugin("b", "one A", "exports B")).Order.Ids().ShouldBe(["a", "b"]);

    [Fact]
    public void Consumer_OfACycle_Waits()
    {
        var graph = GraphOf(Plugin("a", "one B", "exports A"), Plugin("b", "one A", "exports B"), Plugin("c", "one A"));

        graph.Node("c").Verdict!.State.ShouldBe(PluginState.Waiting);
    }

    [Fact]
    public void Cycle_OfManyOverAContractOfTheHost_IsFoundToo()
    {
        var graph = GraphBuilder.Build(new()
        {
            Candidates = [Plugin("a", "many Log", "exports Log"), Plugin("b", "many Log", "exports Log")],
            HostExports = [Contract("Log")],
        });
        graph.Order.ShouldBeEmpty();
        graph.Node("a").Verdict!.Reason.ShouldStartWith("Import cycle: ");
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("b", "a")]
    public void Conflict_ThatAnotherConflictSettles_DropsNobodyMore(string first, string second)
    {
        // 'first' cannot run for its own conflict, so 'second' is the only provider left for the consumer.
        var graph = GraphOf(
            Plugin("x1", "exports X"), Plugin("x2", "exports X"), Plugin(first, "one X", "exports Y"), Plugin(second, "exports Y"), Plugin("consumer", "one Y"));
        graph.Order.Ids().ShouldBe(["x1", "x2", second, "consumer"], ignoreOrder: true);
    }

    [Fact]
    public void Protocol_IsServedByTheHighestRank_TheOtherIsNamed()
    {
        var graph = GraphOf(Plugin("a", "serves irc"), Plugin("b", "serves irc 5"));
        graph.Order.Ids().ShouldBe(["b"]);
        graph.Node("a").Verdict!.Reason.ShouldContain("'b' serves the protocol 'irc' already");
    }

    [Fact]
    public void Protocol_WhoseBestServerWaits_IsServedByTheNext()
    {
        var graph = GraphOf(Plugin("a", "serves irc"), Plugin("b", "serves irc 5", "one Chat"));
        graph.Order.Ids().ShouldBe(["a"]);
        graph.Node("b").Verdict!.State.ShouldBe(PluginState.Waiting);
    }

    [Fact]
    public void DuplicateId_TheFirstLocationRuns_TheOtherIsNamed()
    {
        var graph = GraphOf(Plugin("a") with { Location = "/plugins/z" }, Plugin("a") with { Location = "/plugins/b" });

        graph.Order.Single().Candidate.Location.ShouldBe("/plugins/b");
        graph.Nodes.Single(node => !node.IsReady).Verdict!.Reason.ShouldContain("/plugins/b");
    }

    [Fact]
    public void DuplicateId_WhatRunsGoesOnRunning()
    {
        var graph = GraphBuilder.Build(new()
        {
            Candidates = [Plugin("a") with { Location = "/plugins/z" }, Plugin("a") with { Location = "/plugins/b" }],
            PreferredLocations = ["/plugins/z"],
        });

        graph.Order.Single().Candidate.Location.ShouldBe("/plugins/z");
    }

    [Fact]
    public void UnreadableCandidate_IsIncompatibleUnderItsFileName()
    {
        var graph = GraphOf(new Loader.Discovery.PluginCandidate("/plugins/broken.dll", "", "", null, "It is truncated."));

        graph.Node("broken").Verdict.ShouldBe(new(PluginState.Incompatible, "It is truncated."));
    }

    [Fact]
    public void Chain_OfTenThousand_IsOrdered()
    {
        var plugins = Enumerable.Range(0, 10_000)
            .Select(i => i == 0 ? Plugin("p0", "exports C0") : Plugin($"p{i}", $"one C{i - 1}", $"exports C{i}")).Reverse().ToArray();

        GraphOf(plugins).Order[9_999].Id.ShouldBe("p9999");
    }
}
