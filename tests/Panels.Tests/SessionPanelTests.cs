using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Lifecycle;
using PluginFramework.Core.Network;
using PluginFramework.Core.Panels;
using PluginFramework.Core.Panels.BuiltIn;
using PluginFramework.Network;
using PluginFramework.TestUtilities;

namespace PluginFramework.Panels.Tests;

public sealed class SessionPanelTests : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("session-");
    private readonly RecordingAuditLog _audit = new();
    private readonly HostNetwork _network;
    private readonly PanelCatalog _catalog;

    public SessionPanelTests()
    {
        var configuration = HostConfiguration.Load(new() { FilePath = Path.Combine(_directory.FullName, "pluginhost.json"), Settings = ["drainTimeout=300ms"] });
        _network = HostNetwork.Create(_directory.FullName, configuration, _ => null, NullLoggerFactory.Instance, TimeProvider.System);
        _catalog = new(() => [new("session", "Connections", new SessionPanel(_network.Endpoints, TimeProvider.System))], _audit);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _network.Endpoints.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task View_ShowsWhoIsConnectedOverWhatAndFromWhere()
    {
        using var alice = await ConnectAsync("talk", obedient: true, user: "alice");
        using var bob = await ConnectAsync("mail", obedient: true, user: null);

        var all = await ViewAsync();

        all.Rows.Length.ShouldBe(2);
        var row = all.Columns.Zip(all.Rows[0].Cells).ToDictionary(cell => cell.First.Name, cell => cell.Second);
        row["id"].Text.ShouldBe("talk-1");
        row["protocol"].Text.ShouldBe("talk");
        row["endpoint"].Text.ShouldStartWith("tcp://127.0.0.1:");
        row["remoteAddress"].Text.ShouldBe(alice.LocalEndPoint!.ToString());
        row["user"].Text.ShouldBe("alice");
        row["encrypted"].ShouldBe(PanelValue.Of(false));
        row["since"].AsTime()!.Value.ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
        row["age"].AsDuration()!.Value.ShouldBeLessThan(TimeSpan.FromMinutes(1));
        (await ViewAsync(("protocol", "mail"))).Rows.ShouldHaveSingleItem().Subject.ShouldBe("mail-2");
        (await ViewAsync(("user", "Alice"))).Rows.ShouldHaveSingleItem().Subject.ShouldBe("talk-1");
        (await ViewAsync(("user", "eve"))).Rows.ShouldBeEmpty();
        (await _catalog.ViewAsync("session", FakePanel.Operator, "mail-2", cancellationToken: Token)).ShouldBeOfType<View.Group>();
    }

    [Fact]
    public async Task View_OfAConnectionWhoseProtocolEncrypts_ShowsWithWhat()
    {
        using var alice = await ConnectAsync("talk", obedient: true, user: "alice", cipher: "aes256-gcm@openssh.com");

        var all = await ViewAsync();
        var one = (await _catalog.ViewAsync("session", FakePanel.Operator, "talk-1", cancellationToken: Token)).ShouldBeOfType<View.Group>();

        all.Columns.Zip(all.Rows[0].Cells).Single(cell => cell.First.Name == "encrypted").Second.ShouldBe(PanelValue.Of(true));
        one.Items.OfType<View.Fields>().Single().Items.Single(field => field.Name == "cipher").Value.Text.ShouldBe("aes256-gcm@openssh.com");
        ((IConnectionCatalog)_network.Endpoints).List("1").ShouldHaveSingleItem().Cipher.ShouldBe("aes256-gcm@openssh.com");
    }

    [Theory]
    [InlineData(true, "has ended")]
    [InlineData(false, "was cut off")]
    public async Task Kick_EndsThatConnectionAndNoOther(bool obedient, string how)
    {
        using var victim = await ConnectAsync("talk", obedient, "alice");
        using var bystander = await ConnectAsync("mail", obedient: true, user: null);

        var result = await KickAsync("talk-1");

        result.Message.ShouldBe($"talk-1 of alice {how}" + (obedient ? "." : ": it did not end by itself in time."));
        await ShouldBeOverAsync(victim);
        (await ViewAsync()).Rows.ShouldHaveSingleItem().Subject.ShouldBe("mail-2");
        var entry = _audit.Events.ShouldHaveSingleItem();
        (entry.Action, entry.Outcome, entry.Subject, entry.Detail).ShouldBe(("session.kick", "ok", "talk-1", "user: alice"));
    }

    [Fact]
    public async Task Kick_AsADryRun_EndsNothing()
    {
        using var socket = await ConnectAsync("talk", obedient: true, user: null);

        (await KickAsync("talk-1", isDryRun: true)).Message.ShouldBe("talk-1 would be ended.");

        (await ViewAsync()).Rows.ShouldHaveSingleItem();
        _audit.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task Kick_OfNobody_IsRefused()
    {
        (await Should.ThrowAsync<PanelException>(() => KickAsync("talk-9"))).Error.ShouldBe(PanelError.NotFound);
        _audit.Events.ShouldHaveSingleItem().Outcome.ShouldBe("not-found");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Catalog_KnowsTheConnectionsOfAUser_AndEndsOne(bool obedient)
    {
        using var victim = await ConnectAsync("talk", obedient, "alice");
        using var bystander = await ConnectAsync("mail", obedient: true, user: null);
        IConnectionCatalog catalog = _network.Endpoints;

        catalog.List().Select(connection => connection.Id).ShouldBe(["talk-1", "mail-2"]);
        var connection = catalog.List("1").ShouldHaveSingleItem();
        (connection.Id, connection.Protocol, connection.Principal?.UserName, connection.RemoteAddress, connection.IsEncrypted).ShouldBe(("talk-1", "talk", "alice", "127.0.0.1", false));
        catalog.List("2").ShouldBeEmpty();
        catalog.End("talk-9", "a test").ShouldBeFalse();
        catalog.End("talk-1", "a test").ShouldBeTrue();

        await ShouldBeOverAsync(victim);
        (await ViewAsync(("protocol", "mail"))).Rows.ShouldHaveSingleItem();
    }

    private Task<ActResult> KickAsync(string id, bool isDryRun = false) =>
        _catalog.ActAsync("session", ActRequest.Of("kick", ("id", id)) with { IsDryRun = isDryRun }, FakePanel.Operator, null, Token);

    private async Task<View.Table> ViewAsync(params (string Name, string Value)[] filters) =>
        (await _catalog.ViewAsync("session", FakePanel.Operator, null, ActRequest.Of("", filters).Arguments, null, Token)).ShouldBeOfType<View.Table>();

    private async Task<Socket> ConnectAsync(string protocol, bool obedient, string? user, string? cipher = null)
    {
        var serving = new TaskCompletionSource();
        _network.Dispatcher.Attach(protocol, new HandlerLease("test", new Handler(obedient, user, cipher, serving)));
        var wanted = _network.Endpoints.List().Select(endpoint => new EndpointBinding(endpoint.Protocol, EndpointAddress.Parse("tcp://127.0.0.1:0")))
            .Append(new(protocol, EndpointAddress.Parse("tcp://127.0.0.1:0")));
        var endpoint = (await _network.Endpoints.ApplyAsync([.. wanted], Token)).First(endpoint => endpoint.Protocol == protocol);
        endpoint.Error.ShouldBeNull();
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPEndPoint.Parse(endpoint.Address["tcp://".Length..]), Token);
        await serving.Task.WaitAsync(Token);
        return socket;
    }

    private static async Task ShouldBeOverAsync(Socket socket)
    {
        try
        {
            (await socket.ReceiveAsync(new byte[1], Token)).ShouldBe(0);
        }
        catch (SocketException error)
        {
            error.SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
        }
    }

    private sealed class Handler(bool obedient, string? user, string? cipher, TaskCompletionSource serving) : ConnectionHandler
    {
        public override async Task OnConnectedAsync(ConnectionContext connection)
        {
            if (user is not null) connection.Features.GetRequiredFeature<IConnectionPrincipalFeature>().Principal = new("1", user);
            if (cipher is not null) connection.Features.GetRequiredFeature<IConnectionSecurityFeature>().Cipher = cipher;
            serving.TrySetResult();
            var asked = obedient ? connection.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().ConnectionClosedRequested : default;
            await connection.Transport.Input.ReadAsync(asked);
        }
    }
}
