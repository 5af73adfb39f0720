using PluginFramework.Identity;
using PluginFramework.Plugins;

[assembly: Plugin("identity", Title = "Identity", Options = typeof(IdentityOptions),
    Description = "Logins, users, passwords and SASL for every protocol.")]

// Big, compiled anew at each reload otherwise, and other plugins have it, too.
[assembly: ResidentLibrary("BouncyCastle*")]
