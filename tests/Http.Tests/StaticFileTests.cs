using System.Net;
using System.Net.Http.Headers;

namespace PluginFramework.Http.Tests;

public sealed class StaticFileTests : IAsyncLifetime
{
    private HttpFixture _http = null!;
    private string _root = "";

    public async ValueTask InitializeAsync()
    {
        _http = await HttpFixture.StartAsync(new() { UserFolders = Path.Combine(Path.GetTempPath(), "http-users-" + Guid.NewGuid().ToString("N"), "{user}") }, http =>
        {
            _root = Directory.CreateDirectory(Path.Combine(http.Context.DataDirectory, "www")).FullName;
            Write("hello.txt", "Hello, world");
            Write("page.html", "<p>page");
            Write("dir/index.html", "the index");
            Write("dir/with space.txt", "space");
            Write("bare/file.txt", "bare");
            Write(".hidden", "secret");
            Write(".well-known/acme", "known");
            Write("empty.txt", "");
            Write("big.css", new string('a', 100_000));
            File.WriteAllText(Path.Combine(http.Context.DataDirectory, "secret.txt"), "secret");
            File.CreateSymbolicLink(Path.Combine(_root, "out.txt"), Path.Combine(http.Context.DataDirectory, "secret.txt"));
            File.CreateSymbolicLink(Path.Combine(_root, "relative.txt"), "../secret.txt");
            Directory.CreateSymbolicLink(Path.Combine(_root, "outdir"), http.Context.DataDirectory);
            File.CreateSymbolicLink(Path.Combine(_root, "loop"), "loop");
            File.CreateSymbolicLink(Path.Combine(_root, "in.txt"), "dir/../hello.txt");
        });
    }

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    [Theory]
    [InlineData("hello.txt", "Hello, world", "text/plain; charset=utf-8")]
    [InlineData("page.html", "<p>page", "text/html; charset=utf-8")]
    [InlineData("dir/", "the index", "text/html; charset=utf-8")]
    [InlineData("dir/with%20space.txt", "space", "text/plain; charset=utf-8")]
    [InlineData("in.txt", "Hello, world", "text/plain; charset=utf-8")]
    [InlineData(".well-known/acme", "known", "application/octet-stream")]
    [InlineData("empty.txt", "", "text/plain; charset=utf-8")]
    public async Task File_IsServedWithItsType(string path, string text, string type)
    {
        using var response = await _http.Client.GetAsync(new Uri(path, UriKind.Relative), HttpFixture.Token);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldBe(type);
        (await response.Content.ReadAsStringAsync(HttpFixture.Token)).ShouldBe(text);
    }

