using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Tests.Support;

namespace PluginFramework.Ssh.Tests;

/// <summary>What a client that has not logged in can have the server keep. Alone, for it counts what the whole process holds.</summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests
{
    private const int Connections = 50;
    private const long MostOfEach = 256 * 1024;

    [Theory]
    [InlineData(Stage.Identified)]
    [InlineData(Stage.Encrypted)]
    [InlineData(Stage.Authenticating)]
    public async Task Client_BeforeTheLogin_HasLittleKept(Stage stage)
    {
        await using var kit = await SshKit.StartAsync();
        await AttackAsync(kit, stage);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Connections; i++) await AttackAsync(kit, stage);

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Connections;

        each.ShouldBeLessThan(MostOfEach);
        TestContext.Current.SendDiagnosticMessage($"{stage}: {each / 1024} KiB a connection, both ends");
    }

    // The biggest offer there can be, which is kept until its keys are made, and then a packet of the greatest length that does not come to its end.
    private static async Task AttackAsync(SshKit kit, Stage stage)
    {
        var client = await kit.ConnectAsync(stage);
        if (stage == Stage.Identified) await client.ReadAsync(SshMessageNumber.KeyExchangeInit);
        string[] names = [.. Enumerable.Range(0, 250).Select(i => $"kex-{i:D12}")];
        var offer = RawClient.Offer(isStrict: true);
        await client.SendAsync(offer with
        {
            KeyExchanges = [.. offer.KeyExchanges, .. names],
            HostKeys = [.. offer.HostKeys, .. names],
            CiphersToServer = [.. offer.CiphersToServer, .. names],
            CiphersToClient = [.. offer.CiphersToClient, .. names],
            MacsToServer = [.. offer.MacsToServer, .. names],
            MacsToClient = [.. offer.MacsToClient, .. names],
        });
        if (stage != Stage.Identified) await client.ReadAsync(SshMessageNumber.KeyExchangeInit);
        var packet = client.Pack(new byte[34980]);
        await client.SendOctetsAsync(packet.AsMemory(0, packet.Length - 1));
    }
}
