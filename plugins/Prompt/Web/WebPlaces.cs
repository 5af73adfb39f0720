using System.Collections.Concurrent;
using PluginFramework.Identity;
using PluginFramework.Web;

namespace PluginFramework.Prompt.Web;

/// <summary>The places of browsers at consoles. A browser comes with every request anew; its place is kept for a while in between.</summary>
internal sealed class WebPlaces : IAsyncDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Browser, int Number), WebPlace> _places = [];
    private readonly Lock _lock = new(); // guards additions to and removals from _places, and the uses of each
    private readonly IPromptConsoles _consoles;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    public WebPlaces(IPromptConsoles consoles, TimeProvider time)
    {
        (_consoles, _time) = (consoles, time);
        _timer = time.CreateTimer(_ => LeaveUnused(), state: null, KeptFor / 2, KeptFor / 2);
    }

    /// <summary>Takes the browser's place at a console, for one request. <see langword="null"/> where there is no such console.</summary>
    /// <exception cref="UnauthorizedAccessException">The user may not.</exception>
    public WebPlace? Take(Principal principal, IWebSessionFeature session, int number)
    {
        var key = (session.Session?.Id ?? $"user {principal.UserId}", number);
        lock (_lock)
        {
            if (_places.TryGetValue(key, out var kept) && (kept.Console.Info.IsClosed || kept.UserId != principal.UserId))
            {
                _places.TryRemove(key, out _);
                kept.Console.Dispose();
                kept = null;
            }

            if (kept is null)
            {
                if (_consoles.Join(principal, session.Client, number) is not { } console) return null;
                kept = _places[key] = new WebPlace(this, console, principal.UserId);
            }

            kept.Uses++;
            return kept;
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach (var place in _places.Values) place.Console.Dispose();
        return _timer.DisposeAsync();
    }

    public void Release(WebPlace place)
    {
        lock (_lock)
        {
            place.Uses--;
            place.UsedAt = _time.GetTimestamp();
        }
    }

    private void LeaveUnused()
    {
        lock (_lock)
        {
            foreach (var (key, place) in _places)
            {
                if (place.Uses > 0 || _time.GetElapsedTime(place.UsedAt) < KeptFor) continue;
                _places.TryRemove(key, out _);
                place.Console.Dispose();
            }
        }
    }
}
