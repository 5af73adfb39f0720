return await PluginFramework.Core.Startup.PluginApplication.RunAsync(args);
