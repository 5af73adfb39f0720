using System.Diagnostics;
using PluginFramework.Daemon.Tests.Harness;
using PluginFramework.Shell.Tests.Support;

namespace PluginFramework.Daemon.Tests;

/// <summary>The shell and the prompt in real terminals: OpenSSH's client in tmux.</summary>
public sealed class SshTerminalTests(SshDaemon server) : IClassFixture<SshDaemon>
{
    [Fact]
    public async Task TightLoop_IsStoppedByCtrlC_WhileTheDaemonServesOthers()
    {
        Require();
        await using var ann = await server.OpenAsync("ann");
        await EnterAsync(ann, "prompt --new");
        await ann.WhenLastAsync("c#>");
        await EnterAsync(ann, "Console.WriteLine(\"it \" + \"runs\"); while(true){}");
        await ann.WhenAsync("it runs");
        var meanwhile = await server.RunAsync("bob", "account");
        meanwhile.Code.ShouldBe(0, meanwhile.Error);
        (await ann.CaptureAsync()).ShouldNotContain("Stopped.");
        var clock = Stopwatch.StartNew();
        await ann.PressAsync("C-c");
        await ann.WhenAsync("Stopped.\nc#>");
        TestContext.Current.SendDiagnosticMessage($"a tight loop stopped {clock.ElapsedMilliseconds} ms after Ctrl-C");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        await EnterAsync(ann, "6 * 7");
        await ann.WhenAsync("6 * 7\n42\nc#>");
    }

    [Fact]
    public async Task SecondOperator_JoinsAndWatches_AndBothSeeIt()
    {
        Require();
        await using var ann = await server.OpenAsync("ann");
        await EnterAsync(ann, "prompt shared");
        var number = Number(await ann.WhenLastAsync("c#>"));
        await EnterAsync(ann, "var tea = \"green\";");
        await ann.WhenLastAsync("c#>");
        await ann.TypeAsync("tea.Length");

        await using var cara = await server.OpenAsync("cara");
        await EnterAsync(cara, $"prompt {number}");
        await cara.WhenAsync($"Console {number} (shared) of ann.");
        await cara.WhenAsync("ann> var tea = \"green\";\n* ann is here over ssh.\nc#>");
        await ann.WhenAsync("* cara has joined over ssh.\nc#> tea.Length");
        await EnterAsync(cara, "Console.WriteLine(\"from cara\"); tea + \" tea\"");
        await ann.WhenAsync("cara> Console.WriteLine(\"from cara\"); tea + \" tea\"\nfrom cara\n\"green tea\"\nc#> tea.Length");
        await ann.PressAsync("Enter");
        await cara.WhenAsync("ann> tea.Length\n5\nc#>");

        await cara.PressAsync("C-d");
        await ann.WhenAsync("* cara has left.\nc#>");
        await EnterAsync(cara, $"prompt --watch {number}");
        await cara.WhenAsync("Any key leaves.");
        await EnterAsync(ann, "tea.ToUpper()");
        await cara.WhenAsync("ann> tea.ToUpper()\n\"GREEN\"");
        await ann.WhenAsync("* cara has joined over ssh.");
        await cara.PressAsync("q");
        await cara.WhenLastAsync("cara>");
        await EnterAsync(ann, "#close");
        await ann.WhenLastAsync("ann>");
    }

    [Fact]
    public async Task Resize_WhileAnEntryIsWritten_ReflowsIt()
    {
        Require();
        await using var ann = await server.OpenAsync("ann");
        await EnterAsync(ann, "prompt --new");
        await ann.WhenLastAsync("c#>");
        await EnterAsync(ann, "foreach (var item in Enumerable.Range(1, 10).Where(number => number % 2 == 0).Select(number => $\"number {number}\"))");
        await EnterAsync(ann, "{");
        await ann.TypeAsync("Console.WriteLine($\"{item} and 日本語 and more, up to where the line is too long for the terminal\");");
        string[] lines =
        [
            "c#> foreach (var item in Enumerable.Range(1, 10).Where(number => number % 2 == 0).Select(number => $\"number {number}\"))",
            "..> {",
            "..>     Console.WriteLine($\"{item} and 日本語 and more, up to where the line is too long for the terminal\");",
        ];
        foreach (var columns in (int[])[60, 120, 41, 100])
        {
            await ann.ResizeAsync(columns, 30);
            await ann.TypeAsync("!");
            await EndsWithAsync(ann, [.. lines[..^1], lines[^1] + "!"], columns);
            await ann.PressAsync("BSpace");
            await EndsWithAsync(ann, lines, columns);
        }

        await ann.PressAsync("Enter");
        await ann.TypeAsync("}");
        await ann.WhenLastAsync("..> }");
        await ann.PressAsync("C-c");
        await EnterAsync(ann, "#close");
    }

