using Microsoft.Extensions.Time.Testing;
using PluginFramework.Identity;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Compilation;

namespace PluginFramework.Scripting.Tests;

public sealed class AccessTests
{
    [Fact]
    public async Task Open_ByAPlainUser_IsRefusedAndAudited()
    {
        await using var engine = new EngineFixture();
        var refused = await Should.ThrowAsync<UnauthorizedAccessException>(async () =>
            await engine.Engine.OpenAsync(new Principal("2", "bob"), EngineFixture.Local, TestContext.Current.CancellationToken));
        refused.Message.ShouldContain("bob");
        engine.Audit.Events.ShouldHaveSingleItem().ShouldBe(new AuditEvent("prompt.open", "not-operator")
        {
            Actor = "bob", Surface = "test", RemoteAddress = "127.0.0.1",
        });
    }

    [Fact]
    public async Task Open_OverAnOpenConnection_IsRefusedAndAudited()
    {
        await using var engine = new EngineFixture();
        var far = EngineFixture.Local with { IsLocal = false };
        await Should.ThrowAsync<UnauthorizedAccessException>(async () =>
            await engine.Engine.OpenAsync(EngineFixture.Operator, far, TestContext.Current.CancellationToken));
        engine.Audit.Events.ShouldHaveSingleItem().Outcome.ShouldBe("not-private");
        await using var session = await engine.Engine.OpenAsync(EngineFixture.Operator, far with { IsEncrypted = true }, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Entries_AreAudited_WithTheirCode()
    {
        await using var engine = new EngineFixture();
        var session = await engine.OpenAsync();
        await session.Run("1");
        await session.Run("nope");
        await session.Run("throw new Exception();" + new string(' ', 3000));
        var entries = engine.Audit.Events.Where(e => e.Action == "prompt.evaluate").ToArray();
        entries.Select(e => e.Outcome).ShouldBe(["ok", "invalid", "threw"]);
        entries[0].ShouldBe(new AuditEvent("prompt.evaluate", "ok") { Actor = "root", Surface = "test", RemoteAddress = "127.0.0.1", Detail = "1" });
        entries[2].Detail!.Length.ShouldBe(1024);
        engine.Audit.Events.Count(e => e.Action == "prompt.begin").ShouldBe(3);
    }

    [Theory]
    [InlineData("Users.Add(\"bob\", \"hunter2\")", "Users.Add(\"bob\", \"…\")")]
    [InlineData("new NewUser(\"bob\", \"hunter2\")", "new NewUser(\"bob\", \"…\")")]
    [InlineData("new UserChange { Password = \"hunter2\" }", "new UserChange { Password = \"…\" }")]
    [InlineData("Users.Add(password: \"hunter2\", name: \"bob\")", "Users.Add(password: \"…\", name: \"bob\")")]
    [InlineData("var apiToken = \"hunter2\";", "var apiToken = \"…\";")]
    [InlineData("Users.Find(\"bob\") // \"x\"", "Users.Find(\"bob\") // \"x\"")]
    public void Audit_HoldsNoLiteralPassword(string code, string audited) => SecretMask.Apply(code).ShouldBe(audited);

    [Fact]
    public async Task Sessions_BeyondTheLimit_AreRefused()
    {
        await using var engine = new EngineFixture(new ScriptingOptions { MaxSessions = 2 });
        var first = await engine.OpenAsync();
        await engine.OpenAsync();
        (await Should.ThrowAsync<InvalidOperationException>(engine.OpenAsync())).Message.ShouldContain("MaxSessions");
        await first.DisposeAsync();
        await engine.OpenAsync();
    }

    [Fact]
    public async Task Session_LeftIdle_IsClosed()
    {
        var time = new FakeTimeProvider();
        await using var engine = new EngineFixture(time: time);
        var session = await engine.OpenAsync();
        time.Advance(TimeSpan.FromMinutes(20));
        await session.Run("1");
        time.Advance(TimeSpan.FromMinutes(20));
        await session.Run("2");
        time.Advance(TimeSpan.FromMinutes(40));
        await Should.ThrowAsync<ObjectDisposedException>(session.Run("3"));
    }

    [Fact]
    public async Task Dispose_OfTheEngine_ClosesSessionsThatRun()
    {
        var engine = new EngineFixture();
        var session = await engine.OpenAsync();
        var running = session.Run("while (true) { }");
        await engine.DisposeAsync();
        (await running).ShouldBeOfType<PromptResult.Cancelled>();
        await Should.ThrowAsync<ObjectDisposedException>(session.Run("1"));
    }

    [Theory]
    [InlineData(0.5, 16, 30, "TimeLimit")]
    [InlineData(10, 0, 30, "MaxSessions")]
    [InlineData(10, 16, 0, "IdleTimeout")]
    [InlineData(10, 16, 30, null)]
    public void Options_OutOfRange_AreNamed(double seconds, int sessions, int minutes, string? named)
    {
        var options = new ScriptingOptions
        {
            TimeLimit = TimeSpan.FromSeconds(seconds), MaxSessions = sessions, IdleTimeout = TimeSpan.FromMinutes(minutes),
        };
        options.Validate().Select(problem => problem.Split(' ')[0]).ShouldBe(named is null ? [] : [named]);
    }
}
