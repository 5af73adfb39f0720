using PluginFramework.TestUtilities;

namespace PluginFramework.Host.Tests;

/// <summary>Other machines are let in while there is somebody who can administer this one.</summary>
public sealed class OperatorTests
{
    /// <summary>A user database of one line: the roles of its only user, from a file; a connection to it says that the user changed.</summary>
    private static PluginSource Users(string file) => PluginSource.Plugin("users", $$"""
        [Export(typeof(IUserManager)), Shared]
        public sealed class Users : IUserManager
        {
            public Task<User> AddAsync(NewUser user, Caller caller, CancellationToken token) => throw new NotSupportedException();
            public Task<User> ChangeAsync(string name, UserChange change, Caller caller, CancellationToken token) => throw new NotSupportedException();
            public Task RemoveAsync(string name, Caller caller, CancellationToken token) => throw new NotSupportedException();
            public Task<User?> FindAsync(string name, CancellationToken token) => throw new NotSupportedException();
            public Task<long> CountAsync(CancellationToken token) => throw new NotSupportedException();
            public async Task<System.Collections.Immutable.ImmutableArray<User>> ListAsync(UserQuery query, CancellationToken token)
            {
                var role = await System.IO.File.ReadAllTextAsync("{{file}}", token);
                if (role == "hang") await Task.Delay(-1);
                if (role == "throw") throw new InvalidOperationException("the disk is gone");
                return role == query.Role ? [new User { Id = "1", Name = "ann", CreatedAt = default }] : [];
            }
        }
        [Protocol("change", "tcp://127.0.0.1:0"), Shared]
        [method: ImportingConstructor]
        public sealed class Change(ILiveExports<IUserObserver> observers) : ConnectionHandler
        {
            public override Task OnConnectedAsync(ConnectionContext connection)
            {
                foreach (var observer in observers.Current) observer.Value.OnUserChanged("ann");
                return Task.CompletedTask;
            }
        }
        """);

    [Fact]
    public async Task ExposedEndpoint_OpensWithTheFirstOperator_AndClosesWithTheLast()
    {
        await using var host = new TestHost("endpoints:echo=tcp://0.0.0.0:0");
        var file = Path.Combine(host.RunDirectory, "role");
        await File.WriteAllTextAsync(file, "nobody", Token);
        host.Drop(Users(file));
        host.Drop(Samples.Echo());
        await host.StartAsync();
        Error()!.ShouldContain("refused until there is an administrator");

        await SetAsync("operator");
        await host.EventuallyAsync(() => Error() is null, "it is open");
        await SetAsync("throw");
        await host.EventuallyAsync(() => host.Log.Lines.Any(line => line.Contains("Whether there is an operator cannot be found out")), "the failure is logged");
        Error().ShouldBeNull("not known is not none");
        await SetAsync("nobody");
        await host.EventuallyAsync(() => Error()?.Contains("refused until there is an administrator") ?? false, "it is closed");

        async Task SetAsync(string role)
        {
            await File.WriteAllTextAsync(file, role, Token);
            await TestHost.AskAsync(host.Address("change"), Token);
        }

        // While it is closed and bound anew, it is not in the list.
        string? Error() => host.Host.Endpoints.List().SingleOrDefault(endpoint => endpoint.Protocol == "echo") is { } echo ? echo.Error : "neither open nor refused";
    }

    [Theory]
    [InlineData("throw")]
    [InlineData("hang")]
    public async Task UserDatabaseThatFails_LeavesLoopbackOpen(string failure)
    {
        await using var host = new TestHost();
        var file = Path.Combine(host.RunDirectory, "role");
        await File.WriteAllTextAsync(file, failure, Token);
        host.Drop(Users(file));
        host.Drop(Samples.Echo());

        await host.StartAsync();

        (await TestHost.AskAsync(host.Address("echo"), Token)).ShouldBe("1.0.0");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
