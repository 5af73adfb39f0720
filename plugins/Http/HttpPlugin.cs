using PluginFramework.Http;
using PluginFramework.Plugins;

[assembly: Plugin("http", Title = "Web server", Description = "Web modules of other plugins, static files and reverse proxying (HTTP/1.1, HTTP/2).", Options = typeof(HttpOptions))]

// Its event source keeps the context it was loaded into for ever.
[assembly: ResidentLibrary("Yarp.ReverseProxy")]
[assembly: ResidentLibrary("System.IO.Hashing")]
