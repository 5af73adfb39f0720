using System.Collections.Immutable;
using PluginFramework.Loader.Contexts;
using PluginFramework.Loader.Discovery;

namespace PluginFramework.Loader.Tests;

public sealed class SharedContractSelectionTests
{
    private static readonly Guid One = new("11111111-0000-0000-0000-000000000000");
    private static readonly Guid Two = new("22222222-0000-0000-0000-000000000000");

    [Fact]
    public void Of_SeveralMinors_TakesTheNewestForAll() =>
        Select([Plugin("a", "1.0", One), Plugin("b", "1.2", Two)], []).ShouldBe(["1.2 of b", "1.2 of b"]);

    [Fact]
    public void Of_SeveralMajors_KeepsThemApart() =>
        Select([Plugin("a", "1.0", One), Plugin("b", "2.0", Two)], []).ShouldBe(["1.0 of a", "2.0 of b"]);

    [Fact]
    public void Of_NewerInUseThanIsBrought_StaysWithIt() =>
        Select([Plugin("a", "1.0", One)], [Contract("gone", "1.2", Two)]).ShouldBe(["1.2 of gone"]);

    [Fact]
    public void Of_TwoBuildsOfOneVersion_StaysWithTheOneInUseWhileAPluginBringsIt() =>
        Select([Plugin("a", "1.0", One), Plugin("b", "1.0", Two)], [Contract("b", "1.0", Two)]).ShouldBe(["1.0 of b", "1.0 of b"]);

    [Fact]
    public void Of_BuildInUseThatNobodyBringsAnyMore_TakesTheOneThatIsBrought() =>
        Select([Plugin("a", "1.0", Two)], [Contract("old", "1.0", One)]).ShouldBe(["1.0 of a"]);

    private static string[] Select(ImmutableArray<PluginCandidate> candidates, ImmutableArray<SharedContract> inUse)
    {
        var selection = SharedContractSelection.Of(candidates, inUse);
        return [.. candidates.SelectMany(candidate => selection.For(candidate)).Select(contract =>
            $"{contract.Version} of {Path.GetFileName(Path.GetDirectoryName(contract.Path))}")];
    }

    private static PluginCandidate Plugin(string id, string version, Guid build) => new(
        "/plugins/" + id, "hash-" + id, "/store/" + id,
        new(id, "1.0.0", id + ".dll") { SharedContracts = [new("Acme.Contracts", Version.Parse(version), build, "Acme.Contracts.dll")] }, null);

    private static SharedContract Contract(string store, string version, Guid build) =>
        new("Acme.Contracts", Version.Parse(version), build, $"/store/{store}/Acme.Contracts.dll");
}
