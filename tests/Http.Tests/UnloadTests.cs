using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using PluginFramework.Plugins;

namespace PluginFramework.Http.Tests;

/// <summary>The server and the modules of others come and go, and nothing of them stays in memory.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5359", Justification = "The server's certificate is of its own making.")]
public sealed class UnloadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HttpPlugin_ThatHasServed_IsFreedWhenItIsReloaded()
    {
        await using var host = await HttpHost.StartAsync(PluginSamples.Hello());
        for (var round = 0; round < 3; round++)
        {
            using var client = NewClient();
            await UseAsync(host, client);

            (await host.Host.Plugins.ReloadAsync("http", Token)).State.ShouldBe(PluginState.Active, host.Dump());

            await host.Host.WhenUnloadedAsync();
        }

        host.Host.PendingUnloads.ShouldBe(0);
        host.Log.Lines.ShouldNotContain(line => line.Contains("still in memory"), host.Log.ToString());
    }

    [Fact]
    public async Task Module_ThatHasServed_IsFreedWhenItsPluginIsReloaded_ThoughItsConnectionsStay()
    {
        await using var host = await HttpHost.StartAsync(PluginSamples.Hello());
        using var client = NewClient();
        for (var round = 0; round < 3; round++)
        {
            await UseAsync(host, client);

            (await host.Host.Plugins.ReloadAsync("hello", Token)).State.ShouldBe(PluginState.Active, host.Dump());

            await host.Host.WhenUnloadedAsync();
        }

        host.Host.PendingUnloads.ShouldBe(0);
        host.Log.Lines.ShouldNotContain(line => line.Contains("still in memory"), host.Log.ToString());
    }

    [Fact]
    public async Task HttpPlugin_ThatHasForwarded_IsFreedWhenItIsReloaded()
    {
        await using var behind = await HttpHost.StartAsync(PluginSamples.Hello());
        await using var host = await HttpHost.StartAsync($$"""{ "plugins": { "http": { "proxies": { "/hello": { "destination": "{{behind.Plain}}" } } } } }""");
        for (var round = 0; round < 3; round++)
        {
            using var client = NewClient();
            await UseAsync(host, client);

            (await host.Host.Plugins.ReloadAsync("http", Token)).State.ShouldBe(PluginState.Active, host.Dump());

            await host.Host.WhenUnloadedAsync();
        }

        host.Log.Lines.ShouldNotContain(line => line.Contains("still in memory"), host.Log.ToString());
    }

    /// <summary>All that a module does: every kind of handler, in both versions, streams left open.</summary>
    private static async Task UseAsync(HttpHost host, HttpClient client)
    {
        foreach (var (root, version) in new[] { (host.Plain, HttpVersion.Version11), (host.Secure, HttpVersion.Version11), (host.Secure, HttpVersion.Version20) })
        {
            (await GetAsync(client, new(root, "hello/version"), version)).ShouldBe((HttpStatusCode.OK, "1.0.0"));
            (await GetAsync(client, new(root, "hello/minimal/you?times=3"), version)).ShouldBe((HttpStatusCode.OK, "hello you 3"));
            (await GetAsync(client, new(root, "hello/throw"), version)).Status.ShouldBe(HttpStatusCode.InternalServerError);
            (await GetAsync(client, new(root, "hello/nothing"), version)).Status.ShouldBe(HttpStatusCode.NotFound);
            var stream = await client.GetStreamAsync(new Uri(root, "hello/events"), Token);
            (await stream.ReadAsync(new byte[100], Token)).ShouldBeGreaterThan(0);
            var socket = new ClientWebSocket();
            socket.Options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
            await socket.ConnectAsync(new UriBuilder(new Uri(root, "hello/socket")) { Scheme = root.Scheme == "https" ? "wss" : "ws" }.Uri, Token);
            (await socket.ReceiveAsync(new byte[10].AsMemory(), Token)).Count.ShouldBe(5);
        }
    }

    private static async Task<(HttpStatusCode Status, string Text)> GetAsync(HttpClient client, Uri uri, Version version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var response = await client.SendAsync(request, Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    private static HttpClient NewClient() => new(new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true },
    });
}
