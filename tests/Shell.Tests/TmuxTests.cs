using System.Diagnostics;
using PluginFramework.Shell.Tests.Support;

namespace PluginFramework.Shell.Tests;

/// <summary>Every key in a real terminal, by what its screen then shows.</summary>
public sealed class TmuxTests : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tmux-");
    private readonly FakeTerminal _terminal = new("tmux-256color", 80, 24);
    private readonly ShellDaemon _daemon = new(hasPrompt: true);
    private SocketSessions? _sessions;
    private Tmux? _tmux;

    public async ValueTask DisposeAsync()
    {
        if (_tmux is not null) await _tmux.DisposeAsync();
        if (_sessions is not null) await _sessions.DisposeAsync();
        await _daemon.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task EditingKeys_DoInATerminalWhatTheySay()
    {
        var tmux = await StartAsync();
        await tmux.TypeAsync("one two three");
        await tmux.WhenLastAsync("root> one two three");
        foreach (var (keys, line) in new (string[] Keys, string Line)[]
        {
            (["C-a", "X"], "root> Xone two three"),
            (["BSpace", "C-e", "!"], "root> one two three!"),
            (["Left", "Left", "-"], "root> one two thre-e!"),
            (["BSpace", "Right", "Right", "BSpace"], "root> one two three"),
            (["M-b", "_"], "root> one two _three"),
            (["BSpace", "M-b", "_"], "root> one _two three"),
            (["BSpace", "M-f", "_"], "root> one two_ three"),
            (["BSpace", "C-Left", "C-Left", "_"], "root> _one two three"),
            (["BSpace", "C-Right", "_"], "root> one_ two three"),
            (["BSpace", "C-b", "_"], "root> on_e two three"),
            (["BSpace", "C-f", "_"], "root> one_ two three"),
            (["BSpace", "Home", "DC"], "root> ne two three"),
            (["C-_"], "root> one two three"),
            (["End", "M-BSpace"], "root> one two"),
            (["C-y"], "root> one two three"),
            (["C-w", "C-w", "C-y"], "root> one two three"),
            (["C-a", "M-d", "C-e", "C-y"], "root>  two threeone"),
            (["C-u"], "root>"),
            (["C-y"], "root>  two threeone"),
            (["M-y"], "root> one"),
            (["C-u", "a", "b", "C-t"], "root> ba"),
            (["Space", "x", "M-t"], "root> x ba"),
            (["C-a", "M-u"], "root> X ba"),
            (["M-c"], "root> X Ba"),
            (["C-a", "M-l"], "root> x Ba"),
            (["C-a", "C-k"], "root>"),
        })
        {
            await tmux.PressAsync(keys);
            await tmux.WhenLastAsync(line);
        }
    }

    [Fact]
    public async Task HistorySearchPasteAndScreen_WorkInATerminal()
    {
        var tmux = await StartAsync();
        foreach (var line in (string[])["thing show lamp", "help exit", "thing why table"])
        {
            await tmux.TypeAsync(line);
            await tmux.PressAsync("Enter");
            await tmux.WhenAsync(screen => screen.Split('\n') is [.., "root>"] && screen.Contains(line, StringComparison.Ordinal), line);
        }

        await tmux.PressAsync("C-l");
        await tmux.WhenAsync(screen => screen == "root>", "an empty screen");
        await tmux.PressAsync("Up");
        await tmux.WhenLastAsync("root> thing why table");
        await tmux.PressAsync("C-u");
        await tmux.TypeAsync("thing s");
        await tmux.PressAsync("Up");
        await tmux.WhenLastAsync("root> thing show lamp");
        await tmux.PressAsync("Down");
        await tmux.WhenLastAsync("root> thing s");
        await tmux.PressAsync("C-c");
        await tmux.WhenAsync("root> thing s^C\nroot>");
        await tmux.PressAsync("C-r");
        await tmux.TypeAsync("exi");
        await tmux.WhenLastAsync("(search) 'exi': help exit");
        await tmux.PressAsync("C-g");
        await tmux.WhenLastAsync("root>");
        await tmux.PressAsync("C-r");
        await tmux.TypeAsync("show");
        await tmux.PressAsync("C-e", "!");
        await tmux.WhenLastAsync("root> thing show lamp!");
        await tmux.PressAsync("C-u");
        await tmux.PasteAsync("thing why 'two\nlines'");
        await tmux.WhenAsync("root> thing why 'two\n> lines'");
        await tmux.PressAsync("Enter");
        await tmux.WhenAsync("why two\n");
        await tmux.TypeAsync("日本語 👍 é");
        await tmux.WhenLastAsync("root> 日本語 👍 é");
        (await tmux.CursorAsync()).Column.ShouldBe(6 + 6 + 1 + 2 + 1 + 1);
        await tmux.PressAsync("BSpace", "BSpace", "BSpace", "x");
        await tmux.WhenLastAsync("root> 日本語 x");
        await tmux.PressAsync("C-u", "C-d");
        await tmux.WhenAsync(screen => screen.Contains("gone", StringComparison.Ordinal), "the end");
    }

    [Fact]
    public async Task Popup_IsUnderTheLine_AndGoesAway()
    {
        var tmux = await StartAsync();
        await tmux.TypeAsync("thing ");
        await tmux.PressAsync("Tab");
        await tmux.WhenAsync("  add    Adds a thing.\n  break  Breaks a thing.");
        await tmux.PressAsync("Tab", "Down");
        await tmux.WhenAsync("> break  Breaks a thing.");
        await tmux.PressAsync("BTab");
        await tmux.WhenAsync("> add    Adds a thing.");
        await tmux.PressAsync("Escape");
        await tmux.WhenLastAsync("root> thing");
        await tmux.TypeAsync("sh");
        await tmux.PressAsync("Tab");
        await tmux.WhenLastAsync("root> thing show");
        await tmux.PressAsync("Tab");
        await tmux.WhenAsync("  lamp\n  table");
        await tmux.PressAsync("Down", "Enter", "Enter");
        await tmux.WhenAsync("Colour  red");
        (await tmux.CaptureAsync(withColours: true)).ShouldContain("\e[");
    }

    [Fact]
    public async Task Resize_ReflowsTheLine()
    {
        var tmux = await StartAsync();
        var text = string.Concat(Enumerable.Range(0, 30).Select(number => $"word{number} "));
        await tmux.TypeAsync(text + "end");
        await tmux.WhenAsync(screen => screen.EndsWith("word29 end", StringComparison.Ordinal), "the line");
        foreach (var columns in (int[])[50, 100, 33, 80])
        {
            await tmux.ResizeAsync(columns, 24);
            _terminal.Resize(columns, 24);
            var all = "root> " + text + "end";
            await tmux.WhenAsync(
                screen => screen.EndsWith(string.Join('\n', all.Chunk(columns).Select(row => new string(row).TrimEnd())), StringComparison.Ordinal)
                    && screen.Split("root>").Length == 2,
                $"the line in {columns} columns");
        }
    }

    [Fact]
    public async Task Prompt_EvaluatesProposesAndStopsInATerminal()
    {
        var tmux = await StartAsync();
        await tmux.TypeAsync("prompt");
        await tmux.PressAsync("Enter");
        await tmux.WhenLastAsync("c#>");
        await tmux.TypeAsync("var list = new List<int> { 1, 2 };");
        await tmux.WhenAsync(screen => screen.Contains("\e[36mList", StringComparison.Ordinal), "a type in its colour", withColours: true);
        await tmux.PressAsync("Enter");
        await tmux.WhenLastAsync("c#>");
        await tmux.TypeAsync("list.Ad");
        await tmux.PressAsync("Tab");
        await tmux.WhenAsync("  Add ");
        var clock = Stopwatch.StartNew();
        await tmux.PressAsync("Tab");
        await tmux.WhenAsync("> Add ");
        TestContext.Current.SendDiagnosticMessage($"a choice on the screen: {clock.ElapsedMilliseconds} ms");
        await tmux.PressAsync("Enter");
        await tmux.TypeAsync("(5); list.Sum()");
        await tmux.PressAsync("Enter");
        await tmux.WhenAsync("list.Sum()\n8\nc#>");
        await tmux.TypeAsync("foreach (var i in list) {");
        await tmux.PressAsync("Enter");
        await tmux.WhenLastAsync("..>");
        await tmux.TypeAsync("Console.WriteLine(i);");
        await tmux.PressAsync("Enter", "}", "Enter");
        await tmux.WhenAsync("..> }\n1\n2\n5\nc#>");
        await tmux.PressAsync("Up", "Up", "Up");
        await tmux.TypeAsync(" ");
        await tmux.PressAsync("C-c");
        await tmux.WhenLastAsync("c#>");
        await tmux.TypeAsync("while (true) { }");
        await tmux.PressAsync("Enter");
        await tmux.WhenAsync("while (true) { }");
        await tmux.PressAsync("C-c");
        await tmux.WhenAsync("Stopped.\nc#>");
        await tmux.PressAsync("C-d");
        await tmux.WhenLastAsync("root>");
    }

    private async Task<Tmux> StartAsync()
    {
        Assert.SkipUnless(Tmux.IsThere, "tmux and nc are needed for a real terminal.");
        var path = Path.Combine(_directory.FullName, "shell.sock");
        _sessions = new(path, _daemon.Service, _terminal);
        _tmux = await Tmux.StartAsync(_directory.FullName, $"stty raw -echo; nc -U {path}; stty sane; echo gone; sleep 60", _terminal.Size.Columns, _terminal.Size.Rows);
        await _tmux.WhenLastAsync("root>");
        return _tmux;
    }
}
