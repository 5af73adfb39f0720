using PluginFramework.Irc.Protocol;

namespace PluginFramework.Irc;

/// <summary>
/// The capabilities a client was told of. All but <c>sasl</c> are always there; that one comes and goes with the mechanisms, and clients
/// with <c>cap-notify</c> are told when it does (IRCv3 capability negotiation 3.2).
/// </summary>
internal sealed class IrcCapabilityOffer(IrcSession session)
{
    private string _sasl = "";

    // Set by the host's thread, looked at by the session's loop.
    private volatile bool _isStale;

    /// <summary>The client understands values, as of <c>CAP LS 302</c>.</summary>
    public bool HasValues { get; set; }

    public void MarkStale() => _isStale = true;

    /// <summary>What to tell a client that asks.</summary>
    public string Describe()
    {
        _isStale = false;
        _sasl = DescribeSasl();
        return string.Join(' ', IrcCapabilityNames.Everything.Select(name => name == "sasl" ? _sasl : name).Where(name => name.Length > 0));
    }

    /// <summary>Tells a client that wants to know what has changed.</summary>
    public void Announce()
    {
        if (!_isStale) return;
        _isStale = false;
        var before = _sasl;
        _sasl = DescribeSasl();
        if (before == _sasl || !session.Has(IrcCapabilities.CapNotify)) return;
        if (_sasl.Length == 0) session.Capabilities &= ~IrcCapabilities.Sasl;
        session.ReplyCap(_sasl.Length == 0 ? "DEL" : "NEW", _sasl.Length == 0 ? "sasl" : _sasl);
    }

    private string DescribeSasl()
    {
        var mechanisms = string.Join(',', session.Server.MechanismsFor(session.Client).Select(mechanism => mechanism.Name));
        return mechanisms.Length == 0 ? "" : HasValues ? $"sasl={mechanisms}" : "sasl";
    }
}
