using System.Buffers;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using PluginFramework.Network;
using static PluginFramework.Core.Network.Tests.NetworkHarness;

namespace PluginFramework.Core.Network.Tests;

public sealed class TlsTests
{
    [Fact]
    public async Task Tls_FromTheFirstByte_IsServedAndSaidToBeEncrypted()
    {
        await using var network = new NetworkHarness();
        var described = new TaskCompletionSource<(ClientInfo, bool CanUpgrade, bool HasFeature, string? Cipher)>();
        network.Serve("echo", connection =>
        {
            described.SetResult((ClientInfo.Describe("echo", connection), Security(connection).CanUpgrade,
                connection.Features.Get<ITlsConnectionFeature>() is not null, Security(connection).Cipher));
            return EchoAsync(connection);
        });

        await using var client = await TlsClient.ConnectAsync(await network.ConnectAsync(await network.BindAsync("echo", "tls://127.0.0.1:0")));

        (await AskAsync(client, "hello")).ShouldBe("hello");
        var (info, canUpgrade, hasFeature, cipher) = await described.Task;
        (info.IsEncrypted, info.IsLocal, info.CertificateFingerprint, canUpgrade, hasFeature).ShouldBe((true, true, null, false, true));
        client.SslProtocol.ShouldBeOneOf(SslProtocols.Tls12, SslProtocols.Tls13);
        cipher.ShouldBe(client.NegotiatedCipherSuite.ToString());
    }

    [Fact]
    public async Task Tls_WithAClientCertificate_GivesItsFingerprint()
    {
        await using var network = new NetworkHarness();
        network.Serve("who", async connection =>
        {
            await ReadLineAsync(connection.Transport.Input);
            await SendAsync(connection.Transport.Output, ClientInfo.Describe("who", connection).CertificateFingerprint + "\n");
        });
        using var own = TlsClient.MakeCertificate("me");

        await using var client = await TlsClient.ConnectAsync(await network.ConnectAsync(await network.BindAsync("who", "tls://127.0.0.1:0")), own);

        (await AskAsync(client, "who")).ShouldBe(Convert.ToHexStringLower(own.GetCertHash(System.Security.Cryptography.HashAlgorithmName.SHA256)));
    }

