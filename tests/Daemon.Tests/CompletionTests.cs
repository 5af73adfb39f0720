using System.Diagnostics;
using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests;

/// <summary>The scripts for shells, each in the shell it is for.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Script_InItsShell_CompletesCommandsOptionsPluginsAndKeys(string shell)
    {
        await ExternalProgram.RequireAsync(shell, shell, "-c", "true");
        await using var daemon = new TestDaemon();
        await daemon.StartAsync();
        var script = daemon.Aside("completions");
        await File.WriteAllTextAsync(script, await daemon.DoAsync("completions", shell), TestContext.Current.CancellationToken);
        var empty = Directory.CreateDirectory(daemon.Aside("empty")).FullName;
        await daemon.DoAsync("config", "show"); // the first look takes longer than who presses Tab waits

        (await CompleteAsync("plu")).ShouldContain("plugin");
        (await CompleteAsync("plugin rel")).ShouldBe(["reload"]);
        (await CompleteAsync("run --no")).ShouldBe(["--nodaemon"]);
        (await CompleteAsync($"--rundir {daemon.RunDirectory} plugin why ir")).ShouldBe(["irc"]);
        // Bash takes the colons for the ends of words, and wants the last of them only.
        (await CompleteAsync($"--rundir {daemon.RunDirectory} config get plugins:irc:serv")).ShouldBe([shell == "bash" ? "serverName" : "plugins:irc:serverName"]);
        (await CompleteAsync($"--rundir {daemon.Aside("nothing")} plugin why ir")).ShouldBeEmpty();

        async Task<string[]> CompleteAsync(string typed)
        {
            var words = typed.Split(' ');
            var text = shell switch
            {
                "bash" => $$"""
                    source '{{script}}'
                    pluginhost() { '{{TestDaemon.Executable}}' "$@"; }
                    COMP_LINE='pluginhost {{typed}}'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(pluginhost '{{words[^1].Split(':')[^1]}}'); COMP_CWORD=1
                    _pluginhost_complete
                    printf '%s\n' "${COMPREPLY[@]}"
                    """,
                "zsh" => $$"""
                    autoload -U compinit; compinit -u -D
                    source '{{script}}'
                    pluginhost() { '{{TestDaemon.Executable}}' "$@"; }
                    compadd() { shift; print -l -- "$@"; }
                    _files() { }
                    words=(pluginhost {{typed}}); CURRENT={{words.Length + 1}}
                    _pluginhost
                    """,
                _ => $$"""
                    source '{{script}}'
                    function pluginhost; '{{TestDaemon.Executable}}' $argv; end
                    complete -C 'pluginhost {{typed}}'
                    """,
            };
            // Where there is no file: a shell proposes files where the program proposes nothing.
            var info = new ProcessStartInfo(shell, [shell switch { "bash" => "--norc", "zsh" => "-f", _ => "--no-config" }, "-c", text]) { WorkingDirectory = empty };
            var result = await ExternalProgram.RunAsync(info);
            result.Code.ShouldBe(0, result.Error);
            result.Error.ShouldBeEmpty();
            return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }
}
