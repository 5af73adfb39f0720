using System.Net;
using System.Net.Sockets;
using PluginFramework.Network;

namespace PluginFramework.Identity.Throttling;

/// <summary>Holds off logins of accounts and addresses that have failed too often.</summary>
internal sealed class LoginThrottle(IdentityOptions options, TimeProvider time)
{
    private const int MaxInFlightOfAccount = 16, MaxInFlightOfAddress = 256;

    private readonly AttemptLedger _accounts = Ledger(
        options.AccountFailures, options.AccountForgetSeconds, options.AccountMaxDelaySeconds, MaxInFlightOfAccount, options, time);

    private readonly AttemptLedger _addresses = Ledger(
        options.AddressFailures, options.AddressForgetSeconds, options.AddressMaxDelaySeconds, MaxInFlightOfAddress, options, time);

    private readonly AttemptLedger _localAddresses = Ledger(
        options.LocalFailures, options.LocalForgetSeconds, options.LocalMaxDelaySeconds, MaxInFlightOfAddress, options, time);

    /// <summary>Admits an attempt (zero; end it with <see cref="Leave"/>), or says how long to wait.</summary>
    public TimeSpan TryEnter(string account, ClientInfo client)
    {
        var wait = account.Length == 0 ? TimeSpan.Zero : _accounts.TryEnter(Key(account));
        if (wait > TimeSpan.Zero) return wait;
        wait = Addresses(client).TryEnter(Key(client));
        if (wait > TimeSpan.Zero && account.Length > 0) _accounts.Leave(Key(account), Attempt.Undecided);
        return wait;
    }

    /// <summary>Ends an admitted attempt; how long the next one must wait.</summary>
    public TimeSpan Leave(string account, ClientInfo client, Attempt attempt)
    {
        // Success forgives the account and not the address: else one good account would pay for guessing at all others.
        var ofAddress = Addresses(client).Leave(Key(client), attempt == Attempt.Succeeded ? Attempt.Undecided : attempt);
        var ofAccount = account.Length == 0 ? TimeSpan.Zero : _accounts.Leave(Key(account), attempt);
        return ofAccount > ofAddress ? ofAccount : ofAddress;
    }

    private AttemptLedger Addresses(ClientInfo client) => client.IsLocal ? _localAddresses : _addresses;

    private static string Key(string account) => account.ToUpperInvariant();

    // Whoever has one IPv6 address has all of its /64.
    internal static string Key(ClientInfo client) =>
        IPAddress.TryParse(client.RemoteAddress, out var address) && address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : client.RemoteAddress;

    private static AttemptLedger Ledger(int allowed, int forget, int maxDelay, int maxInFlight, IdentityOptions options, TimeProvider time) =>
        new(allowed, TimeSpan.FromSeconds(forget), TimeSpan.FromSeconds(maxDelay), maxInFlight, options.ThrottleCapacity, time);
}
