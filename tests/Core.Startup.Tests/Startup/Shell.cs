namespace PluginFramework.Core.Startup.Tests;

/// <summary>Runs command lines of one run directory in this process.</summary>
internal sealed class Shell : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public string RunDirectory => _directory["run"];

    public FakeUserManager? Users { get; set; } = new();

    public Func<CancellationToken, Task> OnStart { get; set; } = _ => Task.CompletedTask;

    public Action OnCreate { get; set; } = () => { };

    public List<FakePluginHost> Hosts { get; } = [];

    public string Write(string name, string text) => _directory.Write(name, text);

    public void Interrupt() => _stop.Cancel();

    public Task<Result> RunAsync(params string[] args) => RunAsync("", args);

    public async Task<Result> RunAsync(string input, string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await StartAsync(TextWriter.Synchronized(output), TextWriter.Synchronized(error), input, args);
        return new(code, output.ToString(), error.ToString());
    }

    public Task<int> StartAsync(TextWriter output, TextWriter error, string input, string[] args) => PluginApplication.RunAsync(args, builder =>
    {
        builder.Output = output;
        builder.Error = error;
        builder.Input = new StringReader(input);
        builder.EnvironmentVariables = new Dictionary<string, string> { ["PLUGINHOST_RUNDIR"] = RunDirectory };
        builder.StopToken = _stop.Token;
        builder.HostFactory = (settings, _, _, audit) =>
        {
            OnCreate();
            var host = new FakePluginHost(settings, Users, audit) { OnStart = OnStart };
            Hosts.Add(host);
            return host;
        };
    });

    /// <summary>Starts a daemon and returns when it is ready; the task ends with it.</summary>
    public async Task<Task<Result>> StartDaemonAsync(params string[] args)
    {
        var ready = new TaskCompletionSource();
        var former = OnStart;
        OnStart = async cancellationToken =>
        {
            OnStart = former;
            await former(cancellationToken);
            ready.SetResult();
        };
        var daemon = RunAsync(args);
        await Task.WhenAny(ready.Task, daemon);
        return daemon;
    }

    public void Dispose()
    {
        _stop.Dispose();
        _directory.Dispose();
    }

    public sealed record Result(int Code, string Output, string Error);
}