    [Theory]
    [InlineData("/../secret.txt")]
    [InlineData("/%2e%2e/secret.txt")]
    [InlineData("/..%2fsecret.txt")]
    [InlineData("/dir/..%2f..%2fsecret.txt")]
    [InlineData("/dir/%2e%2e/%2e%2e/secret.txt")]
    [InlineData("/..%5csecret.txt")]
    [InlineData("/dir\\..\\..\\secret.txt")]
    [InlineData("/%252e%252e/secret.txt")]
    [InlineData("/%252e%252e%252fsecret.txt")]
    [InlineData("/..%c0%afsecret.txt")]
    [InlineData("/hello.txt%00.html")]
    [InlineData("/%00")]
    [InlineData("/.hidden")]
    [InlineData("/%2ehidden")]
    [InlineData("/dir/../.hidden")]
    [InlineData("//hello.txt")]
    [InlineData("/hello.txt/")]
    [InlineData("/hello.txt:stream")]
    [InlineData("/out.txt")]
    [InlineData("/relative.txt")]
    [InlineData("/outdir/secret.txt")]
    [InlineData("/outdir/www/hello.txt/../../secret.txt")]
    [InlineData("/loop")]
    [InlineData("/bare/")]
    [InlineData("/nothing")]
    public async Task PathThatLeadsOut_IsNotServed(string path)
    {
        var response = await RawHttp.SendAsync(_http, $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        response.ShouldNotContain("secret\r");
        response.ShouldNotContain("\r\n\r\nsecret");
        RawHttp.Statuses(response).ShouldHaveSingleItem().ShouldBeOneOf(400, 404);
    }

    [Theory]
    [Trait("RFC", "9110 §14")]
    [InlineData("bytes=0-4", "Hello", "bytes 0-4/12")]
    [InlineData("bytes=7-", "world", "bytes 7-11/12")]
    [InlineData("bytes=-5", "world", "bytes 7-11/12")]
    [InlineData("bytes=7-100", "world", "bytes 7-11/12")]
    public async Task Range_IsServedAlone(string range, string text, string contentRange)
    {
        using var response = await SendAsync("hello.txt", headers => headers.Range = RangeHeaderValue.Parse(range));

        response.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        response.Content.Headers.ContentRange!.ToString().ShouldBe(contentRange);
        (await response.Content.ReadAsStringAsync(HttpFixture.Token)).ShouldBe(text);
    }

    [Fact]
    public async Task RangeBeyondTheEnd_IsRefusedWithTheLength()
    {
        using var response = await SendAsync("hello.txt", headers => headers.Range = RangeHeaderValue.Parse("bytes=12-"));

        response.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
        response.Content.Headers.ContentRange!.ToString().ShouldBe("bytes */12");
    }

    [Fact]
    [Trait("RFC", "9110 §13")]
    public async Task Conditionals_AnswerWhatTheClientHas()
    {
        using var first = await SendAsync("hello.txt", _ => { });
        var (tag, modified) = (first.Headers.ETag!, first.Content.Headers.LastModified!.Value);

        (await StatusAsync(headers => headers.IfNoneMatch.Add(tag))).ShouldBe(HttpStatusCode.NotModified);
        (await StatusAsync(headers => headers.IfNoneMatch.Add(new(tag.Tag, isWeak: true)))).ShouldBe(HttpStatusCode.NotModified);
        (await StatusAsync(headers => headers.IfNoneMatch.Add(EntityTagHeaderValue.Any))).ShouldBe(HttpStatusCode.NotModified);
        (await StatusAsync(headers => headers.IfModifiedSince = modified)).ShouldBe(HttpStatusCode.NotModified);
        (await StatusAsync(headers => headers.IfModifiedSince = modified.AddSeconds(-1))).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(headers => headers.IfModifiedSince = modified, "\"other\"")).ShouldBe(HttpStatusCode.OK, "If-None-Match goes first");
        (await StatusAsync(headers => headers.IfMatch.Add(new("\"other\"")))).ShouldBe(HttpStatusCode.PreconditionFailed);
        (await StatusAsync(headers => headers.IfUnmodifiedSince = modified.AddSeconds(-1))).ShouldBe(HttpStatusCode.PreconditionFailed);
        (await StatusAsync(headers => (headers.Range, headers.IfRange) = (RangeHeaderValue.Parse("bytes=0-1"), new(tag)))).ShouldBe(HttpStatusCode.PartialContent);
        (await StatusAsync(headers => (headers.Range, headers.IfRange) = (RangeHeaderValue.Parse("bytes=0-1"), new(new EntityTagHeaderValue("\"other\""))))).ShouldBe(HttpStatusCode.OK);

        async Task<HttpStatusCode> StatusAsync(Action<HttpRequestHeaders> set, string? noneMatch = null)
        {
            using var response = await SendAsync("hello.txt", headers =>
            {
                set(headers);
                if (noneMatch is not null) headers.IfNoneMatch.Add(new(noneMatch));
            });
            return response.StatusCode;
        }
    }

    [Theory]
    [InlineData("http", "br")]
    [InlineData("https", "gzip")]
    public async Task Compressed_HasAWeakTagAndVaries(string scheme, string encoding)
    {
        var root = scheme == "http" ? _http.Plain : _http.Secure;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(root, "big.css")) { Headers = { AcceptEncoding = { new(encoding) } } };

        using var response = await _http.Client.SendAsync(request, HttpFixture.Token);

