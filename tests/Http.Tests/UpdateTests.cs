using System.Diagnostics.CodeAnalysis;
using PluginFramework.Plugins;

namespace PluginFramework.Http.Tests;

/// <summary>Plugins are updated while clients ask.</summary>
public sealed class UpdateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ModulesPlugin_UpdatedUnderLoad_FailsNoRequest()
    {
        await using var host = await HttpHost.StartAsync(PluginSamples.Hello("1.0.0"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var root = host.Plain;
        var load = Enumerable.Range(0, 4).Select(_ => LoadAsync(new(root, "hello/slow"), stop.Token)).ToArray();

        for (var round = 1; round <= 3; round++)
        {
            host.Drop(PluginSamples.Hello($"1.0.{round}"));
            await host.EventuallyAsync(() => host.Status("hello") is { State: PluginState.Active } status && status.Version == $"1.0.{round}", $"1.0.{round} runs");
        }

        await stop.CancelAsync();
        var answers = (await Task.WhenAll(load)).SelectMany(answer => answer).ToList();
        answers.Count.ShouldBeGreaterThan(20);
        answers.Where(answer => !answer.StartsWith("1.0.", StringComparison.Ordinal)).ShouldBeEmpty();
        answers.ShouldContain("1.0.3");
        await host.Host.WhenUnloadedAsync();
        host.Log.Lines.ShouldNotContain(line => line.Contains("still in memory"), host.Log.ToString());
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong is what the test looks for.")]
    private static async Task<List<string>> LoadAsync(Uri uri, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        var answers = new List<string>();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var response = await client.GetAsync(uri, Token);
                answers.Add(response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(Token) : $"error {response.StatusCode}");
            }
            catch (Exception exception)
            {
                answers.Add("error " + exception);
            }
        }

        return answers;
    }
}
