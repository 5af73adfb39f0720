using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Composition;
using System.Runtime.Loader;
using Microsoft.Extensions.Logging;
using PluginFramework.Chat;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Plugins;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Compilation;
using PluginFramework.Scripting.Execution;
using PluginFramework.Scripting.Globals;

namespace PluginFramework.Scripting;

/// <summary>Opens the sessions, counts them, and closes them when they are idle or the plugin stops.</summary>
[Export(typeof(IPromptEngine))]
[Export]
[Shared]
public sealed class PromptEngine : IPromptEngine, IAsyncDisposable
{
    private readonly ConcurrentDictionary<PromptSession, bool> _sessions = [];
    private readonly Lock _lock = new(); // guards the number of sessions against openings at the same time
    private readonly ILiveExports<IUserManager> _users;
    private readonly ILiveExports<IChatNetwork> _chat;
    private readonly IPluginManager _plugins;
    private readonly IEndpointCatalog _endpoints;
    private readonly ILogger _logger;
    private readonly ILogger _promptLogger;
    private readonly ITimer _idle;
    private readonly ContextWatch _contexts;
    private int _abandoned;
    private bool _isDisposed;

    [ImportingConstructor]
    public PromptEngine(
        IPluginContext context,
        IAuditLog audit,
        IPluginManager plugins,
        IEndpointCatalog endpoints,
        ILiveExports<IUserManager> users,
        ILiveExports<IChatNetwork> chat,
        [Import(AllowDefault = true)] IPackageResolver? packages)
    {
        ArgumentNullException.ThrowIfNull(context);
        (Audit, _plugins, _endpoints, _users, _chat, Packages) = (audit, plugins, endpoints, users, chat, packages);
        (Time, Stopping, Options) = (context.TimeProvider, context.Stopping, context.GetOptions<ScriptingOptions>());
        _logger = context.LoggerFactory.CreateLogger("scripting");
        _promptLogger = context.LoggerFactory.CreateLogger("scripting.prompt");
        _contexts = new(OnUnloading);
        var period = Options.IdleTimeout / 4;
        _idle = Time.CreateTimer(_ => _ = CloseIdleAsync(), state: null, period, period);
    }

    /// <summary>How many threads entries have kept that could not be stopped.</summary>
    public int AbandonedThreads => Volatile.Read(ref _abandoned);

    internal EntryCompiler Compiler { get; } = new();

    internal ScriptingOptions Options { get; }

    internal TimeProvider Time { get; }

    internal IAuditLog Audit { get; }

    /// <summary>Where libraries come from; <see langword="null"/>: from nowhere.</summary>
    internal IPackageResolver? Packages { get; }

    internal CancellationToken Stopping { get; }

    /// <summary>Whether the host has come to listening; what could not be bound counts, too.</summary>
    internal bool IsHostListening => !_endpoints.List().IsEmpty;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">As many sessions are open as may be.</exception>
    public ValueTask<IPromptSession> OpenAsync(Principal principal, ClientInfo client, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Check(principal, client, "prompt.open");
        var session = Open(principal, client);
        Record(principal, client, "prompt.open", "ok");
        return new(session);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isDisposed = true;
        }