        response.Content.Headers.ContentEncoding.ShouldBe([encoding]);
        response.Headers.ETag!.IsWeak.ShouldBeTrue();
        response.Headers.Vary.ShouldContain("Accept-Encoding");
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri(root, "big.css")) { Headers = { AcceptEncoding = { new(encoding) }, IfNoneMatch = { response.Headers.ETag } } };
        using var cached = await _http.Client.SendAsync(again, HttpFixture.Token);
        cached.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Head_HasTheHeadersAlone()
    {
        using var response = await _http.Client.SendAsync(new(HttpMethod.Head, "hello.txt"), HttpFixture.Token);

        response.Content.Headers.ContentLength.ShouldBe(12);
        (await response.Content.ReadAsByteArrayAsync(HttpFixture.Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Post_ToAFile_IsRefusedWithWhatIsAllowed()
    {
        using var response = await _http.Client.PostAsync(new Uri("hello.txt", UriKind.Relative), null, HttpFixture.Token);

        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldBe(["GET", "HEAD"]);
    }

    [Theory]
    [InlineData("/dir", "/dir/")]
    [InlineData("/dir?a=b", "/dir/?a=b")]
    [InlineData("//dir", null)]
    [InlineData("//evil.example/..%2fdir", null)]
    [InlineData("/\\evil.example/../dir", null)]
    public async Task FolderWithoutItsSlash_IsRedirectedWithinTheServer(string path, string? location)
    {
        var response = await RawHttp.SendAsync(_http, $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        if (location is not null) response.ShouldContain($"\r\nLocation: {location}\r\n");
        else (response.Contains("Location: //", StringComparison.Ordinal) || response.Contains("evil", StringComparison.Ordinal)).ShouldBeFalse(response);
    }

    [Fact]
    public async Task FolderOfAUser_IsServedInAnOriginOfItsOwn_AndItsLinksOutAreNot()
    {
        var home = _http.Options.UserFolders.Replace("{user}", "bob", StringComparison.Ordinal);
        Directory.CreateDirectory(home);
        await File.WriteAllTextAsync(Path.Combine(home, "index.html"), "<script>alert(1)</script>", HttpFixture.Token);
        File.CreateSymbolicLink(Path.Combine(home, "passwd"), "/etc/passwd");

        using var page = await _http.Client.GetAsync(new Uri("~bob/", UriKind.Relative), HttpFixture.Token);

        (await page.Content.ReadAsStringAsync(HttpFixture.Token)).ShouldContain("alert");
        var policy = page.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldStartWith("sandbox ");
        policy.ShouldNotContain("allow-same-origin");
        foreach (var path in new[] { "~bob/passwd", "~eve/", "~..%2f/", "~bob%2f../x", "~" })
        {
            var answer = await RawHttp.SendAsync(_http, $"GET /{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            RawHttp.Statuses(answer).ShouldBe([404], path);
        }

        Directory.Delete(Path.GetDirectoryName(home)!, recursive: true);
    }

    [Fact]
    public async Task Listing_WhereItIsOn_ShowsNamesAndHidesTheHidden()
    {
        await using var http = await HttpFixture.StartAsync(new() { Listing = true }, fixture =>
        {
            var root = Directory.CreateDirectory(Path.Combine(fixture.Context.DataDirectory, "www")).FullName;
            File.WriteAllText(Path.Combine(root, ".hidden"), "");
            File.WriteAllText(Path.Combine(root, "a&b <i>.txt"), "found");
            Directory.CreateDirectory(Path.Combine(root, "folder"));
        });

        var page = await http.Client.GetStringAsync(http.Plain, HttpFixture.Token);

        page.ShouldContain("<a href=\"./a%26b%20%3Ci%3E.txt\">a&amp;b &lt;i&gt;.txt</a>");
        page.ShouldContain("<a href=\"./folder/\">folder/</a>");
        page.ShouldNotContain("hidden");
        (await http.Client.GetStringAsync(new Uri(http.Plain, "./a%26b%20%3Ci%3E.txt"), HttpFixture.Token)).ShouldBe("found");
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, Action<HttpRequestHeaders> set)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        set(request.Headers);
        return await _http.Client.SendAsync(request, HttpFixture.Token);
    }
}
