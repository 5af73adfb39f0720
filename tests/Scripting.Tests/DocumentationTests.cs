using System.Diagnostics;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Compilation;

namespace PluginFramework.Scripting.Tests;

public sealed class DocumentationTests : IAsyncLifetime
{
    private readonly EngineFixture _engine = new();
    private IPromptSession _session = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _session = await _engine.OpenAsync();

    public async ValueTask DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task Completion_HasTheSummaryOfTheFileBesideTheAssembly()
    {
        var proposals = await _session.CompleteAsync("Users.", 6, Token);
        var add = proposals.Single(proposal => proposal.Text == "Add");
        add.Documentation.ShouldBe("Adds a user.");
        add.Overloads.ShouldBe(2);
        proposals.Single(proposal => proposal.Text == "Count").ShouldSatisfyAllConditions(
            count => count.Documentation.ShouldBe("How many users there are."), count => count.Description.ShouldContain("Count("));
    }

    [Fact]
    public async Task Completion_OfTheRuntimesOwn_HasTheSummaryOfTheReferencePack()
    {
        Assert.SkipUnless(HasPacks, "There is no SDK on this machine whose reference packs could be read.");
        (await _session.CompleteAsync("\"\".", 3, Token)).Single(proposal => proposal.Text == "Trim").Documentation.ShouldStartWith("Removes all leading and trailing");
        (await _session.CompleteAsync("new int[0].Sele", 15, Token)).Single(proposal => proposal.Text == "Select").Documentation.ShouldContain("Projects each element");
    }

    [Fact]
    public async Task Completion_WithDocumentation_RunsNoGetter()
    {
        await _session.Run("var looked = 0; class Thing { public int Trap { get { throw new Exception(); } } } var thing = new Thing();");
        (await _session.CompleteAsync("thing.", 6, Token)).ShouldContain(proposal => proposal.Text == "Trap" && proposal.Documentation == "");
    }

    [Fact]
    public async Task Completion_IsQuickOnceTheFilesAreKnown()
    {
        await _session.CompleteAsync("\"\".", 3, Token);
        var clock = Stopwatch.StartNew();
        await _session.CompleteAsync("\"\".", 3, Token);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMilliseconds(500));
    }

    [Theory]
    [InlineData("Users.Add", "PromptUsers.Add", "method", "Adds a user.")]
    [InlineData("Plugins.Find", "PromptPlugins.Find", "method", "The plugin of that id, or null. Where several claim the id, the one that runs.")]
    [InlineData("Me", "PromptGlobals.Me", "property", "Whoever sits at the prompt.")]
    [InlineData("Principal", "Principal", "type", "A user who has proved who they are, as of that moment. Plain data.")]
    public async Task Describe_SaysWhatTheDocumentationDoes(string name, string full, string kind, string summary)
    {
        var description = (await _session.DescribeAsync(name, Token)).ShouldNotBeNull();
        (description.Name, description.Kind, description.Summary).ShouldBe((full, kind, summary));
        description.Signatures.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Describe_OfAMethod_HasItsParametersAndExceptions()
    {
        var description = (await _session.DescribeAsync("Users.Add", Token)).ShouldNotBeNull();
        description.Overloads.ShouldBe(2);
        description.Parameters.ShouldContain(new PromptNote("password", "The password; null: no login by password."));
        description.Exceptions.ShouldContain(new PromptNote("IdentityException", "It was refused."));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("")]
    [InlineData("1 +")]
    [InlineData("Users.Nope")]
    public async Task Describe_OfWhatMeansNothing_IsNull(string name) => (await _session.DescribeAsync(name, Token)).ShouldBeNull();

    [Fact]
    public async Task Describe_OfWhatIsDeclaredHere_HasItsSignature()
    {
        await _session.Run("int Twice(int x) => 2 * x;");
        (await _session.DescribeAsync("Twice", Token)).ShouldNotBeNull().Signatures.ShouldHaveSingleItem().ShouldContain("Twice(int x)");
    }

    [Fact]
    public void File_ThatIsDamagedOrNotThere_HasNothing()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "<doc><members><member name=\"T:A\"><summary>a <b></summary></member><member name=\"T:B\"><summary>fine &amp; good</summary></member><member name=\"T:C");
            var file = DocumentationFile.Read(path).ShouldNotBeNull();
            file.Find("T:A").ShouldBeNull();
            DocumentationText.Of(file.Find("T:B"), 100).ShouldBe("fine & good");
            file.Find("T:C").ShouldBeNull();
            File.Delete(path);
            file.Find("T:B").ShouldBeNull();
        }
        finally
        {
            File.Delete(path);
        }

        DocumentationFile.Read(path).ShouldBeNull();
    }

    [Fact]
    public void Text_IsPlainAndBounded()
    {
        var element = System.Xml.Linq.XElement.Parse(
            "<summary> Says <see langword=\"null\"/>\n to <see cref=\"M:System.String.Join(System.Char)\"/> and <paramref name=\"x\"/>.<para>More <c>code</c>.</para></summary>");
        DocumentationText.Of(element, 100).ShouldBe("Says null to String.Join and x.\nMore code.");
        DocumentationText.Of(element, 10).ShouldBe("Says null…");
    }

    private static bool HasPacks => Directory.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
}
