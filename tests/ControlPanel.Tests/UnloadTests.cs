using System.Net;
using System.Reflection;
using AngleSharp;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Lifecycle;
using PluginFramework.Core.Startup;
using PluginFramework.Identity;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.TestUtilities;

namespace PluginFramework.ControlPanel.Tests;

/// <summary>The plugins as they were built, in a real host: what a passkey needs of the shared framework keeps none of them in memory.</summary>
public sealed class UnloadTests : IAsyncDisposable
{
    private const string Password = "correct horse";

    private static readonly string[] Plugins = ["Http", "Identity", "Identity.Sqlite", "ControlPanel"];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("panel-host-");
    private readonly RecordingLoggerProvider _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Passkeys_InARealHost_LogIn_AndThePluginsAreFreedWhenTheyAreReloaded()
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(_log).SetMinimumLevel(LogLevel.Debug));
        var run = Directory.CreateDirectory(Path.Combine(_root.FullName, "run")).FullName;
        var sources = new HostConfigurationSources { FilePath = Path.Combine(run, "pluginhost.json"), Settings = ["startTimeout=30s", "drainTimeout=5s"], Endpoints = ["http=tcp://127.0.0.1:0"] };
        var audit = new RecordingAuditLog();
        await using var host = new PluginHost(new PluginHostSettings(run, [CopyPlugins()], HostConfiguration.Load(sources)) { Sources = sources }, loggers, TimeProvider.System, audit);
        await host.StartAsync(Token);
        await host.WhenSettledAsync(Token);
        var caller = new Caller("cli:test", "control") { Roles = [WellKnownRoles.Operator] };
        await host.Panels.ActAsync("user", ActRequest.Of("add", ("name", "root"), ("password", Password), ("roles", WellKnownRoles.Operator)), caller, cancellationToken: Token);
        using var device = new SoftwareAuthenticator();
        for (var round = 0; round < 3; round++)
        {
            await UseAsync(new($"http://localhost:{PortOf(host)}/"), device, isFirst: round == 0);
            foreach (var plugin in (string[])["identity", "control-panel"])
            {
                (await host.Plugins.ReloadAsync(plugin, Token)).State.ShouldBe(PluginState.Active);
                await host.WhenUnloadedAsync();
            }
        }

        host.PendingUnloads.ShouldBe(0);
        _log.Lines.ShouldNotContain(line => line.Contains("still in memory"), _log.ToString());
        audit.Events.Count(entry => entry is { Action: "login", Outcome: "ok", Detail: "passkey" }).ShouldBe(3);
    }

    private static async Task UseAsync(Uri address, SoftwareAuthenticator device, bool isFirst)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };
        device.Origin = address.GetLeftPart(UriPartial.Authority);
        if (isFirst)
        {
            await PostAsync(client, "panel/login", HttpStatusCode.SeeOther, ("_step", "password"), ("name", "root"), ("password", Password));
            var made = device.Create(await PostAsync(client, "panel/passkey/register", HttpStatusCode.OK));
            await PostAsync(client, "panel/account/passkey", HttpStatusCode.SeeOther, ("label", "laptop"), ("_passkey", made));
            await PostAsync(client, "panel/logout", HttpStatusCode.SeeOther);
        }

        var answer = device.Get(await PostAsync(client, "panel/passkey/login", HttpStatusCode.OK));
        await PostAsync(client, "panel/login", HttpStatusCode.SeeOther, ("_step", "passkey"), ("_passkey", answer));
        (await client.GetStringAsync(new Uri("panel/account", UriKind.Relative), Token)).ShouldContain("laptop");
    }

    /// <summary>Sends a form with the token of a page.</summary>
    private static async Task<string> PostAsync(HttpClient client, string path, HttpStatusCode status, params (string Name, string Value)[] fields)
    {
        using var any = await client.GetAsync(new Uri("panel/login", UriKind.Relative), Token);
        using var page = any.StatusCode == HttpStatusCode.OK ? any : await client.GetAsync(new Uri("panel/account", UriKind.Relative), Token);
        var document = await BrowsingContext.New(AngleSharp.Configuration.Default).OpenAsync(async response => response.Content(await page.Content.ReadAsStringAsync(Token)), Token);
        var token = document.QuerySelector("input[name=_token]")!.GetAttribute("value")!;
        using var content = new FormUrlEncodedContent([new("_token", token), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        response.StatusCode.ShouldBe(status, text);
        return text;
    }

    private static string PortOf(PluginHost host)
    {
        var address = host.Endpoints.List().Single(endpoint => endpoint.Protocol == "http").Address;
        return address[(address.LastIndexOf(':') + 1)..];
    }

    private string CopyPlugins()
    {
        var built = typeof(UnloadTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Plugins").Value!;
        var target = Path.Combine(_root.FullName, "plugins");
        foreach (var file in Plugins.SelectMany(plugin => Directory.GetFiles(Path.Combine(built, plugin), "*", SearchOption.AllDirectories)))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return target;
    }
}
