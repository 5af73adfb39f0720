using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace PluginFramework.Core.Network.Tests;

public sealed class ConnectionLimiterTests
{
    private static readonly IPAddress Remote = IPAddress.Parse("192.0.2.1");
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void TryEnter_BeyondTheTotal_IsRefusedUntilOneLeaves()
    {
        var limiter = new ConnectionLimiter(new NetworkOptions { MaxConnections = 2 }, _clock);
        limiter.TryEnter(null).ShouldBeNull();
        limiter.TryEnter(Remote).ShouldBeNull();

        limiter.TryEnter(null).ShouldNotBeNull().ShouldContain("MaxConnections");
        limiter.Leave(null);
        limiter.TryEnter(null).ShouldBeNull();
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2", "MaxConnectionsPerAddress")]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", "MaxConnectionsPerAddress")]
    [InlineData("127.0.0.1", "::1", "MaxConnectionsPerLoopbackAddress")]
    public void TryEnter_BeyondAnAddressesShare_RefusesThatAddressOnly(string one, string another, string limit)
    {
        var options = new NetworkOptions { MaxConnectionsPerAddress = 1, MaxConnectionsPerLoopbackAddress = 1 };
        var limiter = new ConnectionLimiter(options, _clock);
        limiter.TryEnter(IPAddress.Parse(one)).ShouldBeNull();

        limiter.TryEnter(IPAddress.Parse(one)).ShouldNotBeNull().ShouldContain(limit);
        limiter.TryEnter(IPAddress.Parse(another)).ShouldBeNull();
        limiter.Leave(IPAddress.Parse(one));
        limiter.TryEnter(IPAddress.Parse(one)).ShouldBeNull();
    }

    [Fact]
    public void TryEnter_FromOneIPv6Network_SharesOneAllowance()
    {
        var limiter = new ConnectionLimiter(new NetworkOptions { MaxConnectionsPerAddress = 1 }, _clock);
        limiter.TryEnter(IPAddress.Parse("2001:db8::1")).ShouldBeNull();

        limiter.TryEnter(IPAddress.Parse("2001:db8::2")).ShouldNotBeNull();
    }

    [Fact]
    public void TryEnter_FasterThanTheRate_IsRefusedUntilTimeHasPassed()
    {
        var limiter = new ConnectionLimiter(new NetworkOptions { NewConnectionsPerSecond = 2, NewConnectionBurst = 3 }, _clock);
        for (var i = 0; i < 3; i++)
        {
            limiter.TryEnter(Remote).ShouldBeNull();
            limiter.Leave(Remote);
        }

        limiter.TryEnter(Remote).ShouldNotBeNull().ShouldContain("NewConnectionsPerSecond");
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        limiter.TryEnter(Remote).ShouldBeNull();
        limiter.TryEnter(Remote).ShouldNotBeNull();
    }

    [Fact]
    public void TryEnter_FromLoopback_HasNoRate()
    {
        var limiter = new ConnectionLimiter(new NetworkOptions { NewConnectionsPerSecond = 1, NewConnectionBurst = 1 }, _clock);

        for (var i = 0; i < 100; i++) limiter.TryEnter(IPAddress.Loopback).ShouldBeNull();
    }
}
