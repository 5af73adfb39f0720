using Microsoft.Extensions.Logging;
using PluginFramework.Core.Configuration;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Startup.Tests.Configuration;

public sealed class HostConfigurationTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Load_WithoutFile_HasDefaults()
    {
        var configuration = HostConfiguration.Load(new() { FilePath = _directory["pluginhost.json"] });

        configuration.Disabled.ShouldBeEmpty();
        configuration.Endpoints.ShouldBeEmpty();
        configuration.StartTimeout.ShouldBe(TimeSpan.FromSeconds(30));
        configuration.LogLevel.ShouldBe(LogLevel.Information);
    }

    [Fact]
    public void Load_OfMissingFileAskedForByName_Fails() =>
        Should.Throw<HostConfigurationException>(() => HostConfiguration.Load(new() { FilePath = _directory["x.json"], FileRequired = true }))
            .Message.ShouldContain("x.json");

    [Fact]
    public void Load_OfEveryKey_ReadsIt()
    {
        var configuration = Load("""
            {
              "$schema": "x", "disabled": ["irc", "Ftp"], "pluginDirectories": ["more"], "transport": "memory",
              "endpoints": { "irc": ["tcp://127.0.0.1:1", "tls://127.0.0.1:2"], "smtp": [], "http": "tcp://127.0.0.1:3" },
              "certificates": { "certificate": "a.pem", "key": "/b.pem" },
              "logging": { "level": "warning", "categories": { "irc": "Debug", "Microsoft.AspNetCore": "None" } },
              "startTimeout": "5s", "drainTimeout": "00:01:00", "network": {}, "plugins": { "identity.sqlite": {} },
            }
            """);

        configuration.Disabled.Order().ShouldBe(["ftp", "irc"]);
        configuration.Disabled.Contains("Ftp").ShouldBeTrue("ids are compared without regard to case");
        configuration.PluginDirectories.ShouldBe([_directory["more"]]);
        configuration.Transport.ShouldBe("memory");
        configuration.Endpoints["irc"].ShouldBe(["tcp://127.0.0.1:1", "tls://127.0.0.1:2"]);
        configuration.Endpoints["smtp"].ShouldBeEmpty();
        configuration.Endpoints["http"].ShouldBe(["tcp://127.0.0.1:3"]);
        configuration.CertificatePath.ShouldBe(_directory["a.pem"]);
        configuration.CertificateKeyPath.ShouldBe("/b.pem");
        configuration.LogLevel.ShouldBe(LogLevel.Warning);
        configuration.LogCategories["irc"].ShouldBe(LogLevel.Debug);
        configuration.StartTimeout.ShouldBe(TimeSpan.FromSeconds(5));
        configuration.DrainTimeout.ShouldBe(TimeSpan.FromMinutes(1));
        configuration.PluginSections.Keys.ShouldBe(["identity.sqlite"]);
    }

    [Theory]
    [InlineData("{\n\n  \"endpoint\": {}\n}", "Unknown key 'endpoint' at", "pluginhost.json:3:3; did you mean 'endpoints'?")]
    [InlineData("{ \"zebra\": 1 }", "Unknown key 'zebra' at", "pluginhost.json:1:3.")]
    [InlineData("{ \"logging\": { \"lvl\": 1 } }", "Unknown key 'lvl' at", "pluginhost.json:1:16")]
    [InlineData("{ \"disabled\": { \"a\": 1 } }", "disabled at", "must be a list of texts")]
    [InlineData("{ \"disabled\": [[]] }", "disabled at", "must be a list of texts")]
    [InlineData("{ \"endpoints\": [] }", "endpoints at", "must be an object")]
    [InlineData("{ \"endpoints\": { \"irc\": { \"a\": 1 } } }", "endpoints:irc at", "pluginhost.json:1:18 must be a list")]
    [InlineData("{ \"startTimeout\": \"soon\" }", "startTimeout at", "a length of time")]
    [InlineData("{ \"drainTimeout\": 0 }", "drainTimeout at", "more than 0")]
    [InlineData("{ \"logging\": { \"level\": \"loud\" } }", "logging:level at", "Warning")]
    [InlineData("{ \"plugins\": { \"irc\": 3 } }", "plugins:irc at", "must be an object")]
    [InlineData("{ \"transport\": [] }", "transport at", "must be a text")]
    public void Load_OfWrongFile_SaysWhatAndWhere(string text, params string[] parts)
    {
        var message = Should.Throw<HostConfigurationException>(() => Load(text)).Message;
        foreach (var part in parts) message.ShouldContain(part);
    }

    [Fact]
    public void Load_OfSeveralErrors_NamesAll() =>
        Should.Throw<HostConfigurationException>(() => Load("{ \"x1\": 1, \"startTimeout\": \"no\" }")).Message.Split(Environment.NewLine).Length.ShouldBe(2);

    [Fact]
    public void Load_TakesTheCommandLineBeforeTheEnvironmentBeforeTheFileBeforePresets()
    {
        _directory.Write("pluginhost.json", """{ "plugins": { "irc": { "maxLine": 102, "network": "file" } }, "transport": "file" }""");
        var sources = new HostConfigurationSources
        {
            FilePath = _directory["pluginhost.json"],
            Presets = ["plugins.irc.maxLine=101", "plugins.irc.idle=9s", "plugins.irc.network=preset"],
            Environment = new Dictionary<string, string> { ["PLUGINHOST__PLUGINS__IRC__MAXLINE"] = "103", ["PLUGINHOST__TRANSPORT"] = "env", ["PATH"] = "/bin" },
            Settings = ["plugins.irc.maxLine=104"],
            Transport = "option",
        };

        var all = HostConfiguration.Load(sources);
        all.BindPluginOptions<TestOptions>("irc").MaxLine.ShouldBe(104);
        all.BindPluginOptions<TestOptions>("irc").Network.ShouldBe("file");
        all.BindPluginOptions<TestOptions>("irc").Idle.ShouldBe(TimeSpan.FromSeconds(9));
        all.Transport.ShouldBe("option");
        all.GetOrigin("plugins:irc:maxLine").ToString().ShouldBe("--set plugins.irc.maxLine");
        var withoutLine = HostConfiguration.Load(sources with { Settings = [], Transport = null });
        withoutLine.BindPluginOptions<TestOptions>("irc").MaxLine.ShouldBe(103);
        withoutLine.Transport.ShouldBe("env");
        withoutLine.GetOrigin("plugins:irc:maxLine").ToString().ShouldBe("environment variable PLUGINHOST__PLUGINS__IRC__MAXLINE");
        HostConfiguration.Load(sources with { Settings = [], Environment = new Dictionary<string, string>() })
            .BindPluginOptions<TestOptions>("irc").MaxLine.ShouldBe(102);
    }

    [Fact]
    public void Load_OfListsInHigherLayers_ReplacesLowerOnesWhole()
    {
        _directory.Write("pluginhost.json", """{ "endpoints": { "irc": ["tcp://a:1", "tcp://a:2"], "smtp": ["tcp://a:3"], "pop3": ["tcp://a:4"] } }""");
        var configuration = HostConfiguration.Load(new()
        {
            FilePath = _directory["pluginhost.json"],
            Environment = new Dictionary<string, string> { ["PLUGINHOST__ENDPOINTS__SMTP__0"] = "tcp://e:1", ["PLUGINHOST__DISABLED"] = "[\"x\"]" },
            Endpoints = ["irc=tcp://c:1", "irc=tls://c:2", "pop3="],
        });

        configuration.Endpoints["irc"].ShouldBe(["tcp://c:1", "tls://c:2"]);
        configuration.Endpoints["smtp"].ShouldBe(["tcp://e:1"]);
        configuration.Endpoints["pop3"].ShouldBeEmpty();
        configuration.Disabled.ShouldBe(["x"]);
    }

    [Theory]
    [InlineData("plugins:identity.sqlite:network")]
    [InlineData("plugins.\"identity.sqlite\".network")]
    [InlineData("PLUGINS:Identity.Sqlite:NETWORK")]
    public void Load_OfSettingForIdWithDots_ReachesThePlugin(string key) =>
        HostConfiguration.Load(Sources with { Settings = [$"{key}=x"] }).BindPluginOptions<TestOptions>("identity.sqlite").Network.ShouldBe("x");

    [Fact]
    public void Load_OfVariableForIdWithDots_TakesAnUnderscore() =>
        HostConfiguration.Load(Sources with { Environment = new Dictionary<string, string> { ["PLUGINHOST__PLUGINS__IDENTITY_SQLITE__NETWORK"] = "x" } })
            .BindPluginOptions<TestOptions>("identity.sqlite").Network.ShouldBe("x");

    [Theory]
    [InlineData("no-equals")]
    [InlineData("=value")]
    [InlineData("a..b=1")]
    [InlineData("\"a=1")]
    [InlineData("disabled=[1")]
    public void Load_OfMalformedSetting_Fails(string setting) =>
        Should.Throw<HostConfigurationException>(() => HostConfiguration.Load(Sources with { Settings = [setting] })).Message.ShouldContain("--set");

    [Fact]
    public void Load_OfMalformedEndpoint_Fails() =>
        Should.Throw<HostConfigurationException>(() => HostConfiguration.Load(Sources with { Endpoints = ["6667"] })).Message.ShouldContain("irc=tcp://");

    [Fact]
    public void BindPluginOptions_ConvertsAndReplacesListsAndKeepsWhatIsUnset()
    {
        var options = Load("""
            { "plugins": { "irc": { "maxLine": 600, "idle": 30, "names": ["three"], "ports": [9], "weights": { "a": 1 }, "limits": { "strict": true }, "day": "friday" } } }
            """).BindPluginOptions<TestOptions>("irc");

        options.MaxLine.ShouldBe(600);
        options.Idle.ShouldBe(TimeSpan.FromSeconds(30), "a bare number is seconds");
        options.Names.ShouldBe(["three"]);
        options.Ports.ShouldBe([9]);
        options.Weights.ShouldBe(new Dictionary<string, int> { ["a"] = 1 });
        options.Limits.Strict.ShouldBeTrue();
        options.Limits.Total.ShouldBe(7);
        options.Day.ShouldBe(DayOfWeek.Friday);
        options.Network.ShouldBe("default");
    }

    [Fact]
    public void BindPluginOptions_OfEmptyList_EmptiesTheDefault() =>
        Load("""{ "plugins": { "irc": { "names": [], "ports": [] } } }""").BindPluginOptions<TestOptions>("irc").Names.ShouldBeEmpty();

    [Theory]
    [InlineData("{ \"plugins\": { \"irc\": {\n  \"maxLin\": 1 } } }", "Unknown key 'maxLin'", "pluginhost.json:2:3; did you mean 'maxLine'?")]
    [InlineData("{ \"plugins\": { \"irc\": { \"limits\": {\n \"totl\": 1 } } } }", "Unknown key 'totl'", "pluginhost.json:2:2; did you mean 'total'?")]
    [InlineData("{ \"plugins\": { \"irc\": {\n    \"maxLine\": \"many\" } } }", "many", "pluginhost.json:2:5")]
    [InlineData("{ \"plugins\": { \"irc\": { \"ports\": [\n1,\n \"x\"] } } }", "'x'", "pluginhost.json:3:2")]
    [InlineData("{ \"plugins\": { \"irc\": { \"idle\": \"long\" } } }", "long", "pluginhost.json:1:25")]
    [InlineData("{ \"plugins\": { \"irc\": { \"maxLine\": 10 } } }", "MaxLine is 10; it must lie in 100 to 1000.", "pluginhost.json:1:25")]
    public void BindPluginOptions_OfWrongValue_SaysWhatAndWhere(string text, params string[] parts)
    {
        var message = Should.Throw<PluginConfigurationException>(() => Load(text).BindPluginOptions<TestOptions>("irc")).Message;
        foreach (var part in parts) message.ShouldContain(part);
    }

    [Fact]
    public void BindPluginOptions_OfDottedIdTakenApart_SaysHowToWriteIt() =>
        Should.Throw<PluginConfigurationException>(() =>
                HostConfiguration.Load(Sources with { Settings = ["plugins.identity.sqlite.path=x"] }).BindPluginOptions<TestOptions>("identity"))
            .Message.ShouldContain("--set plugins:the.id:key=value");

    [Fact]
    public void CheckNoPluginOptions_OfSectionWithKeys_Fails()
    {
        var configuration = Load("""{ "plugins": { "irc": { "a": 1 }, "oscar": {} } }""");
        configuration.CheckNoPluginOptions("oscar");
        configuration.CheckNoPluginOptions("other");
        Should.Throw<PluginConfigurationException>(() => configuration.CheckNoPluginOptions("irc")).Message.ShouldContain("pluginhost.json:1:25");
    }

    [Fact]
    public void Bind_OfHostSection_ReportsAsHostConfiguration() =>
        Should.Throw<HostConfigurationException>(() => Load("{ \"network\": { \"total\": \"x\" } }").Bind<TestOptions.Inner>("network"))
            .Message.ShouldContain("pluginhost.json:1:16");

    private HostConfigurationSources Sources => new() { FilePath = _directory["pluginhost.json"] };

    private HostConfiguration Load(string text) => HostConfiguration.Load(new() { FilePath = _directory.Write("pluginhost.json", text) });
}
