using System.CommandLine;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Startup.Examination;
using PluginFramework.Panels;

namespace PluginFramework.Core.Startup.Commands;

/// <summary><c>doctor</c>: looks for what is wrong, and says what to do.</summary>
internal static class DoctorCommand
{
    public static Command Create(CommandFactory factory)
    {
        var (fix, json) = (new Option<bool>("--fix") { Description = "Put right what can be put right without harm" }, GlobalOptions.Json());
        return factory.Create("doctor", "Look for what is wrong with the daemon and its surroundings", context => ExecuteAsync(context, fix, json), fix, json);
    }

    private static async Task<int> ExecuteAsync(CommandContext context, Option<bool> fix, Option<bool> json)
    {
        var findings = await ExamineAsync(context, context.Parsed.GetValue(fix)).ConfigureAwait(false);
        var view = new View.Table(
            [new("check", "Check"), new("state", "State"), new("finding", "Finding"), new("remedy", "What to do")],
            [
                .. findings.Select(finding => new ViewRow(
                    [PanelValue.Of(finding.Check), PanelValue.Of(finding.Word), PanelValue.Of(finding.Text), PanelValue.Of(finding.Remedy)]) { Tone = finding.Tone }),
            ]);
        context.Screen.View(view, context.Parsed.GetValue(json));
        return findings.Exists(finding => finding.Tone == ViewTone.Bad) ? ExitCode.Failed : ExitCode.Ok;
    }

    private static async Task<List<Finding>> ExamineAsync(CommandContext context, bool fix)
    {
        var session = await ActSession.TryConnectAsync(context).ConfigureAwait(false);
        var isOnline = session is not null;
        if (session is not null) await session.DisposeAsync().ConfigureAwait(false);
        List<Finding> findings = [.. new FileChecks(context, isOnline, fix).Run()];
        HostConfiguration? configuration = null;
        try
        {
            configuration = HostConfiguration.Load(context.Sources);
            findings.AddRange(CertificateChecks.Run(context, configuration, fix));
        }
        catch (HostConfigurationException error)
        {
            findings.Add(Finding.Problem("configuration", error.Message, "Correct it at the place named; `config validate` checks it."));
        }

        findings.AddRange(SystemChecks.Run(context, configuration));
        var isUsable = configuration is not null && Directory.Exists(context.RunDirectory.Path) && !findings.Exists(finding => finding is { Check: "run directory", Tone: ViewTone.Bad });
        if (!isUsable) return findings;
        try
        {
            findings.AddRange(await HostChecks.RunAsync(context).ConfigureAwait(false));
        }
        catch (Exception error) when (error is CommandException or HostConfigurationException or IOException or UnauthorizedAccessException)
        {
            findings.Add(Finding.Problem("host", error.Message, "Put that right first; then ask again."));
        }

        return findings;
    }
}
