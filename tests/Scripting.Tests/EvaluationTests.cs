using PluginFramework.Prompt;

namespace PluginFramework.Scripting.Tests;

public sealed class EvaluationTests : IAsyncLifetime
{
    private readonly EngineFixture _engine = new();
    private IPromptSession _session = null!;

    public async ValueTask InitializeAsync() => _session = await _engine.OpenAsync();

    public async ValueTask DisposeAsync() => await _engine.DisposeAsync();

    [Theory]
    [InlineData("1 + 1", "2")]
    [InlineData("\"a\" + 'b'", "\"ab\"")]
    [InlineData("(string)null", "null")]
    [InlineData("DayOfWeek.Friday", "DayOfWeek.Friday")]
    [InlineData("1.5m", "1.5")]
    [InlineData("Enumerable.Range(1, 4).Select(x => x * x).Sum()", "30")]
    [InlineData("await Task.FromResult(5)", "5")]
    [InlineData("Task.FromResult(6)", "6")]
    [InlineData("new ValueTask<int>(7)", "7")]
    [InlineData("async Task<int> F() { await Task.Yield(); return 8; } F()", "8")]
    [InlineData("return 9;", "9")]
    [InlineData("typeof(List<int?>)", "List<int?>")]
    [InlineData("Me.UserName", "\"root\"")]
    [InlineData("Plugins.Count()", "2")]
    [InlineData("Plugins[\"irc\"].State", "PluginState.Active")]
    [InlineData("Endpoints[0].Connections", "3")]
    [InlineData("unsafe { int x = 3; int* p = &x; return *p; }", "3")]
    [InlineData("[System.AttributeUsage(AttributeTargets.Class)] class FooAttribute : Attribute { } typeof(FooAttribute).Name", "\"FooAttribute\"")]
    [InlineData("new System.Xml.Linq.XElement(\"a\").Name.LocalName", "\"a\"")]
    [InlineData("using System.Collections.Concurrent; new ConcurrentBag<int>().Count", "0")]
    [InlineData("int x = 3; switch (x) { case 1: goto case 3; case 3: x = 30; break; } x", "30")]
    [InlineData("int n = 0; foreach (var i in new[] { 1, 2, 3 }) { if (i == 2) continue; n += i; } n", "4")]
    [InlineData("int n = 0; for (var i = 0; i < 300; i++) { try { if (i % 2 == 0) continue; n++; } finally { n++; } } n", "450")]
    [InlineData("IEnumerable<int> G() { for (var i = 0; ; i++) yield return i; } G().Skip(3).First()", "3")]
    [InlineData("string.Join(\",\", from x in new[] { 3, 1 } orderby x select x)", "\"1,3\"")]
    public async Task Evaluate_OfAnExpression_IsItsValue(string code, string text) => (await _session.Text(code)).ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData("// nothing")]
    [InlineData("var x = 1;")]
    [InlineData("Task.CompletedTask")]
    [InlineData("await Task.Yield();")]
    [InlineData("Console.Write(1)")]
    [InlineData("void F() { }")]
    public async Task Evaluate_OfAStatement_HasNoValue(string code) => (await _session.Value(code)).ShouldBeNull();

    [Fact]
    public async Task Declarations_OfEveryKind_LastFromEntryToEntry()
    {
        await _session.Value("using System.Globalization; var x = 20;");
        await _session.Value("int Twice(int n) => 2 * n;");
        await _session.Value("record Pair(int A, int B); class Box<T> { public T Item; }");
        await _session.Value("int.TryParse(\"2\", out var y)");
        await _session.Value("Func<int, int> add = n => n + x;");
        (await _session.Text("new Pair(Twice(x), y) is var (a, b) ? add(a + b) : 0")).ShouldBe("62");
        (await _session.Text("new Box<string> { Item = CultureInfo.InvariantCulture.Name }.Item")).ShouldBe("\"\"");
        await _session.Value("var x = \"shadowed\";");
        (await _session.Text("x")).ShouldBe("\"shadowed\"");
        (await _session.Text("add(1)")).ShouldBe("21");
    }

    [Fact]
    public async Task Usings_Alone_LastFromEntryToEntry()
    {
        await _session.Value("using System.Globalization;");
        await _session.Value("// nothing");
        await _session.Value("using Number = System.Int32;");
        (await _session.Text("Number.Parse(\"5\", CultureInfo.InvariantCulture)")).ShouldBe("5");
    }

    [Fact]
    public async Task Declarations_OfAnEntryThatThrew_Stay()
    {
        (await _session.Run("var before = 7; throw new InvalidOperationException(\"boom\");")).ShouldBeOfType<PromptResult.Threw>();
        (await _session.Text("before")).ShouldBe("7");
    }

    [Fact]
    public async Task Declarations_OfAnotherSession_AreNotSeen()
    {
        await _session.Value("var mine = 1;");
        var other = await _engine.OpenAsync();
        (await other.Run("mine")).ShouldBeOfType<PromptResult.Invalid>().Diagnostics[0].Id.ShouldBe("CS0103");
    }

    [Fact]
    public async Task Evaluate_OfWhatDoesNotCompile_SaysWhere()
    {
        var invalid = (await _session.Run("var a = 1;\nint b = a +;")).ShouldBeOfType<PromptResult.Invalid>();
        invalid.Diagnostics[0].ShouldBe(new PromptDiagnostic("CS1525", true, 2, 12, invalid.Diagnostics[0].Message) { Length = 1 });
        invalid.Diagnostics[0].Message.ShouldContain(";");
        (await _session.Run("a")).ShouldBeOfType<PromptResult.Invalid>("nothing of it ran");
    }

    [Theory]
    [InlineData("using No.Such.Space;", "CS0246")]
    [InlineData("Console.WriteLin(1)", "CS0117")]
    [InlineData("#r \"x.dll\"", "CS7099")]
    [InlineData("#load \"x.csx\"", "CS8099")]
    public async Task Evaluate_OfWhatIsUnknown_NamesIt(string code, string id) =>
        (await _session.Run(code)).ShouldBeOfType<PromptResult.Invalid>().Diagnostics[0].Id.ShouldBe(id);

    [Theory]
    [InlineData("throw new Exception(\"outer\", new FormatException(\"inner\", new ArgumentException(\"innermost\")));", "outer ---> System.FormatException: inner ---> System.ArgumentException: innermost")]
    [InlineData("throw new AggregateException(new FormatException(\"one\"), new FormatException(\"two\"));", "One or more errors occurred. (one) (two)")]
    public async Task Exception_WithACause_TellsIt(string code, string message) => (await _session.Run(code)).ShouldBeOfType<PromptResult.Threw>().Message.ShouldBe(message);

    [Fact]
    public async Task Evaluate_OfAThrowingEntry_ShowsItsOwnFramesFirst()
    {
        await _session.Value("[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)] int Parse(string text) => int.Parse(text);");
        var threw = (await _session.Run("Parse(\"x\")")).ShouldBeOfType<PromptResult.Threw>();
        threw.Type.ShouldBe("System.FormatException");
        threw.Message.ShouldContain("'x'");
        threw.StackTrace.ShouldStartWith("at Parse(String text)\nat the entry\nat System.");
        threw.StackTrace.ShouldNotContain("EntryRunner");
    }

    [Theory]
    [InlineData("throw new Exception();", "at the entry")]
    [InlineData("await Task.Yield(); throw new Exception();", "at the entry")]
    [InlineData("async Task Late(int n) { await Task.Yield(); throw new Exception(); } await Late(1);", "at Late()|at the entry")]
    [InlineData("Action<string> fail = text => throw new Exception(); fail(\"\");", "at lambda(String text)|at the entry")]
    [InlineData("var n = 1; [MethodImpl(MethodImplOptions.NoInlining)] void Run() { var m = n; Action fail = () => throw new Exception($\"{m}\"); fail(); } Run();", "at lambda()|at Run()|at the entry")]
    [InlineData("[MethodImpl(MethodImplOptions.NoInlining)] void Run() { Inner(1); static void Inner(int n) => throw new Exception(); } Run();", "at Inner(Int32 n)|at Run()|at the entry")]
    [InlineData("{ void Inner(int n) => throw new Exception(); Inner(1); }", "at Inner(Int32 n)|at the entry")]
    [InlineData("class Tool { public T Make<T>() => throw new Exception(); } new Tool().Make<int>();", "at Tool.Make[T]()|at the entry")]
    [InlineData("IEnumerable<int> Each() { yield return 1; throw new Exception(); } foreach (var each in Each()) ;", "at Each()|at the entry")]
    public async Task Frames_OfEntries_ReadAsTheyWereWritten(string code, string expected) =>
        (await _session.Run("using System.Runtime.CompilerServices; " + code)).ShouldBeOfType<PromptResult.Threw>().StackTrace.ShouldBe(expected.Replace('|', '\n'));

    [Fact]
    public async Task Console_IsTheEntrysOwn()
    {
        var result = await _session.Run("Console.WriteLine(\"a\"); Console.Write(\"{0}!\", 1.5); await Task.Run(() => Console.Out.WriteLine(2)); class C { public static void M() => Console.Write('m'); } C.M(); 5");
        result.Output.ShouldBe("a\n1.5!2\nm");
        (await _session.Run("Console.ReadLine()")).Output.ShouldBe("");
    }

    [Fact]
    public async Task Elapsed_IsMeasured() => (await _session.Run("1")).Elapsed.ShouldBeGreaterThan(TimeSpan.Zero);

    [Fact]
    public async Task Users_AreCountedFoundAndChanged()
    {
        (await _session.Text("Users.Count()")).ShouldBe("0");
        (await _session.Value("Users.Add(\"bob\", \"correct horse\", \"operator\")")).ShouldBeOfType<PromptValue.Node>().Type.ShouldBe("User");
        (await _session.Text("Users.Find(\"bob\").Roles.Single()")).ShouldBe("\"operator\"");
        (await _session.Text("Users.Count(u => u.Name == \"bob\")")).ShouldBe("1");
        (await _session.Text("(await Users.Change(\"bob\", new UserChange { DisplayName = \"Bob\" })).DisplayName")).ShouldBe("\"Bob\"");
        (await _session.Value("Users.Remove(\"bob\")")).ShouldBeNull();
        (await _session.Text("Users.Count()")).ShouldBe("0");
        _engine.Users.Actors.ShouldBe(["root", "root", "root"]);
    }

    [Fact]
    public async Task Users_MoreThanAPage_AreAllSeen()
    {
        await _session.Value("for (var i = 0; i < 2100; i++) await Users.Add($\"u{i:0000}\");");
        (await _session.Text("Users.Select(u => u.Name).Distinct().LongCount()")).ShouldBe("2100");
    }

    [Fact]
    public async Task Users_WithoutAProvider_SaySo()
    {
        _engine.LiveUsers.Remove(_engine.Users);
        (await _session.Run("Users.Count()")).ShouldBeOfType<PromptResult.Threw>().Message.ShouldContain("No plugin provides users");
        (await _session.Run("Chat")).ShouldBeOfType<PromptResult.Threw>().Message.ShouldContain("No plugin provides a chat network");
    }

    [Fact]
    public async Task Plugins_AreReloaded()
    {
        await _session.Value("Plugins.Reload(\"irc\")");
        (await _session.Run("Plugins.Disable(\"nope\")")).ShouldBeOfType<PromptResult.Threw>().Type.ShouldBe("PluginFramework.Plugins.PluginNotFoundException");
        _engine.Plugins.Calls.ShouldBe(["reload irc", "disable nope"]);
    }

    [Fact]
    public async Task Evaluate_WhileAnotherRuns_IsRefused()
    {
        using var cancel = new CancellationTokenSource();
        var running = _session.EvaluateAsync("await Task.Delay(-1)", cancel.Token);
        await Should.ThrowAsync<InvalidOperationException>(_session.Run("1"));
        await cancel.CancelAsync();
        (await running).ShouldBeOfType<PromptResult.Cancelled>();
        (await _session.Text("1")).ShouldBe("1");
    }

    [Fact]
    public async Task Evaluate_OfMoreThan64KiB_IsInvalid() =>
        (await _session.Run("\"" + new string('é', 32 * 1024) + "\"")).ShouldBeOfType<PromptResult.Invalid>().Diagnostics[0].Message.ShouldContain("65538 octets");

    [Fact]
    public async Task Reset_ForgetsDeclarations()
    {
        await _session.Value("var x = 1;");
        await _session.ResetAsync(TestContext.Current.CancellationToken);
        (await _session.Run("x")).ShouldBeOfType<PromptResult.Invalid>();
        (await _session.Text("Me.UserName")).ShouldBe("\"root\"");
    }
}
