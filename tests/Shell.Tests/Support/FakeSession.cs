using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text;
using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.Shell.Tests.Support;

/// <summary>A session whose client is the test.</summary>
internal sealed class FakeSession : IShellSession
{
    private readonly Pipe _input = new(new PipeOptions(pauseWriterThreshold: 1 << 20));
    private readonly Lock _lock = new();
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly Task _collecting;

    public FakeSession(ITerminal? terminal = null)
    {
        Terminal = terminal;
        var output = new Pipe();
        Output = output.Writer;
        _collecting = CollectAsync(output.Reader, _output);
        if (terminal is not null)
        {
            Error = Output;
            return;
        }

        var error = new Pipe();
        Error = error.Writer;
        _collecting = Task.WhenAll(_collecting, CollectAsync(error.Reader, _error));
    }

    public event Action<string>? Signalled;

    public static Principal Operator { get; } = new("1", "root") { Roles = [WellKnownRoles.Operator] };

    public static Principal Bob { get; } = new("2", "bob");

    public Principal Principal { get; init; } = Operator;

    public ClientInfo Client { get; init; } = new("ssh", "c1") { IsEncrypted = true, RemoteAddress = "192.0.2.1" };

    public string? Command { get; init; }

    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty.Add("NO_COLOR", "1");

    public ITerminal? Terminal { get; }

    public PipeReader Input => _input.Reader;

    public PipeWriter Output { get; }

    public PipeWriter Error { get; }

    public Encoding Encoding { get; init; } = Encoding.UTF8;

    /// <summary>All that was written, as it was.</summary>
    public string OutputText
    {
        get
        {
            lock (_lock) return _output.ToString();
        }
    }

    public string ErrorText
    {
        get
        {
            lock (_lock) return _error.ToString();
        }
    }

    public void Signal(string signal) => Signalled?.Invoke(signal);

    public async Task TypeAsync(string text) => await _input.Writer.WriteAsync(Encoding.GetBytes(text), TestContext.Current.CancellationToken);

    /// <summary>Waits for all that was written.</summary>
    public async Task FinishAsync()
    {
        await Output.CompleteAsync();
        await Error.CompleteAsync();
        await _collecting;
    }

    public void EndInput() => _input.Writer.Complete();

    /// <summary>Waits until something true can be said of what was written.</summary>
    public async Task<string> WhenAsync(Func<string, bool> holds, string what)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!holds(OutputText))
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(20)) throw new TimeoutException($"{what} was not seen. There is:\n{OutputText}\nerror:\n{ErrorText}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return OutputText;
    }

    public Task<string> WhenAsync(string text) => WhenAsync(output => output.Contains(text, StringComparison.Ordinal), $"'{text}'");

    /// <summary>What a terminal shows of it.</summary>
    public VtScreen Screen()
    {
        var screen = new VtScreen(Terminal!.Size.Columns, Terminal.Size.Rows);
        screen.Write(OutputText);
        return screen;
    }

    public async Task<VtScreen> ScreenAsync(Func<string, bool> holds, string what)
    {
        await WhenAsync(_ => holds(Screen().Text), what);
        return Screen();
    }

    public Task<VtScreen> ScreenAsync(string text) => ScreenAsync(screen => screen.Contains(text, StringComparison.Ordinal), $"'{text}'");

    private async Task CollectAsync(PipeReader reader, StringBuilder to)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        while (true)
        {
            var result = await reader.ReadAsync();
            foreach (var segment in result.Buffer)
            {
                var characters = new char[segment.Length + 4];
                var count = Encoding == Encoding.UTF8 ? decoder.GetChars(segment.Span, characters, false) : Encoding.GetChars(segment.Span, characters);
                lock (_lock) to.Append(characters, 0, count);
            }

            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) return;
        }
    }
}
