using PluginFramework.Prompt;

namespace PluginFramework.Scripting.Tests;

public sealed class EditingTests : IAsyncLifetime
{
    private readonly EngineFixture _engine = new();
    private IPromptSession _session = null!;

    public async ValueTask InitializeAsync() => _session = await _engine.OpenAsync();

    public async ValueTask DisposeAsync() => await _engine.DisposeAsync();

    [Theory]
    [InlineData("", true)]
    [InlineData("1", true)]
    [InlineData("1 +", false)]
    [InlineData("var x = 1;", true)]
    [InlineData("void F() {", false)]
    [InlineData("void F() { }", true)]
    [InlineData("if (true)", false)]
    [InlineData("if (true) x();", true)]
    [InlineData("class A { int B", false)]
    [InlineData("\"open", false)]
    [InlineData("@\"open", false)]
    [InlineData("$@\"{1", false)]
    [InlineData("/* open", false)]
    [InlineData("Users.Where(u =>", false)]
    [InlineData("#if X", false)]
    [InlineData("}", true)]
    [InlineData("x => x", true)]
    public void IsComplete_SaysWhetherEnterShouldRun(string code, bool isComplete) => _session.IsComplete(code).ShouldBe(isComplete);

    [Theory]
    [InlineData("Users.Fi", "Find", "method")]
    [InlineData("Us", "Users", "property")]
    [InlineData("\"\".Le", "Length", "property")]
    [InlineData("DayOfWeek.Fr", "Friday", "field")]
    [InlineData("System.Coll", "Collections", "namespace")]
    [InlineData("new List", "List", "type")]
    [InlineData("new[] { 1 }.Sel", "Select", "method")]
    [InlineData("Me?.User", "UserName", "property")]
    [InlineData("whi", "while", "keyword")]
    [InlineData("Func<int, int> f = abc => ab", "abc", "local")]
    [InlineData("Console.WriteL", "WriteLine", "method")]
    public async Task Complete_AtTheEnd_Proposes(string code, string text, string kind)
    {
        var proposals = await _session.CompleteAsync(code, code.Length, TestContext.Current.CancellationToken);
        proposals.Where(proposal => proposal.Text == text).ShouldHaveSingleItem().Kind.ShouldBe(kind);
        proposals.Length.ShouldBeLessThanOrEqualTo(200);
    }

    [Fact]
    public async Task Complete_KnowsEarlierDeclarations_AndRunsNothing()
    {
        await _session.Value("var bookshelf = new List<int>();");
        (await _session.CompleteAsync("Users.Add(\"x\"); boo", 19, TestContext.Current.CancellationToken)).ShouldContain(p => p.Text == "bookshelf");
        _engine.Users.Actors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("1", 99)]
    [InlineData("...", 3)]
    [InlineData("Nope.", 5)]
    [InlineData("\u0001(((", -4)]
    public async Task Complete_OfNonsense_DoesNotThrow(string code, int position) =>
        (await _session.CompleteAsync(code, position, TestContext.Current.CancellationToken)).Length.ShouldBeLessThanOrEqualTo(200);

    /// <summary>With each nested call the compiler tries all overloads within all overloads of the one around it.</summary>
    [Fact]
    public async Task Complete_OfWhatTakesTheCompilerForEver_GivesUpSoon()
    {
        const int depth = 25;
        var code = string.Concat(Enumerable.Range(0, depth).Select(i => $"new[] {{ 1 }}.SelectMany(a{i} => ")) + "a0.";
        await _session.CompleteAsync("\"\".Le", 5, TestContext.Current.CancellationToken);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        (await _session.CompleteAsync(code, code.Length, TestContext.Current.CancellationToken)).ShouldBeEmpty();
        clock.Elapsed.ShouldBeLessThan(Compilation.EditingAid.Limit + TimeSpan.FromSeconds(2));
        (await _session.CompleteAsync("\"\".Le", 5, TestContext.Current.CancellationToken)).ShouldNotBeEmpty("the session goes on");
    }
}
