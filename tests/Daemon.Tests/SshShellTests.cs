using System.Text.Json;
using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests;

/// <summary>The shell and the prompt as OpenSSH's client reaches them in a real daemon, without a terminal and with a poor one.</summary>
public sealed class SshShellTests(SshDaemon server) : IClassFixture<SshDaemon>
{
    [Fact]
    public async Task Ssh_RunsPanelsAndThePrompt_WithTheirExitCodes()
    {
        Require();
        var list = await server.RunAsync("ann", "user list --json");
        list.Code.ShouldBe(0, list.Error);
        using (var json = JsonDocument.Parse(list.Output)) json.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("name").GetString()).ShouldBe(["ann", "bob", "cara"]);

        var answer = await server.RunAsync("ann", "prompt -e Users.Count()");
        (answer.Code, answer.Output.Trim()).ShouldBe((0, "3"), answer.Error);
        (await server.RunAsync("ann", "plugin why irrc")).Code.ShouldBe(1);
        (await server.RunAsync("ann", "nonsense")).Code.ShouldBe(64);
        var refused = await server.RunAsync("bob", "prompt -e Users.Count()");
        refused.Code.ShouldBe(64, refused.Output);
        refused.Error.ShouldContain("no command 'prompt'", Case.Sensitive, "to whom it is not permitted it is not there");
        (await server.RunAsync("bob", "user remove ann --yes")).Code.ShouldNotBe(0);
        (await server.Daemon.DoAsync("user", "list")).ShouldContain("ann");
        (await server.RunAsStrangerAsync()).Code.ShouldBe(255);
    }

    [Fact]
    public async Task Script_OnStandardInput_RunsUpToTheFirstLineThatFails()
    {
        Require();
        var done = await server.RunAsync("ann", "", "# what is there\nplugin list --json\nprompt -e 6 * 7\nexit 7\nuser list\n");
        done.Code.ShouldBe(7, done.Error);
        done.Output.ShouldEndWith("42\n");
        var failed = await server.RunAsync("ann", "", "plugin why nix\nprompt -e 1\n");
        (failed.Code, failed.Output).ShouldBe((1, ""));
        failed.Error.ShouldContain("Line 1 ended with 1; the rest was not carried out.");
        (await server.RunAsync("ann", "prompt", "var sum = 0;\nfor (var i = 0; i < 4; i++)\n    sum += i;\nsum\n")).ShouldBe(new(0, "6\n", ""));
    }

    [Fact]
    public async Task DumbTerminal_GetsPlainLines()
    {
        Require();
        var shown = await server.TypeAsync("ann", "dumb", "C.UTF-8", "UTF-8", "user show annn\b\rprompt --new\rif (true) {\rConsole.WriteLine(\"日é\");\r}\r#close\rexit 3\r");
        shown.ShouldNotContain("\e");
        shown.ShouldContain("Name          ann\n");
        shown.ShouldContain("c#> if (true) {\n..> Console.WriteLine(\"日é\");\n..> }\n日é\nc#> #close\n");
    }

    [Fact]
    public async Task Latin1Terminal_GetsPlainLinesInLatin1()
    {
        Require();
        var shown = await server.TypeAsync("ann", "xterm-256color", "en_US.ISO-8859-1", "ISO-8859-1", "prompt -e \"ä\" + \"\\u65e5\"\rexit\r");
        shown.ShouldNotContain("\e");
        shown.ShouldContain("ann> prompt -e \"ä\" + \"\\u65e5\"\n\"ä?\"\nann> exit\n");
    }

    private static void Require() => Assert.SkipUnless(File.Exists("/usr/bin/ssh"), "There is no ssh on this machine: apt-get install openssh-client.");
}
