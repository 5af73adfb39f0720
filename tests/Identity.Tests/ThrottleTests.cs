using PluginFramework.Identity.Throttling;
using PluginFramework.Network;

namespace PluginFramework.Identity.Tests;

public sealed class ThrottleTests : IDisposable
{
    private static readonly ClientInfo FarAway = IdentityKit.Remote;
    private readonly IdentityKit _kit = new(new IdentityOptions { AccountFailures = 3, AddressFailures = 6, LocalFailures = 12 });

    public void Dispose() => _kit.Dispose();

    [Fact]
    public async Task Account_AfterItsFailures_IsHeldOffTwiceAsLongEachTime()
    {
        await _kit.AddAsync("alice");
        await FailAsync("alice", 2);
        var last = await RefusedAsync("alice", "wrong", IdentityKit.Local);
        last.ShouldBe(new(AuthenticationFailure.InvalidCredentials, TimeSpan.FromSeconds(1)));
        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 32, 60, 60])
        {
            (await RefusedAsync("ALICE", IdentityKit.Password, IdentityKit.Local)).ShouldBe(new(AuthenticationFailure.Throttled, TimeSpan.FromSeconds(seconds)));
            _kit.Context.Clock.Advance(TimeSpan.FromSeconds(seconds));
            (await RefusedAsync("alice", "wrong", IdentityKit.Local)).Failure.ShouldBe(AuthenticationFailure.InvalidCredentials);
        }
    }

    [Fact]
    public async Task Account_HeldOff_IsHeldOffFromEveryAddress()
    {
        await _kit.AddAsync("alice");
        await FailAsync("alice", 3);
        (await _kit.FailAsync("alice", client: FarAway)).ShouldBe(AuthenticationFailure.Throttled);
        await _kit.AddAsync("bob");
        (await _kit.LoginAsync("bob")).ShouldBeOfType<AuthenticationResult.Succeeded>();
    }

    [Fact]
    public async Task Account_OfNobody_IsThrottledLikeAnyOther()
    {
        await FailAsync("nobody", 3);
        (await _kit.FailAsync("nobody")).ShouldBe(AuthenticationFailure.Throttled);
    }

    [Fact]
    public async Task Account_ThatSucceeds_BeginsAnew()
    {
        await _kit.AddAsync("alice");
        for (var i = 0; i < 3; i++)
        {
            await FailAsync("alice", 2);
            (await _kit.LoginAsync("alice")).ShouldBeOfType<AuthenticationResult.Succeeded>();
        }
    }

    [Fact]
    public async Task Account_HeldOff_LetsTheRightPasswordInAfterTheDelay()
    {
        await _kit.AddAsync("alice");
        await FailAsync("alice", 3);
        _kit.Context.Clock.Advance(TimeSpan.FromSeconds(1));
        (await _kit.LoginAsync("alice")).ShouldBeOfType<AuthenticationResult.Succeeded>();
    }

    [Fact]
    public async Task Address_AfterItsFailures_IsHeldOffForEveryAccount()
    {
        await _kit.AddAsync("alice");
        for (var i = 0; i < 6; i++) await _kit.FailAsync($"guess{i}", client: FarAway);
        (await _kit.FailAsync("alice", client: FarAway)).ShouldBe(AuthenticationFailure.Throttled);
        (await _kit.LoginAsync("alice", client: FarAway with { RemoteAddress = "192.0.2.2" })).ShouldBeOfType<AuthenticationResult.Succeeded>();
    }

    [Fact]
    public async Task Address_IsNotForgivenByAGoodLogin()
    {
        await _kit.AddAsync("mallory");
        for (var i = 0; i < 6; i++)
        {
            await _kit.LoginAsync("mallory", client: FarAway);
            await _kit.FailAsync($"guess{i}", client: FarAway);
        }

        (await _kit.FailAsync("mallory", client: FarAway)).ShouldBe(AuthenticationFailure.Throttled);
    }

    [Fact]
    public async Task Address_OfIPv6_CountsItsWholeNetwork()
    {
        for (var i = 0; i < 6; i++) await _kit.FailAsync($"guess{i}", client: FarAway with { RemoteAddress = $"2001:db8::{i}" });
        (await _kit.FailAsync("alice", client: FarAway with { RemoteAddress = "2001:db8::ffff" })).ShouldBe(AuthenticationFailure.Throttled);
        (await _kit.FailAsync("alice", client: FarAway with { RemoteAddress = "2001:db8:0:1::" })).ShouldBe(AuthenticationFailure.InvalidCredentials);
    }

    [Fact]
    public async Task LocalAddress_IsAllowedMore()
    {
        for (var i = 0; i < 11; i++) (await RefusedAsync($"guess{i}", "x", IdentityKit.Local)).RetryAfter.ShouldBe(TimeSpan.Zero);
        (await RefusedAsync("guess11", "x", IdentityKit.Local)).RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Failures_AreForgottenOneAtATime()
    {
        await FailAsync("alice", 2);
        _kit.Context.Clock.Advance(TimeSpan.FromSeconds(_kit.Options.AccountForgetSeconds));
        (await RefusedAsync("alice", "wrong", IdentityKit.Local)).RetryAfter.ShouldBe(TimeSpan.Zero);
        (await RefusedAsync("alice", "wrong", IdentityKit.Local)).RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Ledger_LimitsAttemptsInProgress()
    {
        var ledger = Ledger(capacity: 100);
        for (var i = 0; i < 4; i++) ledger.TryEnter("a").ShouldBe(TimeSpan.Zero);
        ledger.TryEnter("a").ShouldBe(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 4; i++) ledger.Leave("a", Attempt.Failed);
        _kit.Context.Clock.Advance(TimeSpan.FromSeconds(10));
        ledger.TryEnter("a").ShouldBe(TimeSpan.Zero);
        ledger.TryEnter("a").ShouldBe(TimeSpan.FromSeconds(1), "once it has failed often, one attempt at a time");
    }

    [Fact]
    public void Ledger_NeverOutgrowsItsCapacity()
    {
        var ledger = Ledger(capacity: 100);
        for (var i = 0; i < 10_000; i++)
        {
            ledger.TryEnter($"{i}");
            ledger.Leave($"{i}", Attempt.Failed);
        }

        ledger.Count.ShouldBe(100);
    }

    [Fact]
    public void Ledger_WithoutFailures_RemembersNothing()
    {
        var ledger = Ledger(capacity: 100);
        ledger.TryEnter("a");
        ledger.TryEnter("b");
        ledger.Leave("a", Attempt.Succeeded);
        ledger.Leave("b", Attempt.Undecided);
        ledger.Count.ShouldBe(0);
    }

    private AttemptLedger Ledger(int capacity) =>
        new(3, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1), maxInFlight: 4, capacity, _kit.Context.TimeProvider);

    private async Task FailAsync(string name, int times)
    {
        for (var i = 0; i < times; i++) (await _kit.FailAsync(name, "wrong")).ShouldBe(AuthenticationFailure.InvalidCredentials);
    }

    private async Task<AuthenticationResult.Refused> RefusedAsync(string name, string password, ClientInfo client) =>
        (await _kit.LoginAsync(name, password, client)).ShouldBeOfType<AuthenticationResult.Refused>();
}
