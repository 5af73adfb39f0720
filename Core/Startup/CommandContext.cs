using System.CommandLine;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Logging;
using PluginFramework.Identity;

namespace PluginFramework.Core.Startup;

/// <summary>What a command works with.</summary>
internal sealed class CommandContext(
    PluginApplicationBuilder builder, GlobalOptions options, ParseResult parsed, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _owned = new();

    public PluginApplicationBuilder Builder { get; } = builder;

    public GlobalOptions Options { get; } = options;

    public ParseResult Parsed { get; } = parsed;

    /// <summary>Cancelled by Ctrl-C and the like.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    public RunDirectory RunDirectory { get; } = RunDirectory.Resolve(parsed.GetValue(options.RunDirectory), builder.EnvironmentVariables);

    public Screen Screen { get; } = new(builder);

    /// <summary>What a host of the command's own takes to be in the configuration file; <see langword="null"/>: what is.</summary>
    public byte[]? FileText { get; set; }

    public HostConfigurationSources Sources
    {
        get
        {
            var file = Parsed.GetValue(Options.ConfigurationFile);
            return new HostConfigurationSources
            {
                FilePath = file ?? RunDirectory.ConfigurationFile,
                FileRequired = file is not null,
                Presets = [.. Builder.Presets],
                Environment = Builder.EnvironmentVariables,
                Settings = [.. Parsed.GetValue(Options.Settings) ?? []],
                Endpoints = [.. Parsed.GetValue(Options.Endpoints) ?? []],
                Transport = Parsed.GetValue(Options.Transport),
            };
        }
    }

    /// <summary>The least that is logged when <c>--debug</c> asks for more than the configuration.</summary>
    public LogLevel? LogFloor => Parsed.GetValue(Options.Debug) ? LogLevel.Debug : null;

    public LineLoggerProvider ConsoleLog => HostLogging.ToConsole(Builder.Error, Screen.ErrorHasColour, Builder.TimeProvider);

    /// <summary>What a host is made with; the program's own plugins first, then the run directory's, then those configured.</summary>
    public PluginHostSettings SettingsFor(HostConfiguration configuration, HostConfigurationSources sources) => new(
        RunDirectory.Path,
        [
            .. new[] { ProgramPlugins, RunDirectory.PluginDirectory }
                .Concat(Builder.PluginDirectories.Select(Path.GetFullPath)).Concat(configuration.PluginDirectories).Distinct(StringComparer.Ordinal),
        ],
        configuration)
    {
        Sources = sources,
        ProgramPlugins = ProgramPlugins,
    };

    private static string ProgramPlugins => Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>Leaves something to be disposed of when the command is done.</summary>
    public T Own<T>(T resource) where T : IAsyncDisposable
    {
        _owned.Push(resource);
        return resource;
    }

    public async ValueTask DisposeAsync()
    {
        while (_owned.TryPop(out var owned)) await owned.DisposeAsync().ConfigureAwait(false);
    }

    /// <exception cref="CommandException">A file that the host keeps in the run directory is damaged.</exception>
    public IPluginHost CreateHost(PluginHostSettings settings, ILoggerFactory loggers, IAuditLog audit)
    {
        var factory = Builder.HostFactory;
        try
        {
            return factory(settings, loggers, Builder.TimeProvider, audit);
        }
        catch (InvalidDataException error)
        {
            throw new CommandException(ExitCode.Configuration, error.Message, error);
        }
    }
}
