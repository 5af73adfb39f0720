using System.Diagnostics;
using Microsoft.Data.Sqlite;
using PluginFramework.TestUtilities;

namespace PluginFramework.Identity.Sqlite.Tests;

public sealed class SqliteUserStoreTests : IDisposable
{
    private readonly TestPluginContext _context = new("identity.sqlite");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_context.DataDirectory, "users.db");

    public void Dispose() => _context.Dispose();

    [Fact]
    public async Task Store_OpenedAgain_HasWhatWasStored()
    {
        using (var store = new SqliteUserStore(_context)) await store.CreateAsync(Alice, [new("a", "1")], Token);
        using var again = new SqliteUserStore(_context);
        var user = (await again.FindAsync("alice", Token)).ShouldNotBeNull();
        (await again.GetSecretsAsync(user.Id, Token)).ShouldBe([new("a", "1")]);
    }

    [Fact]
    public void Constructor_TouchesNoFile()
    {
        using var store = new SqliteUserStore(_context);
        System.IO.File.Exists(File).ShouldBeFalse();
    }

    [Fact]
    public async Task Files_AreReadableByTheirOwnerOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        using var store = new SqliteUserStore(_context);
        await store.CreateAsync(Alice, [], Token);
        var files = Directory.GetFiles(_context.DataDirectory);
        files.Length.ShouldBe(3);
        foreach (var file in files) ModeOf(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
    }

    [Fact]
    public async Task Dispose_LeavesNoConnectionBehind()
    {
        using (var store = new SqliteUserStore(_context)) await store.CreateAsync(Alice, [], Token);
        // The last connection to close takes the log with it.
        Directory.GetFiles(_context.DataDirectory).ShouldBe([File]);
    }

    [Fact]
    public async Task Path_Relative_LiesInTheDataDirectory()
    {
        using var context = new TestPluginContext("identity.sqlite", new SqliteUsersOptions { Path = "below/people.db" });
        using var store = new SqliteUserStore(context);
        await store.CreateAsync(Alice, [], Token);
        System.IO.File.Exists(Path.Combine(context.DataDirectory, "below/people.db")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("this is no database, and it is longer than the hundred octets that an SQLite header has; so much text, so little sense.")]
    [InlineData("short")]
    public async Task File_ThatIsNoDatabase_IsRefusedByNameAndLeftAlone(string content)
    {
        await System.IO.File.WriteAllTextAsync(File, content, Token);
        var message = Should.Throw<InvalidDataException>(() => new SqliteUserStore(_context)).Message;
        message.ShouldContain(File);
        message.ShouldContain("Restore it");
        (await System.IO.File.ReadAllTextAsync(File, Token)).ShouldBe(content);
    }

    [Fact]
    public async Task File_OfANewerVersion_IsRefusedWithBothVersions()
    {
        using (var store = new SqliteUserStore(_context)) await store.CreateAsync(Alice, [], Token);
        Execute("PRAGMA user_version = 7");
        var message = Should.Throw<InvalidDataException>(() => new SqliteUserStore(_context)).Message;
        message.ShouldContain(File);
        message.ShouldContain("schema version 7");
    }

    [Fact]
    public async Task File_OfTheFirstVersion_KeepsItsUsers_AndLearnsToKeepRemovedOnes()
    {
        using (var store = new SqliteUserStore(_context)) await store.CreateAsync(Alice, [new("a", "1")], Token);
        Execute("DROP INDEX users_removed; ALTER TABLE users DROP COLUMN removed_at; PRAGMA user_version = 1");
        using var again = new SqliteUserStore(_context);
        var user = (await again.FindAsync("alice", Token)).ShouldNotBeNull();
        (await again.GetSecretsAsync(user.Id, Token)).ShouldBe([new("a", "1")]);
        (await again.RemoveAsync(user.Id, DateTimeOffset.UnixEpoch, Token)).ShouldBeTrue();
        (await again.FindRemovedAsync("alice", Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task File_OfAnotherProgram_IsRefusedAndLeftAlone()
    {
        await System.IO.File.WriteAllBytesAsync(File, [], Token);
        Execute("CREATE TABLE recipes (name TEXT)");
        using var store = new SqliteUserStore(_context);
        (await Should.ThrowAsync<InvalidDataException>(async () => await store.CountAsync(Token))).Message.ShouldContain("another program");
        Execute("INSERT INTO recipes VALUES ('soup')");
    }

    [Fact]
    public async Task File_DamagedInside_NamesItselfOnUse()
    {
        using (var store = new SqliteUserStore(_context))
        {
            for (var i = 0; i < 50; i++) await store.CreateAsync(Alice with { Name = $"user{i}", DisplayName = new string('x', 200) }, [new("a", "1")], Token);
        }

        var octets = await System.IO.File.ReadAllBytesAsync(File, Token);
        octets.AsSpan(4096).Fill(0x5A);
        await System.IO.File.WriteAllBytesAsync(File, octets, Token);
        using var damaged = new SqliteUserStore(_context);
        (await Should.ThrowAsync<InvalidDataException>(async () => await damaged.ListAsync(new UserQuery(), Token))).Message.ShouldContain(File);
    }

    [Fact]
    public async Task Write_InterruptedByAnError_LeavesNothingHalfDone()
    {
        using var store = new SqliteUserStore(_context);
        var user = await store.CreateAsync(Alice, [new("a", "1")], Token);
        await Should.ThrowAsync<Exception>(async () => await store.ReplaceAsync(user with { DisplayName = "A" }, [new("b", "2"), new("c", null!)], Token));
        (await store.GetAsync(user.Id, Token)).ShouldNotBeNull().DisplayName.ShouldBeNull();
        (await store.GetSecretsAsync(user.Id, Token)).ShouldBe([new("a", "1")]);
    }

    [Fact]
    public async Task Methods_WithACancelledToken_DoNothing()
    {
        using var store = new SqliteUserStore(_context);
        await Should.ThrowAsync<OperationCanceledException>(async () => await store.CreateAsync(Alice, [], new CancellationToken(true)));
        await Should.ThrowAsync<OperationCanceledException>(async () => await store.FindAsync("alice", new CancellationToken(true)));
        (await store.CountAsync(Token)).ShouldBe(0);
    }

    [Fact]
    public async Task TwoProcesses_WritingAtOnce_BothSucceed()
    {
        using var first = StartWriter("a", 40);
        using var second = StartWriter("b", 40);
        (await first.StandardOutput.ReadToEndAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(40);
        (await second.StandardOutput.ReadToEndAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(40);
        using var store = new SqliteUserStore(_context);
        (await store.CountAsync(Token)).ShouldBe(80);
    }

    [Fact]
    public async Task Process_KilledWhileWriting_LosesNothingItAcknowledged()
    {
        var acknowledged = new List<string>();
        using (var writer = StartWriter("user", 1_000_000))
        {
            while (acknowledged.Count < 25 && await writer.StandardOutput.ReadLineAsync(Token) is { } name) acknowledged.Add(name);
            writer.Kill();
            while (await writer.StandardOutput.ReadLineAsync(Token) is { } name) acknowledged.Add(name);
            await writer.WaitForExitAsync(Token);
        }

        acknowledged.Count.ShouldBeGreaterThanOrEqualTo(25);
        using var store = new SqliteUserStore(_context);
        (await store.CountAsync(Token)).ShouldBeInRange(acknowledged.Count, acknowledged.Count + 1);
        foreach (var name in acknowledged)
        {
            var user = (await store.FindAsync(name, Token)).ShouldNotBeNull(name);
            (await store.GetSecretsAsync(user.Id, Token)).Length.ShouldBe(2, name);
        }

        await store.CreateAsync(Alice, [], Token);
    }

    [Theory]
    [InlineData("", 10, "Path")]
    [InlineData("users.db", 0, "BusyTimeoutSeconds")]
    [InlineData("users.db", 301, "BusyTimeoutSeconds")]
    public void Options_OutOfRange_AreNamed(string path, int timeout, string property) =>
        new SqliteUsersOptions { Path = path, BusyTimeoutSeconds = timeout }.Validate().ShouldHaveSingleItem().ShouldStartWith(property);

    private static User Alice => new() { Id = "", Name = "alice" };

    private static UnixFileMode ModeOf(string file) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : System.IO.File.GetUnixFileMode(file);

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private Process StartWriter(string prefix, int count) => Process.Start(new ProcessStartInfo(Environment.ProcessPath is { } path
        && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
    {
        ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Identity.Sqlite.Writer.dll"), File, prefix, $"{count}" },
        RedirectStandardOutput = true,
    })!;
}
