namespace PluginFramework.Core.Network.Tests;

public sealed class NetworkOptionsTests
{
    [Fact]
    public void Validate_OfTheDefaults_FindsNothing() => new NetworkOptions().Validate().ShouldBeEmpty();

    [Fact]
    public void Validate_OfValuesOutOfRange_NamesEachAndItsRange()
    {
        var options = new NetworkOptions
        {
            Transport = " ", MaxConnections = 0, MaxConnectionsPerAddress = 0, MaxConnectionsPerLoopbackAddress = -1,
            NewConnectionsPerSecond = -1, NewConnectionBurst = 0, MaxHeldConnections = -1, HoldTime = TimeSpan.FromHours(1),
            HandshakeTimeout = TimeSpan.Zero, DrainDeadline = TimeSpan.FromSeconds(-1), LingerTime = TimeSpan.Zero, CertificateKeyPath = "a",
        };

        var problems = options.Validate().ToList();

        problems.Select(problem => problem.Split(' ')[0]).ShouldBe([
            "Transport", "MaxConnections", "MaxConnectionsPerAddress", "MaxConnectionsPerLoopbackAddress", "NewConnectionsPerSecond",
            "NewConnectionBurst", "MaxHeldConnections", "HoldTime", "HandshakeTimeout", "DrainDeadline", "LingerTime", "CertificateKeyPath"]);
        problems.ShouldContain("MaxConnections is 0; it must lie in 1 to 1000000.");
    }
}
