using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using PluginFramework.Plugins;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Packages;

namespace PluginFramework.Scripting.Tests;

public sealed class PackageTests
{
    private const string Text = "namespace Acme; public static class Text { public static string Shout(string word) => word.ToUpperInvariant() + \"!\"; public record Word(string Letters); }";

    private const string Documentation = "<doc><members><member name=\"M:Acme.Text.Shout(System.String)\"><summary>Says it loudly.</summary></member></members></doc>";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Package_AskedForByAnEntry_IsThereForItAndLaterOnes()
    {
        await using var engine = WithText();
        var session = await engine.OpenAsync();
        var result = (await session.Run("#r \"nuget: Acme.Text\"\nusing Acme;\nvar word = new Text.Word(\"a\");\nText.Shout(word.Letters)")).ShouldBeOfType<PromptResult.Completed>();
        result.Value.ShouldBeOfType<PromptValue.Scalar>().Text.ShouldBe("\"A!\"");
        result.Output.ShouldBe("Acme.Text 2.0.0 from the feed fake\n");
        (await session.Text("Text.Shout(word.Letters + \"b\")")).ShouldBe("\"AB!\"");
        (await session.Text("word == new Text.Word(\"a\")")).ShouldBe("true", "the type is the same from entry to entry");
    }

    [Fact]
    public async Task Package_OfASession_HasCompletionTypesAndDocumentation()
    {
        await using var engine = WithText();
        var session = await engine.OpenAsync();
        (await session.Run("#r \"nuget: Acme.Text, 2.0.0\"")).ShouldBeOfType<PromptResult.Completed>().Value.ShouldBeNull();
        var proposal = (await session.CompleteAsync("Acme.Text.Sh", 12, Token)).ShouldHaveSingleItem();
        (proposal.Text, proposal.Documentation).ShouldBe(("Shout", "Says it loudly."));
        (await session.DescribeAsync("Acme.Text.Shout", Token)).ShouldNotBeNull().Summary.ShouldBe("Says it loudly.");
    }

    [Theory]
    [InlineData("#r \"nuget: Acme.Text\"", "Acme.Text", null)]
    [InlineData("#r \"nuget:Acme.Text, 2.0.0\"", "Acme.Text", "2.0.0")]
    [InlineData("// first\n#r \"NuGet: Acme.Text ,[1.0,2.0) \"", "Acme.Text", "[1.0,2.0)")]
    [InlineData("#r \"nuget: Acme.Text, 1.*\"\n1 + 1", "Acme.Text", "1.*")]
    public async Task Directive_SaysWhichVersion(string code, string id, string? version) =>
        (await PackageDirectives.FindAsync(code)).ShouldHaveSingleItem().Request.ShouldBe(new PackageRequest(id, version));

    [Theory]
    [InlineData("1 + 1; \n#r \"nuget: Acme.Text\"")]
    [InlineData("#if NEVER\n#r \"nuget: Acme.Text\"\n#endif\n1")]
    [InlineData("var text = \"#r nuget\"; // #r \"nuget: Acme.Text\"")]
    public async Task Directive_NotAtTheBeginning_IsNone(string code) => (await PackageDirectives.FindAsync(code)).ShouldBeEmpty();

    [Fact]
    public async Task OtherLines_StayWhereTheyAre()
    {
        await using var engine = WithText();
        var session = await engine.OpenAsync();
        var problem = (await session.Run("#r \"nuget: Acme.Text\"\n  Gone()")).ShouldBeOfType<PromptResult.Invalid>().Diagnostics.ShouldHaveSingleItem();
        (problem.Id, problem.Line, problem.Column).ShouldBe(("CS0103", 2, 3));
    }