        _contexts.Dispose();
        await _idle.DisposeAsync();
        await Task.WhenAll(_sessions.Keys.Select(session => session.DisposeAsync().AsTask()));
    }

    /// <summary>Refuses all but operators on private connections, and records it.</summary>
    /// <exception cref="UnauthorizedAccessException">The message says which it is.</exception>
    internal void Check(Principal principal, ClientInfo client, string action)
    {
        ArgumentNullException.ThrowIfNull(principal);
        ArgumentNullException.ThrowIfNull(client);
        if (!principal.IsOperator)
        {
            Record(principal, client, action, "not-operator");
            throw new UnauthorizedAccessException($"The C# prompt is for operators only; {principal.UserName} is not one. Another operator can give the role 'operator'.");
        }

        if (!client.IsPrivate)
        {
            Record(principal, client, action, "not-private");
            throw new UnauthorizedAccessException("The C# prompt needs a connection nobody can read along: use TLS, or connect from this machine.");
        }
    }

    /// <summary>Opens a session for somebody who was checked.</summary>
    /// <param name="principal">The user.</param>
    /// <param name="client">Where they are.</param>
    /// <param name="console">The console it is for, which closes it; <see langword="null"/>: none.</param>
    /// <param name="forgot">Told which plugin went, and which names with it.</param>
    /// <exception cref="InvalidOperationException">As many sessions are open as may be.</exception>
    internal PromptSession Open(Principal principal, ClientInfo client, string? console = null, Action<string, ImmutableArray<string>>? forgot = null)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_sessions.Count >= Options.MaxSessions)
                throw new InvalidOperationException($"{Options.MaxSessions} prompt sessions are open, as many as may be; close one, or raise MaxSessions of the plugin scripting.");
            var session = new PromptSession(this, principal, client) { IsOfConsole = console is not null, Label = console ?? $"a session of {principal.UserName} over {client.Protocol}", Forgot = forgot };
            _sessions[session] = true;
            return session;
        }
    }

    internal void Record(Principal principal, ClientInfo client, string action, string outcome, string? subject = null, string? detail = null) => Audit.Record(new AuditEvent(action, outcome)
    {
        Actor = principal.UserName,
        Subject = subject,
        Surface = client.Protocol,
        RemoteAddress = client.RemoteAddress,
        Detail = detail,
    });

    internal void OutputFailed(Exception exception) => ScriptingLog.OutputFailed(_logger, exception);

    internal PromptGlobals CreateGlobals(Principal principal) =>
        new(principal, new PromptUsers(_users, Caller.Of(principal, "prompt")), new PromptPlugins(_plugins, Caller.Of(principal, "prompt")), _chat, _endpoints, _promptLogger);

    /// <summary>Listens to plugins that have come since the last time, to hear when they go.</summary>
    internal void LookAtContexts() => _contexts.Look();

    /// <summary>What sessions hold of plugins, by their labels.</summary>
    internal ImmutableArray<PluginHold> FindHeld(IReadOnlyCollection<string> plugins)
    {
        if (_sessions.IsEmpty) return [];
        var contexts = PluginNames.ContextsOf(plugins).ToList();
        var begin = Time.GetTimestamp();
        return [.. _sessions.Keys.Select(session => session.FindHeld(contexts, begin)).OfType<PluginHold>().OrderBy(hold => hold.Holder, StringComparer.Ordinal)];
    }

    internal void Forget(PromptSession session) => _sessions.TryRemove(session, out _);

    internal void Abandon(string user, Task thread)
    {
        ScriptingLog.Abandoned(_logger, user, Interlocked.Increment(ref _abandoned));
        _ = thread.ContinueWith(
            _ => Interlocked.Decrement(ref _abandoned), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task CloseIdleAsync()
    {
        foreach (var session in _sessions.Keys)
        {
            if (session.IsOfConsole || session.IsBusy || Time.GetElapsedTime(session.LastUsed) < Options.IdleTimeout) continue;
            ScriptingLog.IdleClosed(_logger, session.Principal.UserName);
            try
            {
                await session.DisposeAsync();
            }
#pragma warning disable CA1031 // On a timer nobody else could report it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                ScriptingLog.CloseFailed(_logger, exception);
            }
        }
    }

    private void OnUnloading(AssemblyLoadContext context)
    {
        // What an entry left running may by now know the plugin that takes its place.
        _contexts.Look();
        var plugin = GoingPlugin.Of(context);
        foreach (var session in _sessions.Keys) _ = LetGoAsync(session, plugin);
    }

    private async Task LetGoAsync(PromptSession session, GoingPlugin plugin)
    {
        // Whoever unloads the plugin is not held up.
        await Task.Yield();
        try
        {
            await session.LetGoAsync(plugin);
        }
#pragma warning disable CA1031 // Nobody waits for it; the host says what still holds the plugin.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ScriptingLog.LetGoFailed(_logger, session.Label, exception);
        }
    }
}
