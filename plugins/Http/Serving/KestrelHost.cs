using System.Diagnostics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PluginFramework.Http.Serving;

/// <summary>
/// Makes Kestrel without a web host around it. The public constructor would do, but leaves its meters behind in the process; those of the
/// services made here go with them.
/// </summary>
internal static class KestrelHost
{
    public static ServiceProvider Create(HttpOptions options, IConnectionListenerFactory transport, ILoggerFactory loggers, Action<KestrelServerOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton(loggers);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddOptions();
        services.AddMetrics();
        services.AddSingleton(_ => new DiagnosticListener("PluginFramework.Http"));
        services.AddSingleton<DiagnosticSource>(provider => provider.GetRequiredService<DiagnosticListener>());
        services.AddSingleton(transport);
        new Builder(services).UseKestrelCore();
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            KestrelOptions.Apply(options, kestrel);
            configure(kestrel);
        });
        return services.BuildServiceProvider();
    }

    /// <summary>Takes nothing but the services.</summary>
    private sealed class Builder(IServiceCollection services) : IWebHostBuilder
    {
        public IWebHostBuilder ConfigureServices(Action<IServiceCollection> configureServices)
        {
            configureServices(services);
            return this;
        }

        public IWebHostBuilder ConfigureServices(Action<WebHostBuilderContext, IServiceCollection> configureServices)
        {
            configureServices(new(), services);
            return this;
        }

        public IWebHostBuilder ConfigureAppConfiguration(Action<WebHostBuilderContext, IConfigurationBuilder> configureDelegate) => this;

        public string? GetSetting(string key) => null;

        public IWebHostBuilder UseSetting(string key, string? value) => this;

#pragma warning disable ASPDEPR008 // The interface still has it.
        public IWebHost Build() => throw new NotSupportedException("There is no host, only a server.");
#pragma warning restore ASPDEPR008
    }
}