    [Fact]
    public async Task Package_ThatIsUnknown_IsSaidWhereItIsAskedFor_AndAudited()
    {
        await using var engine = WithText();
        var session = await engine.OpenAsync();
        var problem = (await session.Run("#r \"nuget: Acme.Text\"\n#r \"nuget: Acme.Gone, 1.0\"\n1")).ShouldBeOfType<PromptResult.Invalid>().Diagnostics.ShouldHaveSingleItem();
        (problem.Id, problem.IsError, problem.Line).ShouldBe(("PROMPT2", true, 2));
        problem.Message.ShouldContain("There is no package Acme.Gone");
        engine.Audit.Events.ShouldContain(audited => audited.Action == "prompt.package" && audited.Outcome == "refused" && audited.Subject == "Acme.Text, Acme.Gone 1.0" && audited.Actor == "root");
        (await session.Run("Acme.Text.Shout(\"a\")")).ShouldBeOfType<PromptResult.Invalid>("nothing was loaded");
    }

    [Fact]
    public async Task Package_ThatCame_IsAudited()
    {
        await using var engine = WithText();
        await (await engine.OpenAsync()).Run("#r \"nuget: Acme.Text, 1.0.0\"");
        var audited = engine.Audit.Events.Single(one => one.Action == "prompt.package");
        (audited.Outcome, audited.Subject, audited.Detail, audited.Surface).ShouldBe(("ok", "Acme.Text 1.0.0", "Acme.Text 1.0.0 from the feed fake", "test"));
    }

    [Fact]
    public async Task HostWithoutFeeds_SaysWhatToDo()
    {
        await using var engine = new EngineFixture(hasFeeds: false);
        var problem = (await (await engine.OpenAsync()).Run("#r \"nuget: Acme.Text\"")).ShouldBeOfType<PromptResult.Invalid>().Diagnostics.ShouldHaveSingleItem();
        problem.Message.ShouldContain("Make a plugin of what is needed");
    }

    [Fact]
    public async Task Package_InAnotherVersion_NeedsAReset()
    {
        await using var engine = WithText();
        var session = await engine.OpenAsync();
        await session.Run("#r \"nuget: Acme.Text, 1.0.0\"");
        (await session.Run("#r \"nuget: Acme.Text, 2.0.0\"")).ShouldBeOfType<PromptResult.Invalid>().Diagnostics[0].Message
            .ShouldContain("Acme.Text 1.0.0 is loaded in this session, and now 2.0.0 is needed. Reset the session");
        (await session.Run("#r \"nuget: Acme.Text\"")).ShouldBeOfType<PromptResult.Completed>("the one that is there will do").Output.ShouldBe("");
        await session.ResetAsync(Token);
        (await session.Run("#r \"nuget: Acme.Text, 2.0.0\"")).ShouldBeOfType<PromptResult.Completed>();
    }

    [Fact]
    public async Task SecondPackage_UsesWhatTheFirstBrought()
    {
        await using var engine = WithText();
        engine.Packages.Add("Acme.Song", "1.0.0", "public static class Song { public static Acme.Text.Word First => new(\"la\"); }", "", new PackageRequest("Acme.Text", "[2.0.0]"));
        var session = await engine.OpenAsync();
        await session.Run("#r \"nuget: Acme.Text\"\nAcme.Text.Word word = null;");
        (await session.Run("#r \"nuget: Acme.Song\"\nword = Song.First; word.Letters")).ShouldBeOfType<PromptResult.Completed>().Output.ShouldBe("Acme.Song 1.0.0 from the feed fake\n");
        engine.Packages.Asked[^1].ShouldContain(new PackageRequest("Acme.Text", "[2.0.0]"), "what is there stays as it is");
        (await session.Text("Acme.Text.Shout(word.Letters)")).ShouldBe("\"LA!\"");
    }

