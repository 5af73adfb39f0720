using PluginFramework.TestUtilities;

namespace PluginFramework.Http.Tests;

/// <summary>Plugins that tests drop into a real host.</summary>
internal static class PluginSamples
{
    /// <summary>Logins and users: ann, an operator, and bob, whose passwords are <c>secret</c>.</summary>
    public static PluginSource Users { get; } = PluginSource.Plugin("users", """
        [Export(typeof(IAuthenticator)), Export(typeof(IUserManager)), Shared]
        public sealed class Users : IAuthenticator, IUserManager
        {
            private readonly System.Collections.Immutable.ImmutableArray<User> _users =
            [
                new() { Id = "1", Name = "ann", Roles = ["operator"] }, new() { Id = "2", Name = "bob" },
            ];
            public ValueTask<AuthenticationResult> AuthenticateAsync(Credential credential, ClientInfo client, CancellationToken cancellationToken) =>
                new(credential is PasswordCredential { Password: "secret" } && _users.FirstOrDefault(user => user.Name == credential.UserName) is { } found
                    ? new AuthenticationResult.Succeeded(Principal.Of(found)) : new AuthenticationResult.Refused(AuthenticationFailure.InvalidCredentials));
            public Task<User> AddAsync(NewUser user, Caller caller, CancellationToken cancellationToken) => throw new NotSupportedException();
            public Task<User> ChangeAsync(string name, UserChange change, Caller caller, CancellationToken cancellationToken) => throw new NotSupportedException();
            public Task RemoveAsync(string name, Caller caller, CancellationToken cancellationToken) => throw new NotSupportedException();
            public Task<User?> FindAsync(string name, CancellationToken cancellationToken) => Task.FromResult(_users.FirstOrDefault(user => user.Name == name));
            public Task<System.Collections.Immutable.ImmutableArray<User>> ListAsync(UserQuery query, CancellationToken cancellationToken) => Task.FromResult(_users);
            public Task<long> CountAsync(CancellationToken cancellationToken) => Task.FromResult(2L);
        }
        """);

    /// <summary>A module at <c>/hello</c> with every kind of handler; <c>/hello/version</c> says its version, <c>/hello/events</c> streams for ever.</summary>
    public static PluginSource Hello(string version = "1.0.0") => PluginSource.Plugin("hello", $$"""
        [WebModule("hello", Title = "Hello"), Shared]
        public sealed class Hello : IWebModule
        {
            public void Map(IEndpointRouteBuilder routes)
            {
                routes.MapGet("/version", (HttpContext context) => context.Response.WriteAsync("{{version}}"));
                routes.MapGet("/minimal/{name}", (string name, int? times) => Results.Text($"hello {name} {times}"));
                routes.MapGet("/slow", async (HttpContext context) => { await Task.Delay(50); return Results.Text("{{version}}"); });
                routes.MapPost("/form", async (HttpContext context) => Results.Text((await context.Request.ReadFormAsync())["a"].ToString()));
                routes.MapGet("/throw", (HttpContext context) => { if (context.Request.Path.HasValue) throw new Trouble(); });
                routes.MapGet("/events", async (HttpContext context) =>
                {
                    context.Response.ContentType = "text/event-stream";
                    await context.Response.WriteAsync("data: {{version}}\n\n");
                    await context.Response.Body.FlushAsync();
                    try { await Task.Delay(-1, context.RequestAborted); } catch (OperationCanceledException) { }
                });
                routes.MapGet("/socket", async (HttpContext context) =>
                {
                    using var socket = await context.WebSockets.AcceptWebSocketAsync();
                    await socket.SendAsync(System.Text.Encoding.UTF8.GetBytes("{{version}}"), System.Net.WebSockets.WebSocketMessageType.Text, true, context.RequestAborted);
                    try { await socket.ReceiveAsync(new byte[10], context.RequestAborted); } catch (OperationCanceledException) { }
                });
            }
            private sealed class Trouble : Exception { }
        }
        """) with { Version = version };
}
