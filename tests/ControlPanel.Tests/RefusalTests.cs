using System.Net;
using PluginFramework.ControlPanel.Tests.Support;

namespace PluginFramework.ControlPanel.Tests;

/// <summary>What is asked of the pages by somebody who may not, or more than a page may be asked.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("/panel/p/secret/act/remove", "secret.remove", "denied", HttpStatusCode.Forbidden)]
    [InlineData("/panel/bulk/secret", "secret.remove", "denied", HttpStatusCode.Forbidden)]
    [InlineData("/panel/p/open/act/remove", "open.remove", "denied", HttpStatusCode.Forbidden)]
    [InlineData("/panel/p/open/act/nothing", "open.nothing", "not-found", HttpStatusCode.NotFound)]
    [InlineData("/panel/p/nothing/act/remove", "nothing.remove", "unavailable", HttpStatusCode.NotFound)]
    public async Task Act_ThatIsNotForTheUser_IsRefusedAndAudited(string path, string action, string outcome, HttpStatusCode status)
    {
        await using var server = await StartAsync();
        await server.LogInAsync("alice");
        using var response = await server.PostAsync(path, ("_act", "remove"), ("_row", "x"), ("name", "x"), ("_do", "do"));

        response.StatusCode.ShouldBe(status);
        var entry = server.Audit.Events.ShouldHaveSingleItem();
        (entry.Action, entry.Outcome, entry.Actor, entry.Surface).ShouldBe((action, outcome, "alice", "http"));
    }

    [Theory]
    [InlineData("/panel/p/secret")]
    [InlineData("/panel/p/secret/x")]
    [InlineData("/panel/p/secret/act/remove")]
    [InlineData("/panel/bulk/secret?_act=remove&_row=x")]
    public async Task Page_ThatIsNotForTheUser_IsRefused(string path)
    {
        await using var server = await StartAsync();
        await server.LogInAsync("alice");

        var page = await server.ReadAsync(path, HttpStatusCode.Forbidden);

        page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("takes the role 'operator'");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Form_WhoseOctetsAreTooMany_IsRefusedWhetherOrNotItSaysSo(bool isChunked)
    {
        await using var server = await PanelServer.StartAsync(options: new() { MaxFormOctets = 4096 });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "/panel/login"))
        {
            Content = new FormUrlEncodedContent([new("_token", TestSessions.CsrfToken), new("name", "root"), new("password", new string('x', 5000))]),
        };
        request.Headers.TransferEncodingChunked = isChunked;
        using var response = await server.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        server.Users.Logins.ShouldBe(0);
    }

    /// <summary>A panel for operators, and one for everybody with an act for operators.</summary>
    private static async Task<PanelServer> StartAsync()
    {
        var server = await PanelServer.StartAsync();
        foreach (var panel in new[] { server.AddPanel("secret", "Secrets"), server.AddPanel("open", "Open", role: "") })
        {
            panel.Acts = [new("remove", "Remove") { Parameters = [new("name") { IsRequired = true }] }];
            panel.Done = _ => throw new InvalidOperationException("It was done.");
        }

        return server;
    }
}
