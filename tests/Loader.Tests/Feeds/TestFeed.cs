using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NuGet.Packaging;
using NuGet.Versioning;

namespace PluginFramework.Loader.Feeds;

/// <summary>A v3 feed over HTTP on loopback, made from the packages in a folder, that can be told to misbehave.</summary>
internal sealed class TestFeed : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly string _packages;
    private readonly CancellationTokenSource _end = new();

    private TestFeed(WebApplication application, string packages) => (_application, _packages) = (application, packages);

    public string Address => _application.Urls.Single();

    public string Index => $"{Address}/v3/index.json";

    public TestFeedMode Mode { get; set; }

    /// <summary>user:password, if asked for.</summary>
    public string? Credentials { get; set; }

    public string? Key { get; set; }

    /// <summary>Whether searches heed the package type, and tell it.</summary>
    public bool KnowsPackageTypes { get; set; } = true;

    public HashSet<string> Unlisted { get; } = [];

    /// <summary>The vulnerability list: package id to severity, range.</summary>
    public Dictionary<string, (int Severity, string Versions)>? Vulnerabilities { get; set; }

    public System.Collections.Concurrent.ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<TestFeed> StartAsync(string packages)
    {
        Directory.CreateDirectory(packages);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        var application = builder.Build();
        var feed = new TestFeed(application, packages);
        application.Run(feed.ServeAsync);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return feed;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _application.DisposeAsync();
        _end.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Requests.Enqueue(path);
        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Credentials ?? ""));
        if ((Credentials is not null && context.Request.Headers.Authorization != basic) || (Key is not null && context.Request.Headers["X-NuGet-ApiKey"] != Key))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"feed\"";
            return;
        }
        var isPackage = path.EndsWith(".nupkg", StringComparison.Ordinal);
        switch (Mode)
        {
            case TestFeedMode.Hang:
            case TestFeedMode.HangOnPackages when isPackage:
                using (var both = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, context.RequestAborted)) await Task.Delay(Timeout.Infinite, both.Token).ContinueWith(_ => { }, TaskScheduler.Default);
                context.Abort();
                return;
            case TestFeedMode.Error:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                return;
            case TestFeedMode.NotFound:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            case TestFeedMode.Malformed:
                await context.Response.WriteAsync("{ \"version\": \"3.0.0\", \"resources\": [ {", context.RequestAborted);
                return;
            case TestFeedMode.Endless:
                await EndlessAsync(context);
                return;
            case TestFeedMode.RedirectToPlain:
                context.Response.Redirect("http://192.0.2.1/v3/index.json");
                return;
        }
        await (path.Split('/') switch
        {
            [_, "v3", "index.json"] => JsonAsync(context, ServiceIndex()),
            [_, "query"] => JsonAsync(context, Query(context.Request)),
            [_, "flat", var id, "index.json"] => VersionsAsync(context, id),
            [_, "flat", var id, var version, var file] when file.EndsWith(".nupkg", StringComparison.Ordinal) => PackageAsync(context, id, version),
            [_, "registration", var id, "index.json"] => RegistrationAsync(context, id),
            [_, "vulnerabilities", "index.json"] => JsonAsync(context, new JsonArray(new JsonObject { ["@name"] = "base", ["@id"] = $"{Address}/vulnerabilities/base.json", ["@updated"] = "2026-01-01T00:00:00Z" })),
            [_, "vulnerabilities", "base.json"] => JsonAsync(context, new JsonObject(Vulnerabilities!.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key,
                new JsonArray(new JsonObject { ["url"] = "https://advisories.example/1", ["severity"] = entry.Value.Severity, ["versions"] = entry.Value.Versions }))))),
            _ => NotFoundAsync(context),
        });
    }

    private JsonObject ServiceIndex()
    {
        var resources = new JsonArray(Resource("query", "SearchQueryService/3.5.0"), Resource("flat/", "PackageBaseAddress/3.0.0"), Resource("registration/", "RegistrationsBaseUrl/3.6.0"));
        if (Vulnerabilities is not null) resources.Add((JsonNode)Resource("vulnerabilities/index.json", "VulnerabilityInfo/6.7.0"));
        return new JsonObject { ["version"] = "3.0.0", ["resources"] = resources };
    }

    private JsonObject Resource(string path, string type) => new() { ["@id"] = $"{Address}/{path}", ["@type"] = type };

    private List<(NuspecReader Nuspec, string Path)> Packages() =>
        [.. Directory.EnumerateFiles(_packages, "*.nupkg").Select(path =>
        {
            using var reader = new PackageArchiveReader(path);
            return (reader.NuspecReader, path);
        })];

    private JsonObject Query(HttpRequest request)
    {
        var text = request.Query["q"].ToString();
        var type = request.Query["packageType"].ToString();
        var all = Packages().Where(package => request.Query["prerelease"] == "true" || !package.Nuspec.GetVersion().IsPrerelease)
            .Where(package => package.Nuspec.GetId().Contains(text, StringComparison.OrdinalIgnoreCase))
            .GroupBy(package => package.Nuspec.GetId()).Select(versions => versions.MaxBy(package => package.Nuspec.GetVersion()).Nuspec)
            .Where(nuspec => !KnowsPackageTypes || type.Length == 0 || nuspec.GetPackageTypes().Any(one => one.Name == type));
        return new JsonObject
        {
            ["totalHits"] = 1,
            ["data"] = new JsonArray([.. all.Select(nuspec => new JsonObject
            {
                ["id"] = nuspec.GetId(), ["version"] = nuspec.GetVersion().ToNormalizedString(), ["title"] = nuspec.GetTitle(), ["description"] = nuspec.GetDescription(),
                ["authors"] = new JsonArray("The authors"), ["packageTypes"] = new JsonArray([.. nuspec.GetPackageTypes().Select(one => new JsonObject { ["name"] = one.Name })]),
            })]),
        };
    }

    private Task VersionsAsync(HttpContext context, string id)
    {
        var versions = Packages().Where(package => package.Nuspec.GetId().Equals(id, StringComparison.OrdinalIgnoreCase)).Select(package => package.Nuspec.GetVersion()).Order().ToArray();
        return versions.Length == 0 ? NotFoundAsync(context)
            : JsonAsync(context, new JsonObject { ["versions"] = new JsonArray([.. versions.Select(version => JsonValue.Create(version.ToNormalizedString().ToLowerInvariant()))]) });
    }

    private async Task PackageAsync(HttpContext context, string id, string version)
    {
        var (_, path) = Packages().FirstOrDefault(package => package.Nuspec.GetId().Equals(id, StringComparison.OrdinalIgnoreCase) && package.Nuspec.GetVersion() == NuGetVersion.Parse(version));
        if (path is null)
        {
            await NotFoundAsync(context);
            return;
        }
        var content = await File.ReadAllBytesAsync(path, context.RequestAborted);
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = content.Length;
        if (Mode is not TestFeedMode.Truncated and not TestFeedMode.TruncatedOnce)
        {
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
            return;
        }
        if (Mode is TestFeedMode.TruncatedOnce) Mode = TestFeedMode.Normal;
        await context.Response.Body.WriteAsync(content.AsMemory(0, content.Length / 2), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }

    private Task RegistrationAsync(HttpContext context, string id)
    {
        var packages = Packages().Where(package => package.Nuspec.GetId().Equals(id, StringComparison.OrdinalIgnoreCase)).OrderBy(package => package.Nuspec.GetVersion()).ToArray();
        if (packages.Length == 0) return NotFoundAsync(context);
        var items = packages.Select(package => new JsonObject
        {
            ["@id"] = $"{Address}/registration/{id}/{package.Nuspec.GetVersion()}.json",
            ["packageContent"] = $"{Address}/flat/x.nupkg",
            ["catalogEntry"] = new JsonObject
            {
                ["id"] = package.Nuspec.GetId(), ["version"] = package.Nuspec.GetVersion().ToNormalizedString(), ["description"] = package.Nuspec.GetDescription(), ["authors"] = "The authors",
                ["listed"] = !Unlisted.Contains($"{package.Nuspec.GetId()} {package.Nuspec.GetVersion()}"),
            },
        });
        return JsonAsync(context, new JsonObject
        {
            ["count"] = 1,
            ["items"] = new JsonArray(new JsonObject
            {
                ["@id"] = $"{Address}/registration/{id}/index.json#page", ["lower"] = packages[0].Nuspec.GetVersion().ToNormalizedString(), ["upper"] = packages[^1].Nuspec.GetVersion().ToNormalizedString(),
                ["count"] = packages.Length, ["items"] = new JsonArray([.. items]),
            }),
        });
    }

    private async Task EndlessAsync(HttpContext context)
    {
        var chunk = new byte[1 << 16];
        Array.Fill(chunk, (byte)' ');
        while (!context.RequestAborted.IsCancellationRequested && !_end.IsCancellationRequested) await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
    }

    private static Task JsonAsync(HttpContext context, JsonNode json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json.ToJsonString(JsonSerializerOptions.Web), context.RequestAborted);
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
