using System.Net;
using AngleSharp.Dom;
using PluginFramework.ControlPanel.Tests.Support;

namespace PluginFramework.ControlPanel.Tests;

/// <summary>The panels of users as pages.</summary>
public sealed class UserAdministrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RemovedUser_IsRestoredFromTheirRow()
    {
        await using var server = await StartAsync();
        using var removed = await server.PostAsync("/panel/p/user/act/remove?_for=alice", ("_do", "do"), ("name", "alice"));
        (await server.ReadAsync(removed.Headers.Location!.ToString())).QuerySelector(".notice.good")!.TextContent.ShouldContain("alice was removed. Until");
        (await server.Users.FindAsync("alice", Token)).ShouldBeNull();

        var list = await server.ReadAsync("/panel/p/removed-user");
        ActsOf(list, "alice").ShouldBe(["Restore", "Delete for good"]);
        list.QuerySelector("td.doing a.careful")!.TextContent.ShouldContain("Delete for good");
        using var restored = await server.PostAsync("/panel/p/removed-user/act/restore?_for=alice", ("_do", "do"), ("name", "alice"));
        restored.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await server.Users.FindAsync("alice", Token)).ShouldNotBeNull();
    }

    private static async Task<PanelServer> StartAsync()
    {
        var server = await PanelServer.StartAsync();
        server.AddDemoPanels();
        await server.LogInAsync();
        return server;
    }

    /// <summary>What is offered for one row of a list.</summary>
    private static IEnumerable<string> ActsOf(IDocument page, string subject) =>
        page.QuerySelectorAll("tbody tr").Single(row => row.QuerySelector("th")!.TextContent.Trim() == subject).QuerySelectorAll("td.doing a")
            .Select(link => link.ChildNodes.OfType<IText>().First().Text.Trim());
}
