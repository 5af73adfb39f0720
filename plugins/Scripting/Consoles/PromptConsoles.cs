using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Composition;
using Microsoft.Extensions.Logging;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Plugins;
using PluginFramework.Prompt;

namespace PluginFramework.Scripting.Consoles;

/// <summary>Keeps the consoles, and closes them when they are idle or the plugin stops.</summary>
[Export(typeof(IPromptConsoles))]
[Shared]
public sealed class PromptConsoles : IPromptConsoles, IAsyncDisposable
{
    private const int MaxName = 40;

    private readonly Lock _lock = new(); // guards _last, _isDisposed and additions to _consoles
    private readonly ConcurrentDictionary<int, SharedConsole> _consoles = [];
    private readonly ConcurrentDictionary<string, EntryHistory> _histories = new(StringComparer.Ordinal);
    private readonly PromptEngine _engine;
    private readonly IPluginContext _context;
    private readonly ILogger _logger;
    private readonly ITimer _idle;
    private int _last;
    private bool _isDisposed;

    [ImportingConstructor]
    public PromptConsoles(PromptEngine engine, IPluginContext context)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(context);
        (_engine, _context, _logger) = (engine, context, context.LoggerFactory.CreateLogger("scripting"));
        var period = engine.Options.IdleTimeout / 4;
        _idle = engine.Time.CreateTimer(_ => _ = CloseIdleAsync(), state: null, period, period);
    }

    /// <inheritdoc/>
    public ImmutableArray<PromptConsoleInfo> List(Principal principal, ClientInfo client)
    {
        _engine.Check(principal, client, "prompt.attach");
        return [.. _consoles.Values.Select(console => console.Info).Where(info => !info.IsClosed).OrderBy(info => info.Number)];
    }

    /// <inheritdoc/>
    public IPromptConsole Open(Principal principal, ClientInfo client, string? name = null)
    {
        _engine.Check(principal, client, "prompt.attach");
        if (name is not null && (string.IsNullOrWhiteSpace(name) || name.Length > MaxName))
            throw new ArgumentException($"The name of a console has 1 to {MaxName} characters.", nameof(name));
        SharedConsole console;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            console = _consoles.Values.FirstOrDefault(each => each.Info is var info && info.OwnerId == principal.UserId && info.Name == name) ?? Create(principal, name);
        }

        return Attach(console, principal, client);
    }

    /// <inheritdoc/>
    public IPromptConsole? Join(Principal principal, ClientInfo client, int number)
    {
        _engine.Check(principal, client, "prompt.attach");
        if (!_consoles.TryGetValue(number, out var console)) return null;
        try
        {
            return Attach(console, principal, client);
        }
        catch (ObjectDisposedException)
        {
            // Closed just now.
            return null;
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
        await Task.WhenAll(_consoles.Values.Select(console => console.CloseAsync(null)));
    }

    private SharedConsole Create(Principal principal, string? name)
    {
        if (_consoles.Count >= _engine.Options.MaxConsoles)
            throw new InvalidOperationException($"{_engine.Options.MaxConsoles} consoles are open, as many as may be; close one, or raise MaxConsoles of the plugin scripting.");
        var number = ++_last;
        return _consoles[number] = new SharedConsole(
            _engine, principal, number, name ?? $"Console {number}", console => _consoles.TryRemove(KeyValuePair.Create(number, console)));
    }

    private ConsolePlace Attach(SharedConsole console, Principal principal, ClientInfo client)
    {
        var history = _histories.GetOrAdd(principal.UserId, id => new EntryHistory(Path.Combine(_context.DataDirectory, "history"), id, _logger));
        var place = console.Attach(new PromptOrigin(principal, client), history);
        _engine.Record(principal, client, "prompt.attach", "ok", $"console {console.Info.Number} of {console.Info.Owner}");
        return place;
    }

    private async Task CloseIdleAsync()
    {
        foreach (var console in _consoles.Values)
        {
            try
            {
                await console.CloseIfIdleAsync(_engine.Options.IdleTimeout);
            }
#pragma warning disable CA1031 // On a timer nobody else could report it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                ScriptingLog.CloseFailed(_logger, exception);
            }
        }
    }
}