    [Fact]
    public async Task Resize_WhileATableIsShown_FitsItAnew()
    {
        Require();
        await using var ann = await server.OpenAsync("ann");
        await EnterAsync(ann, "watch -n 600 plugin list");
        await ann.WhenAsync("\nidentity.sqlite  1.0.0    Active");
        await ann.ResizeAsync(36, 40);
        await ann.WhenAsync("\nidentity.sq  1.0.0    Active\nlite\n");
        await ann.ResizeAsync(100, 40);
        await ann.WhenAsync("\nidentity.sqlite  1.0.0    Active");
        await ann.PressAsync("q");
        await ann.WhenLastAsync("ann>");
    }

    [Fact]
    public async Task WhatWasTyped_IsThereTheNextTime_LessSecrets()
    {
        Require();
        await using (var first = await server.OpenAsync("cara"))
        {
            await EnterAsync(first, "plugin show shell");
            await first.WhenAsync("Title");
            await EnterAsync(first, "user add dora --password a-secret-of-dora");
            await first.WhenAsync("Display name");
            await first.PressAsync("C-c");
            await EnterAsync(first, "prompt typed");
            await first.WhenLastAsync("c#>");
            await EnterAsync(first, "40 + 2");
            await EnterAsync(first, "var password = \"another-secret\";");
            await first.WhenAsync("42");
            await first.PressAsync("C-d");
            await first.WhenLastAsync("cara>");
        }

        await using var next = await server.OpenAsync("cara");
        await next.PressAsync("Up");
        await next.WhenLastAsync("cara> prompt typed");
        await next.PressAsync("Up");
        await next.WhenLastAsync("cara> plugin show shell");
        await next.PressAsync("C-u", "C-r");
        await next.TypeAsync("typ");
        await next.PressAsync("Enter");
        await next.WhenLastAsync("c#>");
        await next.PressAsync("Up");
        await next.WhenLastAsync("c#> 40 + 2");
        Directory.GetFiles(server.Daemon.InRunDirectory("data"), "*.jsonl", SearchOption.AllDirectories).Select(File.ReadAllText).ShouldAllBe(text => !text.Contains("secret"));
    }

    private static async Task EnterAsync(Tmux tmux, string line)
    {
        await tmux.TypeAsync(line);
        await tmux.PressAsync("Enter");
    }

    // What stands above is the terminal's, which breaks it anew by itself and may bring back what had left the screen.
    private static Task<string> EndsWithAsync(Tmux tmux, string[] lines, int columns)
    {
        var expected = string.Join('\n', lines.SelectMany(line => Broken(line, columns)).Select(row => row.TrimEnd()));
        return tmux.WhenAsync(screen => screen.EndsWith(expected, StringComparison.Ordinal), $"in {columns} columns\n{expected}\n");
    }

    private static string Number(string screen) => screen.Split("Console ")[^1].Split(' ')[0];

    /// <summary>A line as a terminal of some columns shows it; the letters of East Asia take two.</summary>
    private static IEnumerable<string> Broken(string line, int columns)
    {
        var (row, cells) = ("", 0);
        foreach (var letter in line)
        {
            var width = letter >= 0x2E80 ? 2 : 1;
            if (cells + width > columns)
            {
                yield return row;
                (row, cells) = ("", 0);
            }

            (row, cells) = (row + letter, cells + width);
        }

        yield return row;
    }

    private static void Require() => Assert.SkipUnless(Tmux.IsThere && File.Exists("/usr/bin/ssh"), "tmux, nc and ssh are needed for a real terminal.");
}
