using System.Collections.Concurrent;
using System.Composition;
using Microsoft.Extensions.Logging;
using PluginFramework.Chat;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Plugins;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Compilation;
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
    private int _abandoned;
    private bool _isDisposed;

    [ImportingConstructor]
    public PromptEngine(
        IPluginContext context,
        IAuditLog audit,
        IPluginManager plugins,
        IEndpointCatalog endpoints,
        ILiveExports<IUserManager> users,
        ILiveExports<IChatNetwork> chat)
    {
        ArgumentNullException.ThrowIfNull(context);
        (Audit, _plugins, _endpoints, _users, _chat) = (audit, plugins, endpoints, users, chat);
        (Time, Stopping, Options) = (context.TimeProvider, context.Stopping, context.GetOptions<ScriptingOptions>());
        _logger = context.LoggerFactory.CreateLogger("scripting");
        _promptLogger = context.LoggerFactory.CreateLogger("scripting.prompt");
        var period = Options.IdleTimeout / 4;
        _idle = Time.CreateTimer(_ => _ = CloseIdleAsync(), state: null, period, period);
    }

    /// <summary>How many threads entries have kept that could not be stopped.</summary>
    public int AbandonedThreads => Volatile.Read(ref _abandoned);

    internal EntryCompiler Compiler { get; } = new();

    internal ScriptingOptions Options { get; }

    internal TimeProvider Time { get; }

    internal IAuditLog Audit { get; }

    internal CancellationToken Stopping { get; }

    /// <summary>Whether the host has come to listening; what could not be bound counts, too.</summary>
    internal bool IsHostListening => !_endpoints.List().IsEmpty;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">As many sessions are open as may be.</exception>
    public ValueTask<IPromptSession> OpenAsync(Principal principal, ClientInfo client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(principal);
        ArgumentNullException.ThrowIfNull(client);
        cancellationToken.ThrowIfCancellationRequested();
        if (!principal.IsOperator)
            throw Refused(principal, client, "not-operator", $"The C# prompt is for operators; {principal.UserName} is not one. Another operator can give the role 'operator'.");
        if (!client.IsPrivate)
            throw Refused(principal, client, "not-private", "The C# prompt needs a connection nobody can read along: use TLS, or connect from this machine.");
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_sessions.Count >= Options.MaxSessions)
                throw new InvalidOperationException($"{Options.MaxSessions} prompt sessions are open, as many as may be; close one, or raise MaxSessions of the plugin scripting.");
            var session = new PromptSession(this, principal, client);
            _sessions[session] = true;
            Record(principal, client, "ok");
            return new(session);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isDisposed = true;
        }

        await _idle.DisposeAsync();
        await Task.WhenAll(_sessions.Keys.Select(session => session.DisposeAsync().AsTask()));
    }

    internal PromptGlobals CreateGlobals(Principal principal) =>
        new(principal, new PromptUsers(_users, Caller.Of(principal, "prompt")), new PromptPlugins(_plugins, Caller.Of(principal, "prompt")), _chat, _endpoints, _promptLogger);

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
            if (session.IsBusy || Time.GetElapsedTime(session.LastUsed) < Options.IdleTimeout) continue;
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

    private UnauthorizedAccessException Refused(Principal principal, ClientInfo client, string outcome, string message)
    {
        Record(principal, client, outcome);
        return new UnauthorizedAccessException(message);
    }

    private void Record(Principal principal, ClientInfo client, string outcome) => Audit.Record(new AuditEvent("prompt.open", outcome)
    {
        Actor = principal.UserName,
        Surface = client.Protocol,
        RemoteAddress = client.RemoteAddress,
    });
}
