using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests;

/// <summary>What the manuals show is taken from them and done.</summary>
public sealed class ManualTests
{
    private const string AuthorsGuide = "Contracts/README.md";

    /// <summary>As an author does it, with the packed Contracts.</summary>
    [Fact]
    public async Task SmallestPlugin_Published_RunsOnceItIsCopied()
    {
        await using var daemon = new TestDaemon();
        await daemon.StartAsync("--endpoint", "hello=tcp://127.0.0.1:0");
        var project = daemon.Aside("hello");
        Directory.CreateDirectory(project);
        await WriteAsync(project, "Hello.csproj", Manual.Code(AuthorsGuide, "The smallest plugin", "xml"));
        await WriteAsync(project, "Hello.cs", Manual.Code(AuthorsGuide, "The smallest plugin", "csharp"));
        using var feed = await PackedFeed.CreateAsync();
        await WriteAsync(project, "nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{feed.Path}" /></packageSources>
              <config><add key="globalPackagesFolder" value="packages" /></config>
            </configuration>
            """);

        await BuildAsync("publish", project, daemon.Aside("published"));
        Directory.Move(daemon.Aside("published"), Path.Combine(daemon.PluginDirectory, "hello"));

        await daemon.UntilAsync("The plugin runs", status => status.Plugins.Any(plugin => plugin is { Id: "hello", State: "Active" }));
        await using var client = await daemon.ConnectAsync(protocol: "hello");
        (await client.Lines.ReadToEndAsync()).TrimEnd().ShouldBe("hello");
    }

    [Fact]
    public async Task OptionsPanelAndWebModule_Compile_AndDoWhatTheirTextSays()
    {
        await using var daemon = new TestDaemon();
        daemon.Drop(new("hello", $"""
            using System.Collections.Immutable;
            using PluginFramework.Panels;
            {Manual.Code(AuthorsGuide, "Options", "csharp")}
            {Manual.Code(AuthorsGuide, "A panel", "csharp")}
            """));
        daemon.Drop(new("guestbook", Manual.Code("plugins/Http/README.md", "A web module", "csharp")));
        await daemon.DoAsync("start", "--endpoint", "http=tcp://127.0.0.1:0", "--endpoint", "irc=", "--endpoint", "ssh=");

        (await daemon.DoAsync("config", "set", "plugins.hello.Greeting", "good day", "--yes")).ShouldContain("\"greeting\": \"good day\"");
        (await daemon.RunCommandAsync("config", "set", "plugins.hello.Greeting", new('a', 201), "--yes")).Error.ShouldContain("Greeting has 201 characters; 200 are the most.");
        (await daemon.DoAsync("panel", "show", "greetings")).ShouldContain("ann");
        (await daemon.DoAsync("panel", "act", "greetings", "forget", "name=ann", "--yes")).ShouldContain("ann is forgotten.");
        using var client = new HttpClient();
        var page = new Uri($"http://127.0.0.1:{(await daemon.GetStatusAsync()).AddressOf("http", "tcp").Port}/guests/");
        (await client.GetStringAsync(page, TestContext.Current.CancellationToken)).ShouldBe("Hello ");
    }

    /// <summary>As a developer who embeds the host does it, but for the package, whose closure no feed of the tests has.</summary>
    [Theory]
    [InlineData("README.md", "Embed it.", "endpoints.irc.0", "tcp://127.0.0.1:7000")]
    [InlineData("pluginhost/README.md", "An application of your own", "disabled", "oscar")]
    public async Task Wrapper_Built_HasItsPresets(string file, string heading, string key, string preset)
    {
        var project = Directory.CreateTempSubdirectory("wrapper-").FullName;
        await using var wrapper = new TestDaemon(program: Path.Combine(project, "bin", "wrapper"));
        await WriteAsync(project, "Program.cs", Manual.Code(file, heading, "csharp"));
        await WriteAsync(project, "wrapper.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <FrameworkReference Include="Microsoft.AspNetCore.App" />
                <Reference Include="{BareHost.Folder}/*.dll" Exclude="{BareHost.Folder}/pluginhost.dll" />
              </ItemGroup>
            </Project>
            """);
        await BuildAsync("build", project, Path.Combine(project, "bin"));

        (await wrapper.DoAsync("config", "get", key)).ShouldContain(preset);

        Directory.Delete(project, recursive: true);
    }

    private static async Task BuildAsync(string command, string project, string output)
    {
        var built = await ExternalProgram.RunAsync(new("dotnet", [command, project, "-o", output, "-nodeReuse:false", "--nologo"]), patience: TimeSpan.FromMinutes(2));
        built.Code.ShouldBe(0, built.Output);
    }

    private static Task WriteAsync(string folder, string name, string text) => File.WriteAllTextAsync(Path.Combine(folder, name), text, TestContext.Current.CancellationToken);
}
