namespace PluginFramework.Core.Startup.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("stauts", "Unknown command 'stauts'; did you mean 'status'?")]
    [InlineData("frobnicate", "Unknown command 'frobnicate'.")]
    [InlineData("--rundri /x", "Unknown option '--rundri'; did you mean '--rundir'?")]
    [InlineData("status --jsn", "Unknown option '--jsn'; did you mean '--json'?")]
    [InlineData("user list --rundr=/x", "Unknown option '--rundr'; did you mean '--rundir'?")]
    [InlineData("plugin", "plugin needs one of: list, show, why")]
    [InlineData("plugin lst", "Unknown command 'lst'; did you mean 'list'?")]
    [InlineData("plugin show", "ID")]
    [InlineData("stop now", "Unexpected argument 'now'.")]
    [InlineData("run --endpoint", "--endpoint")]
    [InlineData("user add ann --password-stdin --no-password", "exclude each other")]
    [InlineData("user set ann", "Nothing to set")]
    [InlineData("user set ann --enable --disable", "exclude each other")]
    [InlineData("user add ann", "--password-stdin")]
    [InlineData("@file", "Unknown command '@file'")]
    public async Task WrongCommandLine_EndsWith64AndSaysWhatIsNearest(string line, string message)
    {
        var result = await _shell.RunAsync(line.Split(' '));
        result.Code.ShouldBe(ExitCode.Usage);
        result.Error.ShouldContain(message);
        result.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--help", "--help-transports")]
    [InlineData("user add --help", "--password-stdin")]
    [InlineData("plugins --help", "reload")]
    [InlineData("--version", "pluginhost 1.")]
    public async Task Help_GoesToOutput(string line, string text)
    {
        var result = await _shell.RunAsync(line.Split(' '));
        result.Code.ShouldBe(ExitCode.Ok);
        result.Output.ShouldContain(text);
        result.Output.ShouldNotContain("detached");
    }

    [Theory]
    [InlineData("{ \"endpoint\": {} }", "pluginhost.json:1:3; did you mean 'endpoints'?")]
    [InlineData("{ ", "pluginhost.json:1:")]
    public async Task WrongConfiguration_EndsWith78(string text, string message)
    {
        var result = await _shell.RunAsync("run", "--config", _shell.Write("pluginhost.json", text));
        result.Code.ShouldBe(ExitCode.Configuration);
        result.Error.ShouldContain(message);
    }

    [Fact]
    public async Task WrongSetting_EndsWith78() => (await _shell.RunAsync("--set", "nonsense=1")).Code.ShouldBe(ExitCode.Configuration);

    [Theory]
    [InlineData("status")]
    [InlineData("status --json")]
    [InlineData("endpoint list")]
    [InlineData("plugin reload irc")]
    public async Task CommandForADaemon_WithoutOne_EndsWith69(string line)
    {
        var result = await _shell.RunAsync(line.Split(' '));
        result.Code.ShouldBe(ExitCode.Unavailable);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldContain("No daemon runs");
    }

    [Fact]
    public async Task Stop_WithoutDaemon_IsDone() => (await _shell.RunAsync("stop")).Code.ShouldBe(ExitCode.Ok);

    [Fact]
    public async Task Stop_OfADaemonThatDoesNotAnswer_IsNotCalledDone()
    {
        new RunDirectory(_shell.RunDirectory).Create();
        using var held = new RunDirectory(_shell.RunDirectory).TryLock().ShouldNotBeNull();
        var result = await _shell.RunAsync("stop");
        (result.Code, result.Output).ShouldBe((ExitCode.Retry, ""));
        result.Error.ShouldContain("does not answer");
    }

    [Fact]
    public async Task Command_WhileAnotherHoldsTheRunDirectory_EndsWith75()
    {
        var run = new RunDirectory(_shell.RunDirectory);
        run.Create();
        using var held = run.TryLock();
        (await _shell.RunAsync("user", "list")).Code.ShouldBe(ExitCode.Retry);
        (await _shell.RunAsync("run")).Code.ShouldBe(ExitCode.Unavailable);
    }

    [Fact]
    public async Task UserAdd_WithoutDaemon_ComposesOnlyWhatIsNeeded()
    {
        var result = await _shell.RunAsync("s3cret-word\r\nmore", ["user", "add", "ann", "--password-stdin", "--role", "operator", "--role", "x", "--allow", "irc", "--certificate", new string('a', 64)]);

        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        _shell.Users!.LastPassword.ShouldBe("s3cret-word");
        _shell.Users.LastActor.ShouldBe($"cli:{Environment.UserName}");
        _shell.Users.LastChange!.CertificateFingerprints!.Value.ShouldBe([new string('a', 64)]);
        var user = await _shell.Users.FindAsync("ann", TestContext.Current.CancellationToken);
        user!.Roles.ShouldBe(["operator", "x"]);
        user.Protocols.ShouldBe(["irc"]);
        var host = _shell.Hosts.ShouldHaveSingleItem();
        host.Settings.Only!.Value.ShouldBe(["PluginFramework.Identity.IUserManager"]);
        host.Settings.NoListen.ShouldBeTrue();
        host.Settings.Watch.ShouldBeFalse();
        host.Calls.ShouldBe(["start", "stop", "dispose"]);
    }

    [Fact]
    public async Task UserCommands_InTurn_AddChangeListAndRemove()
    {
        (await _shell.RunAsync("user", "add", "ann", "--no-password")).Code.ShouldBe(ExitCode.Ok);
        (await _shell.RunAsync("user", "add", "ann", "--no-password")).Code.ShouldBe(ExitCode.Failed);
        (await _shell.RunAsync("user", "set", "ann", "--role", "operator", "--disable")).Code.ShouldBe(ExitCode.Ok);
        (await _shell.RunAsync("users", "list")).Output.ShouldBe(
            """
            NAME  DISPLAY NAME  ROLES     PROTOCOLS  STATE
            ann                 operator  *          Disabled

            """,
            StringCompareShould.IgnoreLineEndings);
        (await _shell.RunAsync("user", "list", "--json")).Output.ShouldContain(
            """{"name":"ann","displayName":null,"roles":["operator"],"protocols":["*"],"state":"Disabled",""");
        (await _shell.RunAsync("user", "set", "ann", "--role", "")).Code.ShouldBe(ExitCode.Ok);
        _shell.Users!.LastChange!.Roles!.Value.ShouldBeEmpty();
        (await _shell.RunAsync("new-password\n", ["user", "passwd", "ann", "--password-stdin"])).Code.ShouldBe(ExitCode.Ok);
        _shell.Users.LastPassword.ShouldBe("new-password");
        (await _shell.RunAsync("user", "remove", "ann")).Code.ShouldBe(ExitCode.Ok);
        (await _shell.RunAsync("user", "remove", "ann")).Error.ShouldContain("There is no user 'ann'.");
    }

    [Fact]
    public async Task UserCommand_WithoutAnyUserDatabase_EndsWith69()
    {
        _shell.Users = null;
        (await _shell.RunAsync("user", "list")).Code.ShouldBe(ExitCode.Unavailable);
    }

    [Fact]
    public async Task UserList_OfManyPages_GivesAll()
    {
        for (var index = 0; index < 2500; index++)
        {
            await _shell.Users!.AddAsync(new($"u{index:0000}", null), new("test", "control"), TestContext.Current.CancellationToken);
        }

        (await _shell.RunAsync("user", "list")).Output.Split('\n').Count(line => line.StartsWith('u')).ShouldBe(2500);
    }

    [Fact]
    public async Task PluginCommands_WithoutDaemon_ShowWhatWouldBeFound()
    {
        var list = await _shell.RunAsync("plugins", "list");
        list.Code.ShouldBe(ExitCode.Ok);
        list.Output.ShouldContain("irc       1.2.0    Waiting  needs IChatNetwork");
        list.Error.ShouldContain("No daemon runs");
        _shell.Hosts[0].Settings.Only!.Value.ShouldBeEmpty();
        (await _shell.RunAsync("plugin", "why", "irc")).Output.ShouldContain("irc is Waiting: needs IChatNetwork");
        (await _shell.RunAsync("plugin", "why", "identity")).Output.ShouldContain("It is used by irc");
        (await _shell.RunAsync("plugin", "graph")).Output.ShouldContain("  -> identity (Active) (IUserManager (one))");
        (await _shell.RunAsync("plugin", "show", "irc")).Output.ShouldMatch(@"(?m)IChatNetwork +one *$");
        (await _shell.RunAsync("plugin", "show", "irk")).Error.ShouldContain("did you mean 'irc'?");
        (await _shell.RunAsync("plugin", "disable", "irc")).Output.ShouldContain("Disabled");
        (await _shell.RunAsync("plugin", "enable", "nono")).Code.ShouldBe(ExitCode.Failed);
    }

    [Fact]
    public async Task HelpTransports_ListsThem() => (await _shell.RunAsync("--help-transports")).Output.ShouldContain("memory     Tests");
}
