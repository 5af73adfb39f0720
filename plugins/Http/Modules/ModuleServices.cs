using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PluginFramework.Http.Modules;

/// <summary>The services that ASP.NET Core's routing asks for. Each module has its own, so that nothing of it stays when it goes.</summary>
internal static class ModuleServices
{
    public static ServiceProvider Create(ILoggerFactory loggers)
    {
        var services = new ServiceCollection();
        services.AddSingleton(loggers);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddRouting();
        services.AddSingleton(_ => new DiagnosticListener("PluginFramework.Http"));
        services.AddSingleton<DiagnosticSource>(provider => provider.GetRequiredService<DiagnosticListener>());
        return services.BuildServiceProvider();
    }
}