    [Fact]
    public async Task Tls_LongUpload_ArrivesWholeThoughTheHandlerIsSlow()
    {
        await using var network = new NetworkHarness();
        var sent = new byte[8 << 20];
        Random.Shared.NextBytes(sent);
        var received = new TaskCompletionSource<byte[]>();
        network.Serve("upload", async connection =>
        {
            using var all = new MemoryStream();
            try
            {
                while (await connection.Transport.Input.ReadAsync(Cancelled) is { Buffer: { IsEmpty: false } buffer })
                {
                    // A little at a time, so that what waits is spread over many segments.
                    var part = buffer.Slice(0, Math.Min(buffer.Length, 1000)).ToArray();
                    all.Write(part);
                    connection.Transport.Input.AdvanceTo(buffer.GetPosition(part.Length));
                }

                received.SetResult(all.ToArray());
            }
            catch (Exception exception)
            {
                received.SetException(exception);
            }
        });
        await using var client = await TlsClient.ConnectAsync(await network.ConnectAsync(await network.BindAsync("upload", "tls://127.0.0.1:0")));

        await client.WriteAsync(sent, Cancelled);
        await client.ShutdownAsync();

        (await received.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancelled)).AsSpan().SequenceEqual(sent).ShouldBeTrue();
    }

    [Theory]
    [InlineData("h2,http/1.1", "h2,http/1.1", "h2")]
    [InlineData("h2,http/1.1", "http/1.1,h2", "h2")]
    [InlineData("http/1.1", "h2,http/1.1", "http/1.1")]
    [InlineData("", "h2,http/1.1", "")]
    [InlineData("h2,http/1.1", "", "")]
    [Trait("RFC", "7301")]
    public async Task Tls_ApplicationProtocol_IsTheServersFirstThatTheClientOffers(string offered, string asked, string chosen)
    {
        await using var network = new NetworkHarness();
        var seen = new TaskCompletionSource<(string, SslProtocols?)>();
        network.Dispatcher.Attach("web", new HandlerLease("test", new DelegateHandler(connection =>
        {
            seen.SetResult((System.Text.Encoding.ASCII.GetString(connection.Features.Get<ITlsApplicationProtocolFeature>()!.ApplicationProtocol.Span),
                connection.Features.Get<ITlsHandshakeFeature>()?.Protocol));
            return Task.CompletedTask;
        })) { ApplicationProtocols = Split(offered) });

        await using var client = await TlsClient.ConnectAsync(
            await network.ConnectAsync(await network.BindAsync("web", "tls://127.0.0.1:0")), applicationProtocols: Split(asked));

        client.NegotiatedApplicationProtocol.ToString().ShouldBe(chosen);
        (await seen.Task).ShouldBe((chosen, client.SslProtocol));

        static System.Collections.Immutable.ImmutableArray<string> Split(string names) => [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries)];
    }

    [Fact]
    public async Task Tls_EndsWithAGoodbyeAndEveryByteSent()
    {
        await using var network = new NetworkHarness();
        var text = new string('x', 1 << 20);
        network.Serve("send", async connection =>
        {
            await SendAsync(connection.Transport.Output, text);
            connection.Transport.Output.Write("last"u8);
            connection.Transport.Output.Complete();
        });

        await using var client = await TlsClient.ConnectAsync(await network.ConnectAsync(await network.BindAsync("send", "tls://127.0.0.1:0")));

        using var reader = new StreamReader(client);
        (await reader.ReadToEndAsync(Cancelled)).ShouldBe(text + "last");
    }

    [Theory]
    [Trait("RFC", "3207 §4.2")]
    [InlineData("tcp://127.0.0.1:0", "", false)]
    [InlineData("tcp://127.0.0.1:0", "EVIL\n", false)]
    [InlineData("tcp://127.0.0.1:0", "EVIL\n", true)]
    [InlineData("unix:a.sock", "EVIL\n", true)]
    public async Task Upgrade_InPlace_DiscardsWhatWasSentAhead(string address, string injected, bool isGoAheadFlushed)
    {
        await using var network = new NetworkHarness();
        network.Serve("starttls", async connection =>
        {
            await ReadLineAsync(connection.Transport.Input);
            Security(connection).CanUpgrade.ShouldBeTrue();
            connection.Transport.Output.Write("go\n"u8);
            if (isGoAheadFlushed) await connection.Transport.Output.FlushAsync(Cancelled);
            await Security(connection).UpgradeToTlsAsync(Cancelled);
            Security(connection).IsEncrypted.ShouldBeTrue();
            await EchoAsync(connection);
        });
        var status = await network.BindAsync("starttls", address);

        // The race between the go-ahead and the client's hello goes either way; both must do.
        for (var i = 0; i < 20; i++)
        {
            var plain = await network.ConnectAsync(status);
            await SendAsync(plain, "STARTTLS\n" + injected);
            (await ReadLineAsync(plain)).ShouldBe("go");
            await using var client = await TlsClient.ConnectAsync(plain);
            (await AskAsync(client, "hello")).ShouldBe("hello");
        }

        network.Log.At(LogLevel.Error).ShouldBeEmpty();
    }

    [Fact]
    public async Task Upgrade_ASecondTime_IsRefused()
    {
        await using var network = new NetworkHarness();
        var failure = new TaskCompletionSource<Exception>();
        network.Serve("echo", async connection =>
        {
            failure.SetResult(await Should.ThrowAsync<InvalidOperationException>(async () => await Security(connection).UpgradeToTlsAsync()));
        });

        await using var client = await TlsClient.ConnectAsync(await network.ConnectAsync(await network.BindAsync("echo", "tls://127.0.0.1:0")));

        (await failure.Task.WaitAsync(Cancelled)).Message.ShouldContain("TLS is up already");
    }

    [Theory]
    [InlineData("tls")]
    [InlineData("tcp")]
    public async Task Handshake_ThatIsNotFinished_EndsAtItsTimeout(string scheme)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var network = new NetworkHarness(clock: clock);
        var failure = new TaskCompletionSource<Exception>();
        network.Serve("echo", async connection =>
        {
            failure.SetResult(await Should.ThrowAsync<AuthenticationException>(async () => await Security(connection).UpgradeToTlsAsync()));
        });
        var status = await network.BindAsync("echo", scheme + "://127.0.0.1:0");
        await using var client = await network.ConnectAsync(status);
        await UntilAsync(() => network.Endpoints.List()[0].Connections == 1);

        while (network.Endpoints.List()[0].Connections > 0)
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(2, Cancelled);
        }

        if (scheme == "tcp") (await failure.Task).Message.ShouldContain("within 10 s");
        else network.Log.At(LogLevel.Debug).ShouldContain(line => line.Contains("within 10 s", StringComparison.Ordinal));
        network.Log.At(LogLevel.Error).ShouldBeEmpty();
    }

    [Fact]
    public async Task Handshake_WithAClientThatSpeaksNoTls_EndsTheConnectionQuietly()
    {
        await using var network = new NetworkHarness();
        network.Serve("echo", EchoAsync);
        var status = await network.BindAsync("echo", "tls://127.0.0.1:0");
        await using var client = await network.ConnectAsync(status);

        await SendAsync(client, "GET / HTTP/1.0\r\n\r\n");

        await UntilAsync(() => network.Log.Lines.Any(line => line.Text == "echo-1: closed"));
        network.Log.Lines.ShouldAllBe(line => line.Level <= LogLevel.Information);
    }

    [Fact]
    public async Task Endpoint_WithoutAUsableCertificate_IsAnErrorForTlsAndNotForTcp()
    {
        await using var network = new NetworkHarness(options => options.CertificatePath = "missing.pem");
        var canUpgrade = new TaskCompletionSource<bool>();
        network.Serve("echo", connection =>
        {
            canUpgrade.SetResult(Security(connection).CanUpgrade);
            return Task.CompletedTask;
        });

        var status = await network.Endpoints.ApplyAsync([Binding("echo", "memory:a"), Binding("echo", "tls://127.0.0.1:0")], Cancelled);

        status[0].Error.ShouldBeNull();
        status[1].Error.ShouldNotBeNull().ShouldContain("missing.pem does not exist");
        await using var client = await network.ConnectInMemoryAsync("a");
        (await canUpgrade.Task.WaitAsync(Cancelled)).ShouldBeFalse();
    }

    private static IConnectionSecurityFeature Security(ConnectionContext connection) =>
        connection.Features.GetRequiredFeature<IConnectionSecurityFeature>();
}