    [Theory]
    [InlineData("Acme.Text")]
    [InlineData("Acme.Text, 1.0.0")]
    [InlineData("acme.text, [2.0.0]")]
    public async Task WhatAnotherPackageBrought_WillDo(string asked)
    {
        await using var engine = WithText();
        engine.Packages.Add("Acme.Song", "1.0.0", "public static class Song { public static Acme.Text.Word First => new(\"la\"); }", "", new PackageRequest("Acme.Text", "[2.0.0]"));
        engine.Packages.Add("Acme.Text", "3.0.0", Text);
        var session = await engine.OpenAsync();
        await session.Value("#r \"nuget: Acme.Song\"\nAcme.Text.Word word = Song.First;");
        (await session.Run($"#r \"nuget: {asked}\"\nAcme.Text.Shout(word.Letters)")).ShouldBeOfType<PromptResult.Completed>().Output.ShouldBe("");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TwoPackages_ThatBringTheSameAssembly_MustAgree(bool isSame)
    {
        await using var engine = new EngineFixture();
        const string Code = "public static class Common { public static int Number => 7; }";
        var first = engine.Packages.Compile("Acme.Common", Code);
        engine.Packages.AddAssembly("Acme.One", "1.0.0", new("Acme.Common", first));
        engine.Packages.AddAssembly("Acme.Two", "1.5.0", new("Acme.Common", isSame ? first : engine.Packages.Compile("Acme.Common", Code)));
        var session = await engine.OpenAsync();
        await session.Value("#r \"nuget: Acme.One\"\nvar seven = Common.Number;");
        for (var i = 0; i < 2; i++)
        {
            var result = await session.Run("#r \"nuget: Acme.Two\"\nCommon.Number == seven");
            if (isSame) result.ShouldBeOfType<PromptResult.Completed>();
            else result.ShouldBeOfType<PromptResult.Invalid>().Diagnostics[0].Message.ShouldContain("Acme.One 1.0.0 and Acme.Two 1.5.0 bring the assembly Acme.Common in different builds");
        }

        (await session.Text("Common.Number")).ShouldBe("7");
    }

    [Fact]
    public async Task AssemblyThatCannotBeLoaded_IsNamed_AsOftenAsItIsAskedFor()
    {
        await using var engine = WithText();
        engine.Packages.AddAssembly("Acme.Broken", "1.0.0", new("Acme.Broken", engine.Packages.Compile("Acme.Broken", "[assembly: System.Runtime.CompilerServices.ReferenceAssembly]")), new PackageRequest("Acme.Text", "[1.0.0]"));
        engine.Packages.AddAssembly("Acme.Garbage", "1.0.0", new("Acme.Garbage", new byte[100]));
        var session = await engine.OpenAsync();
        for (var i = 0; i < 2; i++)
        {
            foreach (var id in (string[])["Acme.Broken", "Acme.Garbage"])
            {
                (await session.Run($"#r \"nuget: {id}\"")).ShouldBeOfType<PromptResult.Invalid>().Diagnostics[0].Message
                    .ShouldStartWith($"The assembly {id} of {id} 1.0.0 cannot be loaded here: ");
            }
        }

        (await session.Run("#r \"nuget: Acme.Text, [1.0.0]\"\nAcme.Text.Shout(\"a\")")).ShouldBeOfType<PromptResult.Completed>("the session goes on");
    }

    [Fact]
    public async Task Sessions_SeeNothingOfEachOthersPackages()
    {
        await using var engine = WithText();
        var (one, two, three) = (await engine.OpenAsync(), await engine.OpenAsync(), await engine.OpenAsync());
        await one.Run("#r \"nuget: Acme.Text, 1.0.0\"\nAcme.Text.Word mine = new(\"a\");");
        await two.Run("#r \"nuget: Acme.Text, 2.0.0\"\nAcme.Text.Word mine = new(\"b\");");
        (await three.Run("Acme.Text.Shout(\"a\")")).ShouldBeOfType<PromptResult.Invalid>();
        (await one.Text("typeof(Acme.Text).Assembly == mine.GetType().Assembly && mine == new Acme.Text.Word(\"a\")")).ShouldBe("true");
        (await two.Text("mine == new Acme.Text.Word(\"b\")")).ShouldBe("true");
    }

    [Fact]
    public async Task Download_IsGivenUp_WhenTheEntryIsStopped()
    {
        await using var engine = WithText();
        engine.Packages.Ready = new TaskCompletionSource().Task;
        var session = await engine.OpenAsync();
        using var stop = new CancellationTokenSource();
        var running = session.EvaluateAsync("#r \"nuget: Acme.Text\"", stop.Token);
        running.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
        (await running).ShouldBeOfType<PromptResult.Cancelled>();
        engine.Audit.Events.ShouldContain(audited => audited.Action == "prompt.package" && audited.Outcome == "cancelled");
        engine.Packages.Ready = Task.CompletedTask;
        (await session.Run("#r \"nuget: Acme.Text\"")).ShouldBeOfType<PromptResult.Completed>("the session goes on");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Download_IsGivenUp_WhenTheSessionIsResetOrClosed(bool isClosed)
    {
        await using var engine = WithText();
        engine.Packages.Ready = new TaskCompletionSource().Task;
        var session = await engine.OpenAsync();
        var running = session.Run("#r \"nuget: Acme.Text\"\nAcme.Text.Shout(\"a\")");
        while (engine.Packages.Asked.Count == 0) await Task.Delay(1, Token);
        if (isClosed) await session.DisposeAsync();
        else await session.ResetAsync(Token);
        (await running).ShouldBeOfType<PromptResult.Cancelled>();
        if (isClosed) return;
        engine.Packages.Ready = Task.CompletedTask;
        (await session.Run("Acme.Text.Shout(\"a\")")).ShouldBeOfType<PromptResult.Invalid>("nothing came");
        (await session.Run("#r \"nuget: Acme.Text\"\nAcme.Text.Shout(\"a\")")).ShouldBeOfType<PromptResult.Completed>("the session goes on");
    }

    [Fact]
    public async Task Download_HasALimitOfItsOwn()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var engine = new EngineFixture(new ScriptingOptions { PackageTimeLimit = TimeSpan.FromSeconds(30) }, time);
        engine.Packages.Ready = new TaskCompletionSource().Task;
        var running = (await engine.OpenAsync()).Run("#r \"nuget: Acme.Text\"");
        while (engine.Packages.Asked.Count == 0) await Task.Delay(1, Token);
        time.Advance(TimeSpan.FromSeconds(29));
        running.IsCompleted.ShouldBeFalse("an entry's own limit of ten seconds does not count");
        time.Advance(TimeSpan.FromSeconds(2));
        (await running).ShouldBeOfType<PromptResult.TimedOut>().Limit.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Package_IsFreed_WithItsSession()
    {
        await using var engine = WithText();
        var session = await engine.OpenAsync();
        var contexts = await UseAsync(session);
        contexts.ShouldNotBeEmpty();
        Alive(contexts, patience: TimeSpan.Zero).ShouldBe(contexts.Count, "the session has them");
        await session.ResetAsync(Token);
        await Task.Yield();
        Alive(contexts, TimeSpan.FromSeconds(20)).ShouldBe(0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<List<WeakReference>> UseAsync(IPromptSession session)
    {
        var before = Contexts().ToHashSet();
        await session.Value("#r \"nuget: Acme.Text\"\nusing Acme; var words = new[] { \"a\" }.Select(letters => new Text.Word(letters)).ToList(); Text.Shout(words[0].Letters)");
        return [.. Contexts().Except(before).Select(context => new WeakReference(context))];
    }

    private static IEnumerable<AssemblyLoadContext> Contexts() => AssemblyLoadContext.All.Where(context => context.Name == PackageLoadContext.ContextName);

    private static int Alive(List<WeakReference> contexts, TimeSpan patience)
    {
        var clock = Stopwatch.StartNew();
        do
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        while (contexts.Exists(context => context.IsAlive) && clock.Elapsed < patience);
        return contexts.Count(context => context.IsAlive);
    }

    private static EngineFixture WithText()
    {
        var engine = new EngineFixture();
        engine.Packages.Add("Acme.Text", "1.0.0", Text);
        engine.Packages.Add("Acme.Text", "2.0.0", Text, Documentation);
        return engine;
    }
}
