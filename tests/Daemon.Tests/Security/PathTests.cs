namespace PluginFramework.Daemon.Tests.Security;

/// <summary>Paths that would lead out of the folders that are served.</summary>
[Collection<WebDaemonGroup>]
public sealed class PathTests(WebDaemon web) : IAsyncLifetime
{
    private const string Secret = "what nobody may read";

    public static TheoryData<string> LeadingOut =>
    [
        "../secret.txt", "%2e%2e/secret.txt", "%2E%2e/secret.txt", ".%2e/secret.txt", "..%2fsecret.txt", "%2e%2e%2fsecret.txt", "..%5csecret.txt", "..\\secret.txt", "%252e%252e%252fsecret.txt",
        "dir/../../secret.txt", "dir/%2e%2e/%2e%2e/secret.txt", "dir%2f..%2f..%2fsecret.txt", "..%c0%afsecret.txt", "%c0%ae%c0%ae/secret.txt", "..%e0%80%afsecret.txt", "%f0%80%80%ae%f0%80%80%ae/secret.txt",
        "..%u2215secret.txt", "..;/secret.txt", "page.html%00.txt", "%00", "..%00/secret.txt", ".secret", "%2esecret", "dir/.secret", "link.txt", "linked/secret.txt", "relative.txt", "./../secret.txt",
        "....//secret.txt", "..%ef%bc%8fsecret.txt", "page.html/../../secret.txt", "page.html::$DATA", "dir/", "",
    ];

    public ValueTask InitializeAsync()
    {
        foreach (var root in Roots())
        {
            var above = Path.GetDirectoryName(root)!;
            Directory.CreateDirectory(Path.Combine(root, "dir"));
            foreach (var file in new[] { Path.Combine(above, "secret.txt"), Path.Combine(root, ".secret"), Path.Combine(root, "dir", ".secret") }) File.WriteAllText(file, Secret);
            File.WriteAllText(Path.Combine(root, "page.html"), "a page");
            foreach (var (link, target) in new[] { ("link.txt", Path.Combine(above, "secret.txt")), ("relative.txt", "../secret.txt"), ("linked", above) })
            {
                if (!Path.Exists(Path.Combine(root, link))) File.CreateSymbolicLink(Path.Combine(root, link), target);
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(LeadingOut))]
    public async Task PathThatLeadsOut_IsNotServed_FromTheServersFolderOrAUsers(string path)
    {
        foreach (var prefix in new[] { "/", "/~bob/" })
        {
            var answer = await RawWeb.GetAsync(web.Plain, prefix + path);
            answer.ShouldNotContain(Secret);
            // The root itself is the list of modules.
            if (path.Length > 0) RawWeb.StatusesOf(answer).ShouldHaveSingleItem().ShouldBeOneOf([400, 404], prefix + path);
        }
    }

    [Theory]
    [InlineData("/~../secret.txt")]
    [InlineData("/~..%2f/secret.txt")]
    [InlineData("/~%2e%2e/secret.txt")]
    [InlineData("/~bob%2f../secret.txt")]
    [InlineData("/~bob/../secret.txt")]
    [InlineData("/~bob/..%2f..%2fsecret.txt")]
    [InlineData("/~.secret")]
    [InlineData("/~")]
    [InlineData("/panel/assets/..%2f..%2fsecret.txt")]
    [InlineData("/panel/assets/../../secret.txt")]
    [InlineData("/panel/assets/panel.css%00")]
    [InlineData("/prompt/assets/..%5c..%5csecret.txt")]
    public async Task NameOfAUserOrAnAsset_LeadsNowhereElse(string path)
    {
        var answer = await RawWeb.GetAsync(web.Plain, path);

        answer.ShouldNotContain(Secret);
        RawWeb.StatusesOf(answer).ShouldHaveSingleItem().ShouldBeOneOf([400, 404], path);
    }

    [Fact]
    public async Task WhatLiesInTheFolders_IsServed()
    {
        foreach (var path in new[] { "/page.html", "/~bob/page.html", "/dir/../page.html" })
            RawWeb.StatusesOf(await RawWeb.GetAsync(web.Plain, path)).ShouldBe([200], path);
    }

    private IEnumerable<string> Roots() => [web.Daemon.InRunDirectory("data/http/www"), web.HomeOf("bob")];
}
