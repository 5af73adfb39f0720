namespace PluginFramework.Core.Network.Tests;

public sealed class EndpointAddressTests
{
    [Theory]
    [InlineData("tcp://127.0.0.1:6667", "tcp://127.0.0.1:6667", EndpointScheme.Tcp)]
    [InlineData("TCP://127.0.0.1:6667/", "tcp://127.0.0.1:6667", EndpointScheme.Tcp)]
    [InlineData("tcp://[::1]:0", "tcp://[::1]:0", EndpointScheme.Tcp)]
    [InlineData("tcp://[0:0:0:0:0:0:0:1]:65535", "tcp://[::1]:65535", EndpointScheme.Tcp)]
    [InlineData("tcp://LocalHost:80", "tcp://localhost:80", EndpointScheme.Tcp)]
    [InlineData("tls://0.0.0.0:443", "tls://0.0.0.0:443", EndpointScheme.Tls)]
    [InlineData("unix:run/irc.sock", "unix:run/irc.sock", EndpointScheme.Unix)]
    [InlineData("unix:/run/irc.sock", "unix:/run/irc.sock", EndpointScheme.Unix)]
    [InlineData("unix:///run/irc.sock", "unix:/run/irc.sock", EndpointScheme.Unix)]
    [InlineData("fd:3", "fd:3", EndpointScheme.Fd)]
    [InlineData("memory:irc-1.a_b", "memory:irc-1.a_b", EndpointScheme.Memory)]
    public void Parse_OfAnAddress_GivesItsCanonicalForm(string text, string canonical, EndpointScheme scheme)
    {
        var address = EndpointAddress.Parse(text);

        address.ToString().ShouldBe(canonical);
        address.Scheme.ShouldBe(scheme);
        EndpointAddress.Parse(canonical).ShouldBe(address);
    }

    [Theory]
    [InlineData(null, "must begin with tcp://")]
    [InlineData("", "must begin with tcp://")]
    [InlineData("6667", "must begin with tcp://")]
    [InlineData("http://127.0.0.1:80", "must begin with tcp://")]
    [InlineData("tcp:127.0.0.1:80", "two slashes are missing")]
    [InlineData("tcp://127.0.0.1", "the port is missing")]
    [InlineData("tcp://[::1]", "the port is missing")]
    [InlineData("tcp://127.0.0.1:", "a number from 0 to 65535")]
    [InlineData("tcp://127.0.0.1:65536", "a number from 0 to 65535")]
    [InlineData("tcp://127.0.0.1:-1", "a number from 0 to 65535")]
    [InlineData("tcp://127.0.0.1: 80", "a number from 0 to 65535")]
    [InlineData("tcp://127.1:80", "must be an IP address")]
    [InlineData("tcp://127.0.0.256:80", "must be an IP address")]
    [InlineData("tcp://::1:80", "must be an IP address (IPv6 in brackets")]
    [InlineData("tcp://[127.0.0.1]:80", "must be an IP address")]
    [InlineData("tcp://*:80", "0.0.0.0 or [::]")]
    [InlineData("tcp://irc.example.org:80", "must be an IP address")]
    [InlineData("tcp://127.0.0.1:80/path", "only a host and a port")]
    [InlineData("tls://me@127.0.0.1:80", "only a host and a port")]
    [InlineData("unix:", "the path is missing")]
    [InlineData("unix://run/irc.sock", "a relative path follows the colon directly")]
    [InlineData("unix:run/", "must name a file")]
    [InlineData("fd:2", "from 3 up")]
    [InlineData("fd:x", "from 3 up")]
    [InlineData("memory:", "1 to 64 letters")]
    [InlineData("memory:a b", "1 to 64 letters")]
    public void TryParse_OfSomethingElse_SaysWhatWouldBeRight(string? text, string expected)
    {
        EndpointAddress.TryParse(text, out var address, out var error).ShouldBeFalse();

        address.ShouldBeNull();
        error.ShouldNotBeNull().ShouldContain(expected);
        error.ShouldContain($"\"{text}\"");
        Should.Throw<FormatException>(() => EndpointAddress.Parse(text!)).Message.ShouldBe(error);
    }

    [Theory]
    [InlineData("tcp://127.0.0.9:1", false)]
    [InlineData("tls://[::1]:1", false)]
    [InlineData("tcp://localhost:1", false)]
    [InlineData("unix:a", false)]
    [InlineData("memory:a", false)]
    [InlineData("tcp://0.0.0.0:1", true)]
    [InlineData("tls://[::]:1", true)]
    [InlineData("tcp://192.0.2.1:1", true)]
    public void IsExposed_IsTrueOfWhatOtherMachinesReach(string text, bool expected) =>
        EndpointAddress.Parse(text).IsExposed.ShouldBe(expected);
}
