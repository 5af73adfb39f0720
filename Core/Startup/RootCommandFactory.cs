using System.CommandLine;
using PluginFramework.Core.Startup.Commands;

namespace PluginFramework.Core.Startup;

/// <summary>Puts the commands together.</summary>
internal static class RootCommandFactory
{
    public static RootCommand Create(PluginApplicationBuilder builder, GlobalOptions options)
    {
        var root = new RootCommand(builder.Description);
        foreach (var standard in root.Options.OfType<VersionOption>().ToArray()) root.Options.Remove(standard);
        var invocation = new CommandFactory(builder, options);
        Command run = invocation.Create("run", "Run in the foreground (the default)", RunCommand.ExecuteAsync);
        Command start = invocation.Create("start", "Start in the background; returns when every port accepts", StartCommand.ExecuteAsync);
        foreach (var command in (Command[])[root, run, start])
        {
            command.Options.Add(options.Endpoints);
            command.Options.Add(options.Transport);
            command.Options.Add(options.LogFile);
            foreach (var option in options.Daemon.All) command.Options.Add(option);
        }

        run.Options.Add(options.Detached);
        foreach (var option in (Option[])[options.RunDirectory, options.ConfigurationFile, options.Settings, options.Debug]) root.Options.Add(option);
        root.Options.Add(options.HelpTransports);
        root.Options.Add(options.Version);
        root.SetAction((parsed, cancellationToken) => invocation.InvokeAsync(parsed, RootAsync, cancellationToken));

        root.Subcommands.Add(run);
        root.Subcommands.Add(start);
        root.Subcommands.Add(invocation.Create("stop", "Drain and stop the daemon; returns when it has ended", StopCommand.ExecuteAsync));
        root.Subcommands.Add(StatusCommand.Create(invocation));
        var panels = new PanelCommandFactory(invocation);
        root.Subcommands.Add(PluginCommands.Create(panels));
        root.Subcommands.Add(UserCommands.Create(invocation, panels));
        root.Subcommands.Add(EndpointCommands.Create(panels));
        foreach (var command in FeedCommands.Create(panels).Concat(ManagementCommands.Create(panels))) root.Subcommands.Add(command);
        root.Subcommands.Add(LogCommand.Create(invocation));
        root.Subcommands.Add(panels.Act("reload", "Have the daemon read the configuration file again", new("config") { NeedsDaemon = true }, "reload"));
        root.Subcommands.Add(DoctorCommand.Create(invocation));
        root.Subcommands.Add(PanelCommands.Create(invocation));
        root.Subcommands.Add(ConfigurationCommands.Create(invocation, panels));
        foreach (var command in CompletionCommands.Create(invocation, root)) root.Subcommands.Add(command);
        return root;
    }

    private static async Task<int> RootAsync(CommandContext context)
    {
        if (context.Parsed.GetValue(context.Options.Version))
        {
            await context.Builder.Output.WriteLineAsync($"{context.Builder.Name} {ProductVersion.Text}").ConfigureAwait(false);
            return ExitCode.Ok;
        }

        var help = context.Parsed.GetValue(context.Options.HelpTransports);
        return await (help ? TransportCommand.ExecuteAsync(context) : RunCommand.ExecuteAsync(context)).ConfigureAwait(false);
    }
}
